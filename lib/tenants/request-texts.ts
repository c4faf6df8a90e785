import type { VerdictContext } from './verdict-texts'
import { sayDay } from './days'

/** Every text names what, why, scope, for how long and how to undo it; the operator reads it before it is sent. */
function letter(...paragraphs: readonly string[]): string {
  return ['Hello,', ...paragraphs].join('\n\n')
}

const undo =
  'To undo it later, delete the application “Latchkey backup” under Enterprise applications; that ends the access at once.'

/** For an administrator who shall sign in in the provider’s browser: in a call, or sitting there. */
export function browserAskText({ customer, domain, permissions }: VerdictContext): string {
  return letter(
    `to back up ${customer}’s Microsoft 365 we need one sign-in by a Global Administrator of ${domain}. It takes about three minutes, with you at our screen or in a call where you take over the keyboard.`,
    `What happens: Microsoft’s own page opens, you sign in there and read what our sign-in application asks for. It registers one application in your tenant with ${permissions} and a certificate, and is then removed from your tenant again. Your sign-in is dropped as soon as the setup ends; no password reaches us.`,
    undo,
  )
}

/** For somebody who holds the role that the signed-in account lacks. */
export function roleText({ customer, domain, permissions }: VerdictContext, upn: string, needed: string): string {
  return letter(
    `we are setting up the backup of ${customer}’s Microsoft 365 (${domain}). ${upn} tried to approve it, but that account may not: it takes ${needed}.`,
    `We need one sign-in by an account with that role. It takes about three minutes: you type a short code on Microsoft’s own page and sign in there. It registers one application with ${permissions}; the role itself is not passed on and is needed this once only.`,
    undo,
  )
}

/** For the customer, when the provider's own technician holds too little through the partner relationship. */
export function partnerRoleText({ customer, domain }: VerdictContext, upn: string, needed: string): string {
  return letter(
    `we are setting up the backup of ${customer}’s Microsoft 365 (${domain}). Our technician ${upn} works in your tenant through the partner relationship that you approved, but its roles do not suffice: it takes ${needed}.`,
    `Two ways: one of your own administrators with that role signs in once, about three minutes on Microsoft’s own page; or you approve a partner relationship that contains that role, which Microsoft limits to the time that it names, and we do the rest.`,
    `The relationship can be ended at any time in the Microsoft 365 admin center, under Settings → Partner relationships. ${undo}`,
  )
}

/** For the person whose account has no second factor, or did not give it. */
export function secondFactorText({ customer, domain }: VerdictContext, mustRegister: boolean): string {
  return letter(
    `to set up the backup of ${customer}’s Microsoft 365, your sign-in at ${domain} has to carry a second factor, and the last one did not.`,
    mustRegister
      ? 'Please register one first: open the Security info page of your account (mysignins.microsoft.com/security-info), add an authenticator app, and tell us when it is done. We then give you a new code.'
      : 'Please sign in once more with a new code from us, and confirm the request on your phone when Microsoft asks. If the browser does not ask, use a private window.',
    'Nothing was set up yet. The second factor belongs to your account and stays with it; we never see it.',
  )
}

/** For an administrator of the tenant: which permissions were refused, and what to do. */
export function grantText({ customer, domain }: VerdictContext, roles: readonly string[]): string {
  return letter(
    `the backup of ${customer}’s Microsoft 365 (${domain}) is almost set up. Microsoft refused ${roles.length === 1 ? 'one permission' : `${roles.length} permissions`} to the account that signed in: ${roles.join(', ')}.`,
    `A Global Administrator or Privileged Role Administrator can grant ${roles.length === 1 ? 'it' : 'them'}, in one of two ways: sign in once more with a code from us, which does only what is missing; or in the Microsoft Entra admin center under App registrations → Latchkey backup → API permissions → Grant admin consent. If a policy of yours keeps ${roles.length === 1 ? 'this permission' : 'these permissions'} back, tell us, and we leave out the workload that needs it.`,
    `It holds until somebody takes it back, on the same page. ${undo}`,
  )
}

