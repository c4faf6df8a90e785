import type { RegistrationReading } from '../microsoft/registration-reading'
import type { Observed } from '../microsoft/observed'
import type { Plan } from '../reconcile/plan'
import type { ConditionDraft } from './condition-course'

/** One way in which our registration is not as Latchkey left it. */
type Finding = Pick<ConditionDraft, 'reason' | 'message' | 'remedy'> & { about: readonly string[] }

/** What both sources of findings need to know of us. */
export interface OurSide {
  /** Null where the application was taken over and keeps the name that it had. */
  displayName: string | null
  /** Addresses of administrators who signed in for a run: Microsoft makes some of them owners of what they create. */
  signers: readonly string[]
}

const who = 'An administrator of the tenant'
const portal = 'in the Entra admin centre, under App registrations'

/** What the kernel’s look shows on the registration and Latchkey did not put there. */
export function findInLook(look: Observed, plan: Plan, our: OurSide): readonly ConditionDraft[] {
  const keys = plan.surplus.flatMap((item) => (item.kind === 'key' ? [item] : []))
  const secrets = plan.surplus.reduce((sum, item) => sum + (item.kind === 'passwords' ? item.count : 0), 0)
  const isRenamed =
    our.displayName !== null && look.application !== null && look.application.displayName !== our.displayName
  const roles = plan.surplus.flatMap((item) => (item.kind === 'directory-role' ? [item.templateId] : []))
  const missing = plan.stages.flat().flatMap((step) => (step.kind === 'assignDirectoryRole' ? [step.templateId] : []))
  return [
    ...foreignKeys(keys.map(({ sha1, keyId, displayName }) => ({ id: sha1 || keyId, name: displayName }))),
    ...when(secrets > 0, {
      reason: 'ClientSecret',
      message: `${count(secrets, 'A client secret stands', 'client secrets stand')} on our application. Latchkey makes none: whoever knows it can sign in as the application.`,
      remedy: `Find out who added it, and delete it ${portal}, Certificates & secrets.`,
      about: [String(secrets)],
    }),
    ...when(isRenamed, {
      reason: 'Renamed',
      message: `Our application is no longer called “${our.displayName ?? ''}”. Nothing stops working, but people no longer know it.`,
      remedy: `Reconfigure the tenant, or call it “${our.displayName ?? ''}” again ${portal}.`,
      about: [],
    }),
    ...when(roles.length > 0, {
      reason: 'DirectoryRoleAdded',
      message: `Somebody gave our application ${count(roles.length, 'a directory role', 'directory roles')} that the baseline does not need.`,
      remedy: 'Take it away in the Entra admin centre, under Roles & admins.',
      about: roles,
    }),
    ...when(missing.length > 0, {
      reason: 'DirectoryRoleMissing',
      message: 'Our application lost a directory role that the baseline needs.',
      remedy: 'Reconfigure the tenant, or assign the role Global Reader to it again.',
      about: missing,
    }),
  ]
}

function foreignKeys(keys: readonly { id: string; name: string | null }[]): readonly ConditionDraft[] {
  const named = keys.map(({ id, name }) => `${id.slice(0, 8)}…${name === null ? '' : ` (${name})`}`)
  return when(keys.length > 0, {
    reason: 'ForeignKey',
    message: `${count(keys.length, 'A certificate stands', 'certificates stand')} on our application that Latchkey did not make: ${named.join(', ')}. Whoever holds its key can sign in as the application.`,
    remedy: `Find out who added it, and delete it ${portal}, Certificates & secrets.`,
    about: keys.map(({ id }) => id),
  })
}

/** What the registration’s own reading shows; Latchkey leaves all of it empty or at its narrowest. */
export function findInReading(reading: RegistrationReading, our: OurSide): readonly ConditionDraft[] {
  return [...findDoors(reading), ...findPeople(reading, our), ...findSettings(reading)]
}

