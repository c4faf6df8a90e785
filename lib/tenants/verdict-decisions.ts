import type { Evidence, MicrosoftFailure } from '@/lib/microsoft/observed'
import {
  certificateExceptionText,
  deletedApplicationText,
  foreignApplicationText,
  grantText,
  lifeExceptionText,
} from './request-texts'
import { nothingWritten, verdict, ways } from './verdict-parts'
import { referenceOf, type VerdictContext } from './verdict-texts'
import type { Verdict, Way } from './verdict-views'
import { sayDay } from './days'

const consenter = 'A Global Administrator or Privileged Role Administrator'

/** Our own application rests in the tenant's recycle bin: only the operator knows whether it should live again. */
export function deletedFound(context: VerdictContext, deletedAt: string | null, written = nothingWritten): Verdict {
  const when = deletedAt === null ? '' : ` on ${sayDay(deletedAt)}`
  return verdict({
    reason: 'deleted-application',
    status: 'waiting',
    title: 'Our application was deleted there. Restore it, or begin with a new one?',
    explanation: `Somebody in the tenant deleted it${when}. It still rests in the recycle bin and holds our name. If that was a mistake, restore it; if ${context.customer} wanted the old access gone, delete it for good and a new one is made.`,
    who: `You decide; then an administrator of ${context.domain} signs in once more`,
    ways: [
      {
        kind: 'restore',
        title: 'Restore it',
        explanation: 'It comes back with its certificate and its permissions, and the run goes on with it.',
        label: 'Restore it',
        text: null,
      },
      {
        kind: 'purge',
        title: 'Delete it for good and make a new one',
        explanation:
          'This cannot be undone. The new application has another application id, which backup servers must be told.',
        label: 'Delete it for good',
        text: null,
      },
    ],
    written,
  })
}

/** A deleted application that Latchkey did not make holds our name: it is not ours to restore or to delete. */
export function strangerDeletedFound(
  context: VerdictContext,
  found: { objectId: string; deletedAt: string | null },
): Verdict {
  return verdict({
    reason: 'deleted-stranger',
    title: 'A deleted application of somebody else still holds our name there',
    explanation: `It rests in the tenant’s recycle bin, and Latchkey did not make it, so Latchkey does not touch it. An administrator of ${context.domain} deletes it for good; then this run goes on.`,
    who: `An administrator of ${context.domain} with the role Cloud Application Administrator or higher`,
    ways: [
      ways.newCode('After it was deleted for good.'),
      ways.copy(
        'Ask them to delete it for good',
        'Names the application and says what is lost.',
        deletedApplicationText(context, found),
      ),
    ],
  })
}

/** Somebody else's application uses our unique name, with keys on it that are not ours. */
export function foreignFound(context: VerdictContext, found: { displayName: string; appId: string }): Verdict {
  return verdict({
    reason: 'foreign-application',
    title: 'An application that Latchkey did not make holds our name there',
    explanation: `It is called “${found.displayName}”. Latchkey changes nothing that it did not make. Have it renamed or removed, then continue.`,
    who: `An administrator of ${context.domain} finds out whose it is and removes it`,
    comparison: [
      { what: 'Application', expected: 'made by Latchkey', found: found.displayName, differs: true },
      { what: 'Application id', expected: 'one of our records', found: found.appId, differs: true },
    ],
    ways: [
      ways.newCode('After it was settled in the tenant.'),
      ways.copy(
        'Ask who keeps it',
        'Names the application and what to do with it.',
        foreignApplicationText(context, found),
      ),
    ],
  })
}

