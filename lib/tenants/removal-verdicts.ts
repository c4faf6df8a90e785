import type { Evidence, MicrosoftFailure } from '@/lib/microsoft/observed'
import { removalText } from './removal-texts'
import { verdict, ways } from './verdict-parts'
import { referenceOf, type VerdictContext } from './verdict-texts'
import type { Verdict, Way } from './verdict-views'

const remover = 'A Global Administrator or Application Administrator'

/** The right tenant, but the account may not delete applications. */
export function missingRemovalRole(
  context: VerdictContext,
  account: { upn: string; roles: readonly string[]; partner: boolean },
): Verdict {
  const { upn, roles, partner } = account
  const held = roles.length === 0 ? 'an ordinary user' : roles.join(', ')
  return verdict({
    reason: 'missing-role',
    title: `${upn} may not do this. Nothing was deleted.`,
    explanation: `That account is${partner ? ' there, through the partner relationship,' : ''} ${held}. ${remover} may delete the application. The sign-in is dropped.`,
    who: `${remover} of ${context.domain}`,
    comparison: [{ what: 'Role', expected: 'Global or Application Administrator', found: held, differs: true }],
    ways: [ways.newCode('Sign in with an account that has the role.'), ask(context), forget],
    written: 'Nothing was deleted.',
  })
}

/** Something was refused or is not shown yet; what is gone stays gone. */
export function takingDownFailed(
  context: VerdictContext,
  meaning: { title: string; remedy: string; failure: MicrosoftFailure | null },
  found: { evidence: readonly Evidence[]; written: string },
): Verdict {
  return verdict({
    reason: meaning.failure === null ? 'removal-not-shown' : `removal-${meaning.failure.kind}`,
    status: meaning.failure === null ? 'waiting' : 'failing',
    title: meaning.title,
    explanation: `${meaning.remedy} What is gone stays gone; continuing repeats nothing. The stored keys are kept until everything is gone.`,
    who: `${remover} of ${context.domain}`,
    ways: [ways.newCode('Continue from here with a new sign-in.'), ask(context), forget],
    evidence: found.evidence,
    reference: meaning.failure === null ? null : referenceOf(meaning.failure),
    written: found.written,
  })
}

function ask(context: VerdictContext): Way {
  return ways.copy('Ask them to delete it', 'Names the application and where to find it.', removalText(context))
}

/** For a tenant that is gone, or where nobody signs in any more. */
export const forget: Way = {
  kind: 'back',
  title: 'Nobody can sign in any more?',
  explanation: 'Stop this run and forget the tenant here: our key is removed with its own sign-in, where that works.',
  label: 'See the other way',
  text: null,
}
