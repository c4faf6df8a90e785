import { evidenceOfRefusal } from '../microsoft/evidence'
import { explainFailure } from '../microsoft/failures'
import type { MicrosoftFailure } from '../microsoft/observed'
import { currentSkew } from './server-clock'
import { foreignAccount, secondFactorNeeded, signInFailed } from './sign-in-verdicts'
import { verdict, ways } from './verdict-parts'
import { browserAskText } from './request-texts'
import { referenceOf, type VerdictContext } from './verdict-texts'
import { clockWrong } from './verdict-clock'
import type { Verdict } from './verdict-views'

/** Where the provider prefers it: the run begins with this, and nothing was asked at Microsoft yet. */
export function browserFirst({ domain }: VerdictContext): Verdict {
  return verdict({
    reason: 'browser-sign-in',
    status: 'waiting',
    title: 'The administrator signs in at Microsoft, in this browser',
    explanation: `Microsoft’s page opens in this tab and comes back here. An administrator of ${domain} signs in there: a Global Administrator, or your own technician who holds that role in their tenant.`,
    who: null,
    ways: [
      {
        ...ways.newCode('For an administrator who sits elsewhere: they type a code on their own computer.'),
        title: 'Use a code instead',
        label: 'Get a code',
      },
      ways.byHand(),
    ],
  })
}

/** Nobody came back in time, which is also what happens when Microsoft shows a page of its own and stops there. */
export function browserExpired(context: VerdictContext): Verdict {
  return verdict({
    reason: 'browser-expired',
    title: 'Nobody came back from Microsoft in time',
    explanation:
      'The sign-in was left open too long, or Microsoft’s page ended with a message of its own. What you chose is kept.',
    who: `An administrator of ${context.domain}`,
    ways: [
      ways.newCode('For an administrator who sits elsewhere.'),
      ways.byHand(),
      ways.copy('Ask the administrator first', 'A message that says what will happen.', browserAskText(context)),
    ],
  })
}

/** What Microsoft answered instead of a sign-in, or when the sign-in was redeemed. */
export function endOfBrowserSignIn(context: VerdictContext, failure: MicrosoftFailure): Verdict {
  const call = failure.status === null ? 'GET /oauth2/v2.0/authorize' : 'POST /oauth2/v2.0/token'
  const evidence = [evidenceOfRefusal({ call }, failure)]
  return { ...verdictOfEnd(context, failure), evidence, reference: referenceOf(failure) }
}

function verdictOfEnd(context: VerdictContext, failure: MicrosoftFailure): Verdict {
  switch (failure.kind) {
    case 'declined':
      return failure.code === 'AADSTS65004' ? consentDeclined(context) : cancelledThere(context)
    case 'not-allowed':
      return needsApproval(context)
    case 'blocked-by-policy':
      return browserBlocked(context)
    case 'expired':
      return browserExpired(context)
    case 'clock':
      return clockWrong(currentSkew())
    case 'mfa-needed':
      return secondFactorNeeded(context, failure, explainFailure(failure))
    case 'foreign-account':
      return foreignAccount(context)
    case 'application-missing':
    case 'token-refused':
    case 'invalid':
      return ownApplicationRefused()
    default:
      return signInFailed(context, failure, explainFailure(failure))
  }
}

function cancelledThere(context: VerdictContext): Verdict {
  return verdict({
    reason: 'browser-declined',
    title: 'The sign-in was cancelled at Microsoft',
    explanation: 'Somebody came back without signing in. If that was a mistake, sign in again; what you chose is kept.',
    who: `An administrator of ${context.domain}`,
    ways: [
      ways.newCode('For an administrator who sits elsewhere.'),
      ways.copy('Send them the reasons', 'What is granted and why, ready to send.', browserAskText(context)),
    ],
  })
}

function consentDeclined(context: VerdictContext): Verdict {
  return verdict({
    reason: 'consent-declined',
    title: 'Microsoft’s question for consent was answered with no',
    explanation: `The sign-in itself worked. ${context.customer} may want to read first what is asked for: the application gets it for this one sign-in, and Latchkey removes the application from their tenant at the end of the run.`,
    who: `An administrator of ${context.domain}`,
    ways: [
      ways.newCode('Microsoft’s own program asks for no consent.'),
      ways.byHand(),
      ways.copy('Send them the reasons', 'What is granted and why, ready to send.', browserAskText(context)),
    ],
  })
}

function needsApproval(context: VerdictContext): Verdict {
  return verdict({
    reason: 'consent-needs-administrator',
    title: 'That account may not approve the application. Nothing was written.',
    explanation:
      'Microsoft asked for an administrator’s approval before it would go on. An ordinary user cannot give it.',
    who: `A Global Administrator of ${context.domain}`,
    ways: [
      ways.newCode('For an administrator who sits elsewhere.'),
      ways.copy('Ask the administrator', 'A message that says what will happen.', browserAskText(context)),
    ],
  })
}

function browserBlocked(context: VerdictContext): Verdict {
  return verdict({
    reason: 'browser-blocked',
    title: `A policy of ${context.customer} does not allow this sign-in from here`,
    explanation:
      'The password and the second factor were right. A Conditional Access policy then refused this browser or this place. An administrator on a device that their policy trusts can do it, or it is set up by hand.',
    who: `An administrator of ${context.domain}`,
    ways: [ways.byHand(), ways.newCode('For an administrator on a device that their policy trusts.')],
  })
}

/** The provider’s own registration is not what was tested any more; the customer can do nothing about it. */
function ownApplicationRefused(): Verdict {
  return verdict({
    reason: 'own-application-refused',
    title: 'Microsoft refused your own sign-in application, not the administrator',
    explanation:
      'The registration, its certificate or its redirect address was changed since the last test. Test it under Settings, which says what to mend; the run waits here. Until then a code or the way by hand works.',
    who: 'An owner of this Latchkey, under Settings',
    ways: [ways.newCode('Microsoft’s own program instead of yours.'), ways.byHand()],
  })
}