/** The tenant's policy admits certificates of named authorities only. */
export function selfSignedForbidden(
  context: VerdictContext,
  refusal: { failure: MicrosoftFailure | null; evidence: readonly Evidence[]; written: string },
): Verdict {
  return verdict({
    reason: 'self-signed-forbidden',
    title: 'Their policy admits only certificates that their own authority has signed',
    explanation: `Latchkey makes its certificate itself, and a policy of the tenant forbids that. ${possessiveAuthority(context)} can sign it instead: Latchkey makes the request, the private key stays here.`,
    who: `Who runs the certificate authority of ${context.customer}`,
    ways: [
      haveItSigned,
      ways.copy(
        'Or ask for an exception',
        'For whoever keeps the policy: this one application, and how to take it back.',
        certificateExceptionText(context),
      ),
      ways.newCode('After an exception is in place.'),
    ],
    evidence: refusal.evidence,
    reference: refusal.failure === null ? null : referenceOf(refusal.failure),
    written: refusal.written,
  })
}

const haveItSigned: Way = {
  kind: 'request-certificate',
  title: 'Have their authority sign it',
  explanation: 'Download the request, send it to them, and bring the signed certificate back to this page.',
  label: 'Make the request',
  text: null,
}

/** The authority gave a longer life than another policy of the same tenant admits. */
export function authorityLifeTooLong(
  context: VerdictContext,
  maxLifetimeDays: number | null,
  refusal: { failure: MicrosoftFailure | null; evidence: readonly Evidence[]; written: string },
): Verdict {
  const allowed = maxLifetimeDays === null ? 'does not say how long one may live' : `allows ${maxLifetimeDays} days`
  return verdict({
    reason: 'authority-life-too-long',
    title: 'The signed certificate lives longer than a policy of the tenant allows',
    explanation: `The policy ${allowed}. A new request is ready; have it signed with a shorter life.`,
    who: `Who runs the certificate authority of ${context.customer}`,
    ways: [haveItSigned, ways.newCode('After the policy was changed instead.')],
    evidence: refusal.evidence,
    reference: refusal.failure === null ? null : referenceOf(refusal.failure),
    written: refusal.written,
  })
}

/** The tenant admits certificates only for so short a life that nobody could replace them in time. */
export function capTooShort(
  context: VerdictContext,
  refusal: { failure: MicrosoftFailure; evidence: readonly Evidence[]; written: string },
): Verdict {
  return verdict({
    reason: 'cap-too-short',
    title: 'Their policy does not even allow a certificate of one week',
    explanation:
      'Latchkey asked for shorter and shorter lives, down to seven days. Below that, a holiday would end the connection. An exception for this one application lets it continue.',
    who: `Who keeps the policies for applications of ${context.domain}`,
    ways: [
      ways.newCode('After the exception is in place.'),
      ways.copy(
        'Ask for an exception',
        'This one application, why, and how to take it back.',
        lifeExceptionText(context),
      ),
    ],
    evidence: refusal.evidence,
    reference: referenceOf(refusal.failure),
    written: refusal.written,
  })
}

function possessiveAuthority({ customer }: VerdictContext): string {
  return `The certificate authority of ${customer}`
}

/** Some permissions were refused while the others were granted; `roles` are their names. */
export function grantsRefused(
  context: VerdictContext,
  refusal: {
    roles: readonly string[]
    wanted: number
    failure: MicrosoftFailure
    evidence: readonly Evidence[]
    written: string
  },
): Verdict {
  const { roles, wanted, failure } = refusal
  const all = roles.length === wanted
  const named = roles.length === 1 ? (roles[0] ?? '') : `${roles.length} permissions`
  return verdict({
    reason: 'grant-refused',
    title: all ? 'Microsoft refused to grant the permissions' : `Microsoft refused to grant ${named}`,
    explanation: `${all ? 'The account that signed in may not grant them.' : `The other ${wanted - roles.length} are granted and stay.`}${roles.length === 1 ? '' : ` Refused: ${roles.join(', ')}.`} ${consenter} can grant what is missing; continuing asks for nothing else.`,
    who: `${consenter} of ${context.domain}`,
    ways: [
      ways.newCode('Does only what is missing.'),
      ways.copy(
        'Ask somebody who may grant it',
        'Names what is missing and both ways to grant it.',
        grantText(context, roles),
      ),
    ],
    evidence: refusal.evidence,
    reference: referenceOf(failure),
    written: refusal.written,
  })
}
