import type { Evidence, MicrosoftFailure } from '@/lib/microsoft/observed'
import { allWritten, nothingWritten, verdict, ways } from './verdict-parts'
import { troubleText } from './request-texts'
import { referenceOf, type VerdictContext } from './verdict-texts'
import type { Verdict } from './verdict-views'

/** The portal ended in the middle; the sign-in lived in its memory and is gone. */
export function interrupted(written: string): Verdict {
  return verdict({
    reason: 'interrupted',
    title: 'Latchkey was restarted in the middle. Sign in again to continue.',
    explanation:
      'The administrator’s sign-in lived only in memory and is gone with it. What was done stays done; the run goes on from there.',
    who: 'The administrator, once more',
    ways: [ways.newCode('Nothing is done twice.')],
    written,
  })
}

/** Something of the plan was refused; the run keeps what it did and can be continued. */
export function setUpFailed(
  context: VerdictContext,
  failure: MicrosoftFailure,
  meaning: { meaning: string; remedy: string; who: string } | null,
  found: { evidence: readonly Evidence[]; written: string },
): Verdict {
  const title = meaning?.meaning ?? 'Microsoft refused one of the steps'
  const remedy = meaning?.remedy ?? 'The answer is shown below as it came.'
  return verdict({
    reason: `set-up-${failure.kind}`,
    title,
    explanation: `${remedy} What was done stays done; continuing repeats nothing.`,
    who: meaning?.who ?? `An administrator of ${context.domain}`,
    ways: [
      ways.newCode('Continue from here with a new sign-in.'),
      ways.byHand(),
      ways.copy('Tell their administrator', 'What happened and what would help.', troubleText(context, title, remedy)),
    ],
    evidence: found.evidence,
    reference: referenceOf(failure),
    written: found.written,
  })
}

/** The certificate that was made for this run ended before anybody signed in. */
export function certificateEnded(): Verdict {
  return verdict({
    reason: 'certificate-ended',
    title: 'The certificate of this run has ended before it was used',
    explanation: 'Too much time passed since it was made. Continuing makes a new one.',
    who: 'You; then the administrator signs in once more',
    ways: [ways.newCode('A new certificate is made first.')],
  })
}

/** The plan would change what stood there before: shown, and nothing happens until the operator agrees. */
export function approvalNeeded(changes: string): Verdict {
  return verdict({
    reason: 'approval',
    status: 'waiting',
    title: 'Something of this kind stands there already. Agree before it is changed.',
    explanation: changes,
    who: 'You; then the administrator signs in once more, because the first sign-in was dropped',
    ways: [
      {
        kind: 'approve',
        title: 'Go on with this plan',
        explanation: 'A new code appears, and the plan is carried out after the sign-in.',
        label: 'Agree and get a new code',
        text: null,
      },
    ],
  })
}

/** The looks of this run stayed older than what Microsoft has answered before; on such a look nothing is written. */
export function olderStateShown({ domain }: VerdictContext): Verdict {
  return verdict({
    reason: 'older-state',
    status: 'waiting',
    title: 'Microsoft still shows an older state of this tenant',
    explanation:
      'Its answers lack what it has confirmed before. Writing on such a look could take away what stands there, so nothing was changed. This usually ends by itself within an hour.',
    who: `You, in a while; then an administrator of ${domain} signs in once more`,
    ways: [ways.newCode('After some minutes. Nothing is done twice.')],
  })
}

/** The new key is still not known everywhere after the deadline. */
export function stillSpreading(gap: string, evidence: readonly Evidence[], reference: string | null): Verdict {
  return {
    ...verdict({
      reason: 'still-spreading',
      title: 'Everything is written, but Microsoft has not spread it yet',
      explanation: `${gap} This usually ends by itself within an hour. No administrator is needed any more.`,
      who: null,
      ways: [
        {
          kind: 'retry-proof',
          title: 'Prove it now',
          explanation: 'Uses the stored key. Nobody has to sign in.',
          label: 'Prove it again',
          text: null,
        },
      ],
      evidence,
      reference,
      written: allWritten,
    }),
    status: 'waiting',
  }
}

/** The proof met a refusal that waiting does not mend. */
export function proofRefused(
  context: VerdictContext,
  failure: MicrosoftFailure,
  meaning: { meaning: string; remedy: string; who: string } | null,
  evidence: readonly Evidence[],
): Verdict {
  const title = meaning?.meaning ?? 'Microsoft refused the stored key'
  const remedy = meaning?.remedy ?? 'The answer is shown below as it came.'
  return verdict({
    reason: `proof-${failure.kind}`,
    title,
    explanation: remedy,
    who: meaning?.who ?? `An administrator of ${context.domain}`,
    ways: [
      {
        kind: 'retry-proof',
        title: 'Prove it again',
        explanation: 'After the cause is gone. Nobody has to sign in here.',
        label: 'Prove it again',
        text: null,
      },
      ways.copy('Tell their administrator', 'What happened and what would help.', troubleText(context, title, remedy)),
      ways.newCode('If the application has to be written again.'),
    ],
    evidence,
    reference: referenceOf(failure),
    written: allWritten,
  })
}

/** Our own fault; the details are in the log. */
export function ownFault(): Verdict {
  return verdict({
    reason: 'internal',
    title: 'Something went wrong on our side',
    explanation:
      'It was recorded in the log of this installation. What was done stays done; continuing repeats nothing.',
    who: 'Who runs this installation, if it happens again',
    ways: [ways.newCode('Continue from here with a new sign-in.')],
    written: 'The steps marked done stand in the tenant.',
  })
}

/** `hasWritten`: a step after the sign-in was done before somebody stopped it. */
export function cancelled(hasWritten: boolean): Verdict {
  return verdict({
    reason: 'cancelled',
    title: 'Stopped',
    explanation: 'You stopped this run. The sign-in, if there was one, is dropped.',
    who: null,
    ways: [
      {
        kind: 'back',
        title: 'Start again',
        explanation: 'The form remembers what was chosen.',
        label: 'Start again',
        text: null,
      },
    ],
    written: hasWritten ? 'The steps marked done stand in the tenant.' : nothingWritten,
  })
}
