import type { Evidence, MicrosoftFailure } from '@/lib/microsoft/observed'
import { verdict, ways } from './verdict-parts'
import { askText, exceptionText, referenceOf, type VerdictContext } from './verdict-texts'
import type { Verdict } from './views'

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

/** “Northwind’s”, “Wide World Importers’”. */
function possessive(name: string): string {
  return name.endsWith('s') ? `${name}’` : `${name}’s`
}
