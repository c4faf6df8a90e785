import type { MicrosoftFailure } from '@/lib/microsoft/observed'

/** What the words need to know. */
export interface VerdictContext {
  customer: string
  domain: string
  entraTenantId: string
  program: string
  /** What the application will be granted, for a text to the customer: see sayPermissions. */
  permissions: string
}

/** For an administrator who should know what will happen before signing in. */
export function askText({ customer, domain, program, permissions }: VerdictContext): string {
  return [
    `Hello,`,
    ``,
    `to back up ${customer}’s Microsoft 365 we need one sign-in by a Global Administrator of ${domain}. It takes about three minutes.`,
    ``,
    `What happens: we read you a short code, you type it on Microsoft’s own page and sign in there. Microsoft names the program “${program}”; it registers one application in your tenant with ${permissions} and a certificate. We never see your password, and your sign-in is dropped as soon as the setup ends.`,
    ``,
    `To undo it later, delete the application “Latchkey backup” under Enterprise applications.`,
  ].join('\n')
}

/** For whoever keeps the policy that blocks device code. */
export function exceptionText({ customer, domain }: VerdictContext, failure: MicrosoftFailure): string {
  const policy = failure.policyIds.length === 0 ? 'that blocks device code flow' : failure.policyIds.join(', ')
  return [
    `Hello,`,
    ``,
    `signing in with a device code for ${domain} was refused by a Conditional Access policy (AADSTS53003, policy ${policy}).`,
    ``,
    `To connect ${customer}’s backup that way, a Conditional Access Administrator would exclude one administrator’s account from this policy for one hour, and remove the exception afterwards. If you prefer to keep the policy as it is, we send a script that does the same without a code.`,
    ``,
    `For Microsoft’s support: ${referenceOf(failure) ?? failure.at}`,
  ].join('\n')
}

/** The policies that refused, and trace and correlation ids, which Microsoft's support asks for. */
export function referenceOf(failure: MicrosoftFailure): string | null {
  const parts = [
    ...failure.policyIds.map((id) => `policy ${id}`),
    failure.traceId === null ? null : `trace ${failure.traceId}`,
    failure.correlationId === null ? null : `correlation ${failure.correlationId}`,
    failure.at,
  ].filter((part) => part !== null)
  return parts.length > 1 ? parts.join(' · ') : null
}
