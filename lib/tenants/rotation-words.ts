import type { Evidence, MicrosoftFailure } from '@/lib/microsoft/observed'
import { verdict, ways } from './verdict-parts'
import { referenceOf } from './verdict-texts'
import type { Verdict } from './verdict-views'
import { sayDay } from './days'

/** Why a change of keys cannot go on by itself. The reason is what conditions, notices and receivers filter by. */
export type RotationStop =
  | 'KeyExpired'
  | 'KeyNotAccepted'
  | 'NewKeyNotAccepted'
  | 'LifetimeTooShort'
  | 'AuthorityNeeded'
  | 'ApplicationDeleted'
  | 'ApplicationDisabled'
  | 'AccessBlocked'
  | 'ProofRefused'
  | 'KeysInTheWay'
  | 'Refused'

interface StopWords {
  title: string
  explanation: string
}

/** Plain sentences; Microsoft's code stands in the evidence. */
const stopWords: Readonly<Record<RotationStop, StopWords>> = {
  KeyExpired: {
    title: 'The certificate has ended, so it can no longer renew itself',
    explanation:
      'Microsoft takes a new key only from a key that is still valid. An administrator puts the next one in.',
  },
  KeyNotAccepted: {
    title: 'Microsoft no longer accepts the key that is in use',
    explanation: 'Somebody has taken it from the application, so it cannot bring in the next one.',
  },
  NewKeyNotAccepted: {
    title: 'The new key was added, and Microsoft does not accept it',
    explanation: 'The old key goes on working. Latchkey tries the new one once an hour.',
  },
  LifetimeTooShort: {
    title: 'A policy of the tenant allows only certificates that are too short to keep up with',
    explanation: 'Latchkey tried shorter lives down to a week and all were refused. The old key goes on until it ends.',
  },
  AuthorityNeeded: {
    title: 'A policy of the tenant forbids certificates that Latchkey signs itself',
    explanation: 'Their certificate authority has to sign the next one. Reconfigure makes the request for it.',
  },
  ApplicationDeleted: {
    title: 'The application was deleted in the tenant',
    explanation: 'There is nothing left to put a new key on.',
  },
  ApplicationDisabled: {
    title: 'The application is switched off in the tenant',
    explanation: 'Nobody can sign in as it until an administrator switches it on again.',
  },
  AccessBlocked: {
    title: 'A policy of the tenant blocks the sign-in of the application',
    explanation: 'Until it is let in again, the key cannot renew itself.',
  },
  ProofRefused: {
    title: 'Microsoft did not take the new key from the application itself',
    explanation: 'The application may usually roll its own key. Here an administrator has to put the next one in.',
  },
  KeysInTheWay: {
    title: 'Two valid keys stand on the application, and neither can be taken off from here',
    explanation:
      'Microsoft gave an older key an identity that it did not tell. An administrator’s sign-in can read it and take the key off.',
  },
  Refused: {
    title: 'Microsoft refuses to change the key',
    explanation: 'Latchkey tries again once a day. The old key goes on until it ends.',
  },
}

export function stopTitle(stop: RotationStop): string {
  return stopWords[stop].title
}

/** The run rests; it goes on by itself as soon as the reason is gone, or an administrator reconfigures. */
export function rotationStopped(
  stop: RotationStop,
  context: { domain: string; endsAt: Date | null },
  found: { failure: MicrosoftFailure | null; evidence: readonly Evidence[] },
): Verdict {
  const { title, explanation } = stopWords[stop]
  const until = context.endsAt === null ? '' : ` The key that is in use ends on ${sayDay(context.endsAt)}.`
  return verdict({
    reason: stop,
    status: 'waiting',
    title,
    explanation: `${explanation}${until}`,
    who: `An administrator of ${context.domain}, once, for about three minutes: Reconfigure`,
    ways: [
      {
        kind: 'back',
        title: 'Reconfigure the tenant',
        explanation: 'One sign-in of an administrator puts the next certificate in place.',
        label: 'To the tenant',
        text: null,
      },
      ways.copy('Tell their administrator', 'What happened and what would help.', letter(title, context)),
    ],
    evidence: found.evidence,
    reference: found.failure === null ? null : referenceOf(found.failure),
    written: 'What the steps marked done have written stays.',
  })
}

function letter(title: string, { domain, endsAt }: { domain: string; endsAt: Date | null }): string {
  const until = endsAt === null ? 'soon' : `by ${sayDay(endsAt)}`
  return `Hello,

the backup of ${domain} signs in with a certificate, and we renew it for you without asking. This time it did not work: ${title}.

Please sign in once, ${until}: we send a link and a code, and it takes about three minutes. A Global Administrator or Privileged Role Administrator is needed. We never see your password, and your sign-in is dropped at the end.

To undo it later, delete the application “Latchkey backup” in Microsoft Entra.`
}

/** A person's run took the place of ours; what we had begun, that run finds and finishes. */
export function overtaken(): Verdict {
  return verdict({
    reason: 'overtaken',
    status: 'ok',
    title: 'A run with an administrator took over',
    explanation: 'Every key that this run made is on record, and the other run goes on with it.',
    who: null,
    ways: [],
    written: 'What the steps marked done have written stays.',
  })
}