/** Other ways to sign in as the application. */
function findDoors(reading: RegistrationReading): readonly ConditionDraft[] {
  const { federatedIssuers, principalCredentials } = reading
  return [
    ...when(federatedIssuers.length > 0, {
      reason: 'FederatedCredential',
      message: `Our application trusts tokens of somebody else: ${federatedIssuers.join(', ')}. Who gets such a token can sign in as the application.`,
      remedy: `Find out who added it, and delete it ${portal}, Certificates & secrets, Federated credentials.`,
      about: federatedIssuers,
    }),
    ...when(principalCredentials.length > 0, {
      reason: 'PrincipalCredential',
      message: `A secret or certificate was put on the service principal of our application: ${principalCredentials.join(', ')}. The registration’s page does not show it, and it works all the same.`,
      remedy:
        'Find out who added it, and remove it with Microsoft Graph PowerShell: Remove-MgServicePrincipalPassword.',
      about: principalCredentials,
    }),
  ]
}

function findPeople(reading: RegistrationReading, our: OurSide): readonly ConditionDraft[] {
  const isKnown = ({ name }: { name: string }) => our.signers.includes(name.toLowerCase())
  const owners = [...reading.owners, ...reading.principalOwners].filter((owner) => !isKnown(owner))
  const names = [...new Set(owners.map(({ name }) => name))]
  return when(names.length > 0, {
    reason: 'OwnerAdded',
    message: `Our application has an owner whom Latchkey did not make one: ${names.join(', ')}. An owner can add keys to it.`,
    remedy: `Remove the owner ${portal}, Owners, unless this is wanted.`,
    about: names,
  })
}

/** Settings that let more people or programs use the application than Latchkey means to. */
function findSettings(reading: RegistrationReading): readonly ConditionDraft[] {
  const grants = reading.delegatedGrants === 'unreadable' ? [] : reading.delegatedGrants
  const asked = reading.delegatedRequests
  return [
    ...when(reading.redirectAddresses.length > 0, {
      reason: 'RedirectAddress',
      message: `Sign-ins with our application may now lead to ${reading.redirectAddresses.join(', ')}. Latchkey needs no such address.`,
      remedy: `Delete the address ${portal}, Authentication.`,
      about: reading.redirectAddresses,
    }),
    ...when(reading.audience !== null && reading.audience !== 'AzureADMyOrg', {
      reason: 'AudienceWidened',
      message: 'Our application now admits accounts of other companies. It was made for this tenant alone.',
      remedy: `Set it to this organizational directory only, ${portal}, Authentication.`,
      about: [reading.audience ?? ''],
    }),
    ...when(reading.isPublicClient, {
      reason: 'PublicClient',
      message: 'Our application may now be used by programs without any key.',
      remedy: `Switch off “Allow public client flows” ${portal}, Authentication.`,
      about: [],
    }),
    ...when(reading.lock === 'off', {
      reason: 'LockWeakened',
      message: 'The lock that keeps secrets off the service principal of our application was opened.',
      remedy: `Lock all properties again ${portal}, Authentication, App instance property lock.`,
      about: [],
    }),
    ...when(grants.length > 0 || asked > 0, {
      reason: 'DelegatedAccess',
      message:
        grants.length > 0
          ? `Somebody consented that our application acts for people: ${grants.join(', ')}. Latchkey never does.`
          : `Our application asks for ${count(asked, 'a permission', 'permissions')} to act for people. Latchkey never does.`,
      remedy: 'Take it away in the Entra admin centre, under Enterprise applications, Permissions.',
      about: [...grants, String(asked)],
    }),
  ]
}

function when(is: boolean, { about, ...finding }: Finding): readonly ConditionDraft[] {
  if (!is) return []
  const named = { type: `Registration:${finding.reason}`, about: about.toSorted().join(' ') }
  return [{ ...finding, ...named, status: 'warning', who, evidence: [] }]
}

function count(number: number, one: string, many: string): string {
  return number === 1 ? one : `${number} ${many}`
}
