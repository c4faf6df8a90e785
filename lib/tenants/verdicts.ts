import type { Evidence, MicrosoftFailure } from '@/lib/microsoft/observed'
import { askText, exceptionText, referenceOf, type VerdictContext } from './verdict-texts'
import type { Verdict, Way } from './views'

const nothingWritten = 'Nothing was written.'

const ways = {
  newCode: (explanation: string): Way => ({
    kind: 'new-code',
    title: 'Try again with a new code',
    explanation,
    label: 'Get a new code',
    text: null,
  }),
  byHand: (): Way => ({
    kind: 'by-hand',
    title: 'Set it up by hand',
    explanation: 'A script or a few clicks in Microsoft’s portal, by an administrator. Latchkey proves the result.',
    label: 'Set it up by hand',
    text: null,
  }),
  copy: (title: string, explanation: string, text: string): Way => ({
    kind: 'copy-text',
    title,
    explanation,
    label: 'Copy message',
    text,
  }),
}

/** The administrator pressed Cancel at Microsoft. */
export function declined(context: VerdictContext): Verdict {
  return verdict({
    reason: 'declined',
    title: 'The sign-in was cancelled at Microsoft',
    explanation: `Somebody opened the page and chose Cancel. The code is used up. If that was a mistake, get a new one; if ${context.customer} wants to read first what is granted, send them this message.`,
    who: `An administrator of ${context.domain}`,
    ways: [
      ways.newCode('The same steps, from the code on. What you chose is kept.'),
      ways.copy('Send them the reasons', 'What is granted and why, ready to send.', askText(context)),
    ],
  })
}

/** No code of this run was used in time. */
export function codeExpired(context: VerdictContext): Verdict {
  return verdict({
    reason: 'code-expired',
    title: 'Nobody signed in before the code ended',
    explanation:
      'Microsoft gives every code about 15 minutes. The old ones no longer work; what you chose is kept. If Microsoft’s page refused the sign-in there, their policy may forbid codes: then set it up by hand.',
    who: `An administrator of ${context.domain}`,
    ways: [
      ways.newCode('A fresh code, valid for another 15 minutes.'),
      ways.byHand(),
      ways.copy('Ask the administrator first', 'A message that says what will happen.', askText(context)),
    ],
  })
}

export function wrongTenant(context: VerdictContext, account: { upn: string; tenantId: string }): Verdict {
  const other = account.upn.split('@')[1] ?? account.tenantId
  return verdict({
    reason: 'wrong-tenant',
    title: 'That was the sign-in of another tenant. Nothing was written.',
    explanation:
      'Browsers like to pick the account that is already signed in. The code is used up, the sign-in is dropped.',
    who: `An administrator of ${context.domain}`,
    comparison: [
      { what: 'Tenant', expected: context.domain, found: other, differs: true },
      { what: 'Id', expected: context.entraTenantId, found: account.tenantId, differs: true },
      { what: 'Account', expected: 'an administrator there', found: account.upn, differs: false },
    ],
    ways: [
      {
        ...ways.newCode('Get a new code and open the link in a private window.'),
        title: `It should be ${context.customer}`,
      },
      {
        kind: 'connect-other',
        title: `It should be ${other}`,
        explanation: 'Leave this one and connect that tenant with the same baseline.',
        label: `Connect ${other}`,
        text: other,
      },
      ways.copy(
        'Let them do it',
        'They sign in on their own computer, where their account is the only one.',
        askText(context),
      ),
    ],
  })
}

export function personalAccount(context: VerdictContext): Verdict {
  return verdict({
    reason: 'personal-account',
    title: 'That was a personal Microsoft account. Nothing was written.',
    explanation: `A tenant is set up by a work account of ${context.domain}. The sign-in is dropped.`,
    who: `A work account of ${context.domain}`,
    ways: [ways.newCode('Open the link in a private window and choose the work account.')],
  })
}

export function guestAccount(context: VerdictContext, upn: string): Verdict {
  return verdict({
    reason: 'guest',
    title: `${upn} is a guest in this tenant. Nothing was written.`,
    explanation: 'A guest may look around there, but cannot approve applications. The sign-in is dropped.',
    who: `A Global Administrator of ${context.domain}`,
    ways: [
      ways.newCode(`Sign in with an account of ${context.domain} itself.`),
      ways.copy('Ask the administrator', 'A message that says what will happen.', askText(context)),
    ],
  })
}

export function missingRole(
  context: VerdictContext,
  account: { upn: string; roles: readonly string[] },
  needed: string,
): Verdict {
  const held = account.roles.length === 0 ? 'an ordinary user' : account.roles.join(', ')
  return verdict({
    reason: 'missing-role',
    title: `${account.upn} may not do this. Nothing was written.`,
    explanation: `That account is ${held}. Making the application and granting these permissions takes ${needed}. The sign-in is dropped.`,
    who: needed,
    comparison: [{ what: 'Role', expected: needed, found: held, differs: true }],
    ways: [
      ways.newCode('Sign in with an account that has the role.'),
      ways.copy('Ask somebody who has the role', 'Names the role, the reason and how long it takes.', askText(context)),
    ],
  })
}

