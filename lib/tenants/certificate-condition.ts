import { renewAt, usable } from '../certificates/lifecycle'
import type { OwnCertificate } from './certificate-store'
import type { ConditionDraft } from './condition-course'
import type { Proof } from './conditions'
import { listedWords, nothingDue, troubleWords, type RenewalTrouble } from './renewal'
import type { TenantRow } from './tenant-store'
import { sayDay } from './days'

const dayMs = 86_400_000

/** Whether the certificate works and keeps working by itself; a person is asked only when it does not. */
export function certificateCondition(
  tenant: TenantRow,
  certificate: OwnCertificate,
  { at, tokens, signInFailure, renewal = nothingDue }: Proof,
): ConditionDraft {
  const days = Math.floor((certificate.notAfter.getTime() - at.getTime()) / dayMs)
  const base = { type: 'Certificate', evidence: tokens.slice(0, 1) }
  if (!usable(certificate, at)) return { ...base, ...ended(certificate) }
  const calm = { ...base, remedy: null, who: null }
  if (signInFailure !== null)
    return {
      ...calm,
      status: 'unknown',
      reason: 'NotAccepted',
      message: `Ends in ${inDays(days)}. There is no token to show that Microsoft accepts it.`,
      unsure: 'no-token',
    }
  if (renewal.trouble !== null) return { ...base, ...troubled(renewal.trouble, days) }
  const due = Math.floor((renewAt(certificate, tenant.id).getTime() - at.getTime()) / dayMs)
  const next = renewal.isDue || due <= 0 ? 'It is being renewed now, by itself.' : `Renews itself in ${inDays(due)}.`
  const listed = listedWords(renewal.listed, at)
  return {
    ...calm,
    status: 'ok',
    reason: listed === '' ? 'Accepted' : 'OlderKeyListed',
    message: `Microsoft accepted it. Ends in ${inDays(days)}. ${next}${listed}`,
  }
}

type Said = Pick<ConditionDraft, 'status' | 'reason' | 'message' | 'remedy' | 'who'>

function ended({ notAfter }: OwnCertificate): Said {
  return {
    status: 'failing',
    reason: 'KeyExpired',
    message: `It ended on ${sayDay(notAfter)}, and nothing can sign in with it any more.`,
    remedy: 'Reconfigure the tenant: one sign-in puts the next certificate in place.',
    who: 'An administrator of the tenant',
  }
}

function troubled(trouble: RenewalTrouble, days: number): Said {
  const { message, remedy, who } = troubleWords(trouble)
  return {
    status: days > 7 ? 'warning' : 'failing',
    reason: trouble,
    message: `${message} It ends in ${inDays(days)}.`,
    remedy,
    who,
  }
}

function inDays(days: number): string {
  return days === 1 ? '1 day' : `${days} days`
}
