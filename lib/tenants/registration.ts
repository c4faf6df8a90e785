import { explainFailure, isGraphError } from '../microsoft/failures'
import type { MicrosoftFailure } from '../microsoft/observed'
import { readRegistration, type RegistrationReading } from '../microsoft/registration-reading'
import type { Plan } from '../reconcile/plan'
import { runtime } from '../runtime'
import type { ConditionDraft } from './condition-course'
import { couldNotCheck } from './could-not-check'
import type { Proven } from './findings'
import { ownGraph, type OwnIdentity } from './own-sign-in'
import { findInLook, findInReading, type OurSide } from './registration-findings'
import type { Tokens } from './role-proof'
import { resourceAppIds } from './workloads'

/** What the application’s own token showed of our registration beside the look. */
export interface OwnRegistration {
  reading: RegistrationReading | null
  failure: MicrosoftFailure | null
  /** Addresses of the administrators who signed in for this tenant’s runs, in lower case. */
  signers: readonly string[]
}

/** The Graph token where it may read registrations, else null. */
export function registrationToken(tokens: Tokens) {
  const answer = tokens.get(resourceAppIds.graph)
  const may = answer?.status === 'granted' && answer.token.roles.includes('Application.Read.All')
  return may ? answer.token : null
}

/** Reads it where the application may; what could not be read is a failure and not a clean registration. */
export async function lookAtRegistration(
  identity: OwnIdentity,
  our: { tenantId: string; objectId: string | null; principalObjectId: string | null },
  tokens: Tokens,
  signal: AbortSignal,
): Promise<OwnRegistration> {
  const token = registrationToken(tokens)
  const { objectId, principalObjectId } = our
  if (token === null || objectId === null) return { reading: null, failure: null, signers: [] }
  const signers = await listSigners(our.tenantId)
  try {
    const graph = ownGraph(identity.cloud, token, signal)
    return { reading: await readRegistration(graph, { objectId, principalObjectId }), failure: null, signers }
  } catch (error) {
    if (!isGraphError(error)) throw error
    return { reading: null, failure: error.failure, signers }
  }
}

async function listSigners(tenantId: string): Promise<readonly string[]> {
  const runs = await runtime().db.run.findMany({ where: { tenantId }, select: { signedInAs: true } })
  return runs.flatMap(({ signedInAs }) => {
    const upn = (signedInAs as { upn?: unknown } | null)?.upn
    return typeof upn === 'string' ? [upn.toLowerCase()] : []
  })
}

/** `Registration` while nothing is wrong or nobody could look; one condition per finding in its place otherwise. */
export function registrationDrafts(proven: Proven): readonly ConditionDraft[] {
  const { look, plan, registration } = proven
  const base = { type: 'Registration', evidence: registration?.reading?.evidence ?? [] }
  const failure = proven.lookFailure ?? registration?.failure ?? null
  if (failure !== null) return [{ ...base, ...couldNotCheck(explainFailure(failure)?.meaning), unsure: 'weather' }]
  if (look === null || plan === null) return [{ ...base, ...unreadable(proven) }]
  const odd = findOddLook(plan)
  if (odd !== null) return [{ ...base, ...odd }]
  const found = findAll(proven, look, plan)
  return found.length > 0 ? found : [{ ...base, ...clean(registration?.reading ?? null) }]
}

type Said = Omit<ConditionDraft, 'type' | 'evidence'>

/** What makes everything else that the look shows meaningless. */
function findOddLook(plan: Plan): Said | null {
  const lost = plan.unmet.find((unmet) => unmet.stops)
  if (lost !== undefined) return lostApplication(lost.kind)
  if (!plan.doubts.some(({ kind }) => unseen.includes(kind))) return null
  return { ...couldNotCheck('The directory does not show our application at the moment.'), unsure: 'weather' }
}

const unseen: readonly string[] = [
  'application-unseen',
  'application-replaced',
  'name-unseen',
  'service-principal-unseen',
]

function findAll({ desired, registration }: Proven, look: NonNullable<Proven['look']>, plan: Plan) {
  const displayName = desired.adopted === true ? null : desired.displayName
  const our: OurSide = { displayName, signers: registration?.signers ?? [] }
  const reading = registration?.reading ?? null
  const found = [...findInLook(look, plan, our), ...(reading === null ? [] : findInReading(reading, our))]
  return found.map((draft) => ({ ...draft, evidence: evidenceFor(draft.reason, reading) }))
}

/** The call that showed it. */
function evidenceFor(reason: string, reading: RegistrationReading | null): ConditionDraft['evidence'] {
  const place = reason === 'OwnerAdded' ? 1 : reason === 'FederatedCredential' ? 2 : 0
  return reading?.evidence.slice(place, place + 1) ?? []
}

function unreadable({ desired, tokens }: Proven): Said {
  if (tokens.get(resourceAppIds.graph)?.status !== 'granted')
    return { ...couldNotCheck('There is no token to look with.'), reason: 'NoToken', unsure: 'no-token' }
  if (desired.ownRegistrationReadable === true)
    return {
      ...couldNotCheck('The application lost the permission to read its own registration.'),
      reason: 'NoToken',
      unsure: 'no-token',
    }
  return {
    status: 'unknown',
    reason: 'NotReadable',
    message:
      'Could not check: the application may not read its own registration. Unknown keys or owners would stay unseen.',
    remedy: 'Add “Own registration” to the baseline.',
    who: 'You, with an administrator’s sign-in',
  }
}

function lostApplication(kind: string): Said {
  const isDeleted = kind === 'name-held'
  return {
    status: 'failing',
    reason: isDeleted ? 'ApplicationDeleted' : 'ApplicationReplaced',
    message: isDeleted
      ? 'Our application lies among the deleted ones of the tenant.'
      : 'Under our name stands an application that Latchkey did not make.',
    remedy: 'Reconfigure the tenant: it shows what stands there, and asks before anything is changed.',
    who: 'An administrator of the tenant',
  }
}

function clean(reading: RegistrationReading | null): Said {
  const limits =
    reading?.delegatedGrants === 'unreadable'
      ? ' What somebody consented to for people cannot be read with these permissions.'
      : ''
  return {
    status: 'ok',
    reason: 'AsDesired',
    message: `One application, our keys only, nobody else may use or change it.${limits}`,
    remedy: null,
    who: null,
  }
}