/** For an administrator of the tenant, about an application of somebody else under our unique name. */
export function foreignApplicationText(
  { customer, domain }: VerdictContext,
  found: { displayName: string; appId: string },
): string {
  return letter(
    `before we set up the backup of ${customer}’s Microsoft 365 (${domain}) we looked at what is there, and found the application “${found.displayName}” (application id ${found.appId}). It uses the unique name that our own application would have, and it was not made by us.`,
    'We change nothing that we did not make. Please find out whose it is. If nobody needs it, delete it in the Microsoft Entra admin center under App registrations, and then for good under Deleted applications, because a deleted one keeps its name for 30 days. If it is needed, tell us who keeps it, and we agree on another way.',
    'A deleted application can be restored on the same page for 30 days, unless it was deleted for good. Nothing was changed so far.',
  )
}

/** For an administrator, about an application in the recycle bin that holds our name and that we did not make. */
export function deletedApplicationText(
  { customer, domain }: VerdictContext,
  found: { objectId: string; deletedAt: string | null },
): string {
  const when = found.deletedAt === null ? '' : ` on ${sayDay(found.deletedAt)}`
  return letter(
    `an application that was deleted${when} in the tenant of ${customer} (${domain}) still holds the name that our backup application needs. Microsoft keeps deleted applications for 30 days.`,
    `Please delete it for good in the Microsoft Entra admin center, under App registrations → Deleted applications (object id ${found.objectId}). This cannot be undone, so check first that nobody wants it back.`,
    'Nothing was changed so far. Tell us when it is done, and we continue.',
  )
}

/** For whoever keeps the tenant's policy on application certificates. */
export function certificateExceptionText({ customer, domain }: VerdictContext): string {
  return letter(
    `a policy of the tenant ${domain} admits certificates of named authorities only, and the backup of ${customer}’s Microsoft 365 signs in with a certificate that our installation makes itself. Its private key never leaves our installation.`,
    'Two ways: your certificate authority signs our request (we send the file), or you exempt this one application from the policy: Microsoft Entra admin center → Enterprise applications → Application policies → the restriction on certificates → exclude “Latchkey backup”.',
    'The exemption covers this application only and lasts until you remove it there. Nothing was written to the tenant so far.',
  )
}

/** For an administrator of the tenant, when Microsoft refused a step for a reason that lies there. */
export function troubleText({ customer, domain }: VerdictContext, meaning: string, remedy: string): string {
  return letter(
    `setting up the backup of ${customer}’s Microsoft 365 (${domain}) stopped in the middle. What Microsoft said means: ${meaning}`,
    `What would help: ${remedy} When that is done, we need one more sign-in, about three minutes; it continues where it stopped.`,
    undo,
  )
}

/** For whoever runs the customer's certificate authority; the request goes along as a file. */
export function authorityText(
  { customer, domain }: Pick<VerdictContext, 'customer' | 'domain'>,
  request: { subject: string; maxLifetimeDays: number | null },
): string {
  const life =
    request.maxLifetimeDays === null
      ? 'one year, or what your rules allow'
      : `at most ${request.maxLifetimeDays} days, because the tenant’s policy allows no more`
  return letter(
    `a policy of your tenant ${domain} admits only certificates that your own authority has signed. For the backup of ${customer}’s Microsoft 365 we need one. Please sign the attached request.`,
    [
      `Subject: ${request.subject}`,
      'Key: RSA with 3072 bits; the private key stays in our installation and is not in the file',
      'Key usage: digital signature',
      'Extended key usage: client authentication',
      `Life: ${life}`,
    ].join('\n'),
    'Please send back the certificate alone, as PEM, DER or PKCS#7; it is not secret. We tell you in time when the next one is due.',
    'To undo it, revoke the certificate or delete the application “Latchkey backup” under Enterprise applications; that ends the access at once.',
  )
}

/** For whoever keeps the policy that caps how long a certificate may live. */
export function lifeExceptionText({ customer, domain }: VerdictContext): string {
  return letter(
    `a policy of the tenant ${domain} limits how long the certificate of an application may live, to less than a week. The backup of ${customer}’s Microsoft 365 signs in with a certificate that somebody has to replace before it ends.`,
    'Please allow it at least 30 days, better a year: Microsoft Entra admin center → Enterprise applications → Application policies → the restriction on the life of certificates → an exception for “Latchkey backup”.',
    'The exception covers this application only and lasts until you remove it there. Nothing was written to the tenant.',
  )
}
