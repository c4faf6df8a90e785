import type { Cloud } from '../cloud'
import { directoryPeople, outsidersOf } from '../data/people'
import type { Person } from '../data/people'
import { PERSONAL_TENANT } from '../data/well-known'
import { otherTenant } from '../state/cloud'
import { consentQuestion, recordConsent } from './consent'
import type { ConsentFor, ConsentQuestion, Wanted } from './consent'
import type { DeviceFlow } from './flows'

/** Where the device page ends up; `code` is an AADSTS number where one is shown. */
export interface Shown {
  outcome: 'done' | 'declined' | 'blocked' | 'code-unknown' | 'code-expired' | 'code-used' | 'person-unknown'
  title: string
  text: string
  code?: number
}

export const UNKNOWN_CODE: Shown = {
  outcome: 'code-unknown',
  title: 'That code did not work',
  text: 'Check the code and try again.',
  code: 90119,
}

/** Everybody whom the page offers for this sign-in: this tenant's people first, then those of elsewhere. */
export function peopleFor(cloud: Cloud, tenantId: string | undefined): { here: Person[]; others: Person[] } {
  const tenant = tenantId === undefined ? undefined : cloud.state.tenants.get(tenantId)
  if (tenant === undefined) {
    const all = [...cloud.state.tenants.values()]
    const personal =
      all[0] === undefined ? [] : outsidersOf(all[0], undefined).filter((person) => person.kind === 'personal-account')
    return {
      here: all.slice(0, 20).flatMap((each) => directoryPeople(each).filter((person) => person.member)),
      others: personal,
    }
  }
  return {
    here: directoryPeople(tenant).filter((person) => person.member),
    others: outsidersOf(tenant, otherTenant(cloud.state, tenant)),
  }
}

/** By address or by kind; addresses of other practice tenants are found too. */
export function findPerson(cloud: Cloud, tenantId: string | undefined, kindOrUpn: string): Person | undefined {
  const { here, others } = peopleFor(cloud, tenantId)
  const offered = [...here, ...others].find(
    (person) => person.kind === kindOrUpn || person.upn === kindOrUpn.toLowerCase(),
  )
  if (offered !== undefined) return offered
  const owner = cloud.state.domains.get(kindOrUpn.split('@')[1]?.toLowerCase() ?? '')
  const tenant = owner === undefined ? undefined : cloud.state.tenants.get(owner)
  return tenant && directoryPeople(tenant).find((person) => person.upn === kindOrUpn.toLowerCase())
}

/** Whether a code that was typed can still be used, or what the page says instead. */
export function checkFlow(cloud: Cloud, flow: DeviceFlow | undefined): Shown | undefined {
  if (flow === undefined) return UNKNOWN_CODE
  if (flow.expiresAt <= cloud.state.clock.now() || flow.state.kind === 'expired')
    return { outcome: 'code-expired', title: 'That code has expired', text: 'Ask for a new code and type that one.' }
  if (flow.state.kind !== 'pending')
    return {
      outcome: 'code-used',
      title: 'That code was already used',
      text: 'It was approved or declined before.',
      code: 90120,
    }
  return undefined
}

export function decline(flow: DeviceFlow): Shown {
  flow.state = { kind: 'declined' }
  return {
    outcome: 'declined',
    title: 'You cancelled the sign-in',
    text: 'Nothing was approved. You can close this window.',
  }
}

/** The last step of the page: everything that Microsoft checks once the person has said yes, and to what they consent. */
export function approve(
  cloud: Cloud,
  flow: DeviceFlow,
  person: Person,
  consent?: ConsentFor | 'declined',
): Shown | ConsentQuestion {
  const blocked = blockOf(cloud, flow, person)
  if (blocked !== undefined) return blocked
  const question = consentQuestion(cloud, flow, person)
  if (question === 'needs-admin') {
    flow.state = { kind: 'blocked', by: 'consent', person }
    return block(90094, 'Need admin approval', 'Only an administrator can consent to what this program asks for.')
  }
  if (question !== undefined && consent === undefined) return question
  if (question !== undefined && consent === 'declined') {
    flow.state = { kind: 'blocked', by: 'consent-declined', person }
    return { outcome: 'declined', title: 'You did not consent', text: 'Nothing was approved.', code: 65004 }
  }
  if (question !== undefined)
    recordConsent(cloud, flow, person, consent === 'organization' && question.mayAll ? 'organization' : 'person')
  flow.state = { kind: 'approved', person }
  return {
    outcome: 'done',
    title: 'You have signed in',
    text: 'The program that showed you the code goes on by itself. You can close this window.',
  }
}

function blockOf(cloud: Cloud, flow: DeviceFlow, person: Person): Shown | undefined {
  const occasion = { method: 'POST', path: '/device', operation: 'signIn' }
  if (isForeign(flow, person) || cloud.faults.take('foreign-account', flow.tenantId, occasion) !== undefined) {
    flow.state = { kind: 'blocked', by: 'foreign-account', person }
    return block(50020, 'This account cannot be used here', `${person.upn} does not exist in this tenant.`)
  }
  const policy = cloud.faults.take('device-code-blocked', flow.tenantId, occasion)
  if (policy !== undefined) {
    if (policy.variant === 'token-endpoint') flow.state = { kind: 'blocked', by: 'policy', person }
    return block(53003, 'You cannot get there from here', 'Access has been blocked by Conditional Access policies.')
  }
  if (cloud.faults.take('mfa-required', flow.tenantId, occasion) !== undefined) {
    flow.state = { kind: 'blocked', by: 'mfa', person }
    return block(50076, 'More information is needed', 'You must use multi-factor authentication.')
  }
  return undefined
}

/** Personal accounts may use nothing but `common`. */
export function isForeign(wanted: Wanted, person: Person): boolean {
  return person.tenantId === PERSONAL_TENANT && wanted.authority !== 'common'
}

function block(code: number, title: string, text: string): Shown {
  return { outcome: 'blocked', title, text, code }
}