/** Conditional Access refused the code itself (AADSTS53003), the normal case in many tenants. */
export function codeBlocked(
  context: VerdictContext,
  failure: MicrosoftFailure,
  evidence: readonly Evidence[],
): Verdict {
  const policies = failure.policyIds.length === 0 ? '' : ` Microsoft names the policy ${failure.policyIds.join(', ')}.`
  return verdict({
    reason: 'code-blocked',
    title: `${possessive(context.customer)} own policy does not allow signing in with a code`,
    explanation: `The password and the second factor were right. A Conditional Access policy then refused this way of signing in. Many companies have that policy, and it is a good one; setting up by hand respects it.${policies}`,
    who: `An administrator of ${context.domain}`,
    ways: [
      ways.byHand(),
      ways.copy(
        'Ask them to let the code through once',
        'A Conditional Access Administrator excludes the account from the policy for one hour.',
        exceptionText(context, failure),
      ),
      ways.newCode('After the exception is in place.'),
    ],
    evidence,
    reference: referenceOf(failure),
  })
}

/** Any other end of a sign-in. `meaning` is our own explanation of Microsoft's code, if we have one. */
export function signInFailed(
  context: VerdictContext,
  failure: MicrosoftFailure,
  meaning: { meaning: string; remedy: string; who: string } | null,
  evidence: readonly Evidence[],
): Verdict {
  return verdict({
    reason: `sign-in-${failure.kind}`,
    title: meaning?.meaning ?? 'Microsoft refused this sign-in',
    explanation: meaning?.remedy ?? 'Latchkey does not know this answer yet. It is shown below as it came.',
    who: meaning?.who ?? `An administrator of ${context.domain}`,
    ways: [ways.newCode('Once the cause is gone.'), ways.byHand()],
    evidence,
    reference: referenceOf(failure),
  })
}

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
  failure: MicrosoftFailure,
  meaning: { meaning: string; remedy: string; who: string } | null,
  evidence: readonly Evidence[],
): Verdict {
  return verdict({
    reason: `set-up-${failure.kind}`,
    title: meaning?.meaning ?? 'Microsoft refused one of the steps',
    explanation:
      meaning?.remedy ?? 'The answer is shown below as it came. What was done stays done; continuing repeats nothing.',
    who: meaning?.who ?? 'An administrator of the tenant',
    ways: [ways.newCode('Continue from here with a new sign-in.'), ways.byHand()],
    evidence,
    reference: referenceOf(failure),
    written: 'The steps marked done above stand in the tenant.',
  })
}

/** A name, an application or a key stands there that Latchkey did not make: only a person decides. */
export function decisionNeeded(title: string, explanation: string): Verdict {
  return verdict({
    reason: 'decision',
    title,
    explanation,
    who: 'You, then an administrator of the tenant',
    ways: [ways.newCode('After it was settled in the tenant.')],
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

/** The new key is still not known everywhere after the deadline. */
export function stillSpreading(answer: string, evidence: readonly Evidence[], reference: string | null): Verdict {
  return {
    ...verdict({
      reason: 'still-spreading',
      title: 'Everything is written, but Microsoft has not spread it yet',
      explanation: `The last answer was ${answer}. This usually ends by itself within an hour. No administrator is needed any more.`,
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
      written: 'Application, certificate and permissions stand in the tenant.',
    }),
    status: 'waiting',
  }
}

/** The proof met a refusal that waiting does not mend. */
export function proofRefused(
  failure: MicrosoftFailure,
  meaning: { meaning: string; remedy: string; who: string } | null,
  evidence: readonly Evidence[],
): Verdict {
  return verdict({
    reason: `proof-${failure.kind}`,
    title: meaning?.meaning ?? 'Microsoft refused the stored key',
    explanation: meaning?.remedy ?? 'The answer is shown below as it came.',
    who: meaning?.who ?? 'An administrator of the tenant',
    ways: [
      {
        kind: 'retry-proof',
        title: 'Prove it again',
        explanation: 'After the cause is gone. Nobody has to sign in here.',
        label: 'Prove it again',
        text: null,
      },
      ways.newCode('If the application has to be written again.'),
    ],
    evidence,
    reference: referenceOf(failure),
    written: 'Application, certificate and permissions stand in the tenant.',
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

function verdict(
  given: Pick<Verdict, 'reason' | 'title' | 'explanation' | 'who' | 'ways'> & Partial<Verdict>,
): Verdict {
  return { status: 'failing', comparison: [], evidence: [], reference: null, written: nothingWritten, ...given }
}

/** “Northwind’s”, “Wide World Importers’”. */
function possessive(name: string): string {
  return name.endsWith('s') ? `${name}’` : `${name}’s`
}
