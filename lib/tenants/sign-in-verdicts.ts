import type { Evidence, MicrosoftFailure } from '@/lib/microsoft/observed'
import { partnerRoleText, roleText, secondFactorText, troubleText } from './request-texts'
import { verdict, ways } from './verdict-parts'
import { askText, exceptionText, referenceOf, type VerdictContext } from './verdict-texts'
import type { Verdict } from './verdict-views'

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
    explanation: 'Browsers like to pick the account that is already signed in. The sign-in is dropped.',
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
    ways: [
      ways.newCode('Open the link in a private window and choose the work account.'),
      ways.copy('Ask the administrator', 'A message that says what will happen.', askText(context)),
    ],
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

/** The right tenant, but the account may not consent. A technician's roles come from the partner relationship. */
export function missingRole(
  context: VerdictContext,
  account: { upn: string; roles: readonly string[]; partner: boolean },
  needed: string,
): Verdict {
  const { upn, roles, partner } = account
  const held = roles.length === 0 ? 'an ordinary user' : roles.join(', ')
  const through = partner ? ' there, through the partner relationship,' : ''
  const text = partner ? partnerRoleText(context, upn, needed) : roleText(context, upn, needed)
  return verdict({
    reason: 'missing-role',
    title: `${upn} may not do this. Nothing was written.`,
    explanation: `That account is${through} ${held}. Making the application and granting these permissions takes ${needed}. The sign-in is dropped.`,
    who: `${needed}, of ${context.domain}`,
    comparison: [{ what: 'Role', expected: needed, found: held, differs: true }],
    ways: [
      ways.newCode('Sign in with an account that has the role.'),
      ways.copy('Ask somebody who has the role', 'Names the role, the reason and how long it takes.', text),
    ],
  })
}

/** Microsoft wanted a second factor that the sign-in did not carry, or that the account does not have yet. */
export function secondFactorNeeded(
  context: VerdictContext,
  failure: MicrosoftFailure,
  meaning: Meaning | null,
): Verdict {
  const mustRegister = unregisteredCodes.has(failure.code)
  return verdict({
    reason: 'second-factor',
    title: 'Microsoft wants a second factor that this sign-in did not give',
    explanation: mustRegister
      ? 'The account has none yet. Its owner registers one first, for example an authenticator app, and then signs in again.'
      : (meaning?.remedy ?? 'Sign in again and finish the second factor while signing in.'),
    who: `The administrator of ${context.domain} whose account it is`,
    ways: [
      ways.newCode('Confirm the request on the phone while signing in; a private window makes Microsoft ask again.'),
      ways.copy('Tell them what to do', 'Says how to give the second factor.', secondFactorText(context, mustRegister)),
      ways.byHand(),
    ],
  })
}

/** “Enrol first”: no new sign-in helps before the account has a second factor (Microsoft's page on AADSTS codes). */
const unregisteredCodes = new Set(['AADSTS50072', 'AADSTS50079', 'AADSTS53004'])

/** Microsoft itself refused the account: it does not belong to this tenant. */
export function foreignAccount(context: VerdictContext): Verdict {
  return verdict({
    reason: 'foreign-account',
    title: 'This account does not belong to the tenant',
    explanation: `Microsoft refused it: it is a personal account, or one of another company. The browser often picks the account that is already signed in. A work account of ${context.domain} is needed.`,
    who: `An administrator of ${context.domain}`,
    ways: [
      ways.newCode('Open the link in a private window and choose the work account.'),
      ways.copy('Ask the administrator', 'A message that says what will happen.', askText(context)),
    ],
  })
}

/** Conditional Access refused the code itself (AADSTS53003), the normal case in many tenants. */
export function codeBlocked(
  context: VerdictContext,
  failure: MicrosoftFailure,
  evidence: readonly Evidence[],
): Verdict {
  return verdict({
    reason: 'code-blocked',
    title: `${possessive(context.customer)} own policy does not allow signing in with a code`,
    explanation:
      'The password and the second factor were right. A Conditional Access policy then refused this way of signing in. Many companies have that policy, and it is a good one; setting up by hand respects it.',
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

interface Meaning {
  meaning: string
  remedy: string
  who: string
}

/** Any other end of a sign-in. `meaning` is our own explanation of Microsoft's code, if we have one. */
export function signInFailed(context: VerdictContext, failure: MicrosoftFailure, meaning: Meaning | null): Verdict {
  const title = meaning?.meaning ?? 'Microsoft refused this sign-in'
  const remedy = meaning?.remedy ?? 'Latchkey does not know this answer yet. It is shown below as it came.'
  return verdict({
    reason: `sign-in-${failure.kind}`,
    title,
    explanation: remedy,
    who: meaning?.who ?? `An administrator of ${context.domain}`,
    ways: [
      ways.newCode('Once the cause is gone.'),
      ways.byHand(),
      ways.copy('Tell their administrator', 'What happened and what would help.', troubleText(context, title, remedy)),
    ],
  })
}

/** “Northwind’s”, “Wide World Importers’”. */
function possessive(name: string): string {
  return name.endsWith('s') ? `${name}’` : `${name}’s`
}
