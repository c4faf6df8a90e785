import { explainFailure } from '../microsoft/failures'
import type { MicrosoftFailure } from '../microsoft/observed'
import type { Account } from '../microsoft/claims'
import type { RestoreEnding } from './views'

/** A sign-in that brought no assertion, by what Microsoft said. */
export function endingOf(failure: MicrosoftFailure): RestoreEnding {
  const { code, traceId, correlationId, at } = failure
  const [title, text] = wordsFor(failure)
  return { reason: failure.kind, title, text, answer: { code, traceId, correlationId, at } }
}

function wordsFor(failure: MicrosoftFailure): [string, string] {
  switch (failure.kind) {
    case 'declined':
      return ['The sign-in was declined', 'Somebody pressed Cancel at Microsoft. Get a new code and sign in again.']
    case 'expired':
      return ['The code ran out', 'Nobody signed in with it in time. Get a new code when the person is there.']
    case 'blocked-by-policy':
      return [
        'A policy of the tenant blocks codes',
        'Its Conditional Access does not allow the device code flow. Its administrator can except this account for the restore, or your own client can be used.',
      ]
    case 'mfa-needed':
      return [
        'A second factor is needed first',
        'Microsoft asked for a second factor that this account has not set up. Set it up at Microsoft, then sign in again.',
      ]
    default:
      return ['Microsoft did not let this sign-in through', describe(failure)]
  }
}

/** Null when this account may restore here; else why what it brought was dropped. */
export function refuseAccount(
  account: Account,
  tenant: { entraTenantId: string; domain: string },
): RestoreEnding | null {
  const upn = account.upn ?? 'An account without a name'
  const dropped = (reason: string, title: string, text: string) => ({ reason, title, text, answer: null })
  if (account.kind === 'personal')
    return dropped(
      'personal-account',
      'That was a personal account',
      `${upn} belongs to no organization. Sign in with a work account of ${tenant.domain}.`,
    )
  if (account.tenantId !== tenant.entraTenantId.toLowerCase())
    return dropped(
      'wrong-tenant',
      'That account belongs to another tenant',
      `${upn} signed in to another tenant. What it brought was dropped. Sign in with an account of ${tenant.domain}.`,
    )
  if (account.kind === 'guest')
    return dropped(
      'guest',
      'That account is a guest there',
      `${upn} is only a guest of ${tenant.domain}. Sign in with an account of its own.`,
    )
  return null
}

function describe(failure: MicrosoftFailure): string {
  const known = explainFailure(failure)
  return known === null ? failure.message : `${known.meaning} ${known.remedy}`
}
