import type { FailureKind, MicrosoftFailure, ObservedKey, PublicKeyCredential } from '@/lib/microsoft/observed'
import type { Desired, RecordedGrant, RecordedKey, Records } from './desired'
import { digestOf } from './grants'
import { isSameKey, shownAs } from './ours'
import { nothingAnswered, type Answered, type LeavingKey, type Look, type Step, type StepKind } from './plan'
import { isLasting } from './refusals'
import type { StepAnswer, StepValue } from './steps'

/** What is known between two looks. `doubtful`: an answer left open what stands now, so only a look can tell. */
export interface Known {
  look: Look
  records: Records
  doubtful: boolean
}

/** Records with the intent of `steps` in them: made durable before the first call, so that a lost answer never reads as “never sent”. */
export function intend(records: Records, steps: readonly Step[]): Records {
  return steps.reduce((known, step) => {
    if (step.kind === 'grantAppRole') return rememberGrant(known, step, null)
    const key = carriedKey(step)
    return key === null ? known : rememberKey(known, key, {})
  }, records)
}

function carriedKey(step: Step): PublicKeyCredential | null {
  if (step.kind === 'mergeKey' && step.other === true) return null
  return step.kind === 'upsertApplication' || step.kind === 'addKey' || step.kind === 'mergeKey' ? step.key : null
}

/**
 * Folds answers into look and records. `before` are the records as they were before `intend`: a clear refusal takes the
 * intent back, an answer of “existed already” to a first ask means that somebody else made it.
 */
export function fold(known: Known, before: Records, answers: readonly StepAnswer[]): Known {
  return answers.reduce<Known>((current, { step, answer }) => {
    if (answer.result === 'unknown') return { ...current, doubtful: true }
    if (answer.result === 'done') return settle(step, current, before, answer.value ?? {}, answer.created)
    if (isFulfilled(step, answer.failure.kind)) return settle(step, current, before, {}, false)
    return noteRefusal({ ...current, records: takeBack(current.records, before, step) }, step, answer.failure)
  }, known)
}

const removing: readonly StepKind[] = [
  'removeKey',
  'revokeAppRole',
  'deleteServicePrincipal',
  'deleteApplication',
  'purgeDeletedApplication',
]

/** A refusal that says that the wish stands fulfilled already. */
function isFulfilled(step: Step, kind: FailureKind): boolean {
  if (kind === 'not-found') return removing.includes(step.kind)
  return kind === 'exists-already' && (step.kind === 'grantAppRole' || step.kind === 'assignDirectoryRole')
}

function noteRefusal(known: Known, step: Step, failure: MicrosoftFailure): Known {
  if (!isLasting(failure.kind)) return known
  if (step.kind === 'addKey' || step.kind === 'removeKey') return learn(known, { proofRefused: true })
  if (step.kind !== 'assignDirectoryRole') return known
  const refused = { templateId: step.templateId, failure }
  return learn(known, { refusedDirectoryRoles: [...answeredIn(known).refusedDirectoryRoles, refused] })
}

function takeBack(records: Records, before: Records, step: Step): Records {
  if (step.kind === 'grantAppRole') return restoreGrant(records, before, step)
  const key = carriedKey(step)
  if (key === null) return records
  const earlier = before.keys.find((candidate) => isSameKey(candidate, key))
  const others = records.keys.filter((candidate) => !isSameKey(candidate, key))
  return { ...records, keys: earlier === undefined ? others : [...others, earlier] }
}

/** As it was recorded before this step: not at all, or by an earlier answer or a lost one. */
function restoreGrant(records: Records, before: Records, grant: GrantIdentity): Records {
  const earlier = before.grants.filter((one) => isSameGrant(one, grant))
  return { ...records, grants: [...records.grants.filter((one) => !isSameGrant(one, grant)), ...earlier] }
}

type Settle<K extends StepKind> = (
  step: Step<K>,
  known: Known,
  before: Records,
  value: StepValue,
  created: boolean,
) => Known

/** A new kind of step does not compile until this says what its answer teaches. */
const settles: { [K in StepKind]: Settle<K> } = {
  upsertApplication: (step, known, _, value, created) => settleApplication(step, known, value, created),
  upsertServicePrincipal: (_, known, __, value, created) => {
    const objectId = value.objectId ?? known.look.servicePrincipal?.objectId ?? known.records.servicePrincipalObjectId
    const appId = known.look.application?.appId
    if (objectId === null || appId === undefined) return { ...known, doubtful: true }
    const look = { ...known.look, servicePrincipal: { objectId, appId, enabled: true } }
    const records = { ...known.records, servicePrincipalObjectId: objectId }
    if (created) return learn({ ...known, look: { ...look, grants: [] }, records }, { createdSomething: true })
    // it stood there unseen: what it holds and whether it is enabled only a look can tell
    return { ...known, look, records, doubtful: known.doubtful || known.look.servicePrincipal === null }
  },
  grantAppRole: (step, known, before, value, created) => {
    const { resourceObjectId, roleId } = step
    const assignmentId = value.assignmentId ?? ''
    const look = { ...known.look, grants: [...known.look.grants, { assignmentId, resourceObjectId, roleId }] }
    const records = created
      ? rememberGrant(known.records, step, value.assignmentId ?? null)
      : restoreGrant(known.records, before, step)
    return learn({ ...known, look, records }, { granted: [...answeredIn(known).granted, roleId] })
  },
  revokeAppRole: (step, known) => {
    const grants = known.look.grants.filter((grant) => grant.assignmentId !== step.assignmentId)
    const recorded = known.records.grants.filter((grant) => !isSameGrant(grant, step))
    const after = { ...known, look: { ...known.look, grants }, records: { ...known.records, grants: recorded } }
    const { gone, granted } = answeredIn(known)
    return learn(after, {
      gone: [...gone, step.assignmentId],
      granted: granted.filter((roleId) => roleId !== step.roleId),
    })
  },
  assignDirectoryRole: (step, known) =>
    learn(known, { directoryRoles: [...answeredIn(known).directoryRoles, step.templateId] }),
  addKey: (step, known, _, value) => {
    const told = value.keyId === undefined ? { keyIdKnown: false } : shownAs(step.key.keyId, value.keyId)
    const records = rememberKey(known.records, step.key, { confirmed: true, ...told })
    return { ...known, look: showKey(known.look, step.key, value.keyId ?? step.key.keyId), records }
  },
  mergeKey: (step, known) => {
    if (step.other === true) return { ...known, look: showKey(known.look, step.key, step.key.keyId) }
    const records = rememberKey(known.records, step.key, { confirmed: true, keyIdKnown: true, standsAs: null })
    return { ...known, look: showKey(known.look, step.key, step.key.keyId), records }
  },
  removeKey: (step, known) => dropKeys(known, [step.key]),
  mergeRemoveKey: (step, known) => dropKeys(known, step.keys),
  restoreApplication: (step, known) =>
    learn({ ...known, doubtful: true }, { restored: [...answeredIn(known).restored, step.objectId] }),
  purgeDeletedApplication: (step, known) => {
    const keys = known.records.keys.map((key) => ({ ...key, sent: false, confirmed: false }))
    const records = { application: null, servicePrincipalObjectId: null, keys, grants: [] }
    const look = { ...known.look, deletedApplication: null }
    return learn({ ...known, look, records }, { gone: [...answeredIn(known).gone, step.objectId] })
  },
  deleteServicePrincipal: (step, known) => {
    const records = { ...known.records, servicePrincipalObjectId: null, grants: [] }
    const look = { ...known.look, servicePrincipal: null, grants: [] }
    return learn({ ...known, look, records }, { gone: [...answeredIn(known).gone, step.objectId] })
  },
  deleteApplication: (step, known) => {
    const { objectId } = step
    const appId = known.look.application?.appId ?? known.records.application?.appId ?? ''
    const look = { ...known.look, application: null, deletedApplication: { objectId, appId, deletedAt: null } }
    return learn({ ...known, look }, { gone: [...answeredIn(known).gone, objectId] })
  },
}

function settle<K extends StepKind>(
  step: Step<K>,
  known: Known,
  before: Records,
  value: StepValue,
  created: boolean,
): Known {
  return settles[step.kind](step, known, before, value, created)
}

function settleApplication(step: Step<'upsertApplication'>, known: Known, value: StepValue, created: boolean): Known {
  const { displayName, uniqueName, key } = step
  const taught = { displayName, requested: digestOf(step.requested) }
  const { objectId, appId } = value
  const isNew = created && objectId !== undefined && appId !== undefined
  if (!isNew && known.look.application === null) {
    // it stood there unseen: the look was stale, or the answer did not carry the ids
    const records = key === null ? known.records : rememberKey(known.records, key, { confirmed: true })
    return learn({ ...known, records, doubtful: true }, taught)
  }
  if (!isNew) {
    const application = known.look.application === null ? null : { ...known.look.application, displayName }
    return learn({ ...known, look: { ...known.look, application } }, taught)
  }
  const keys = key === null ? [] : [shownKey(key, key.keyId)]
  const application = { objectId, appId, uniqueName, displayName, createdAt: null, keys, passwordCount: 0 }
  const look = { ...known.look, application, deletedApplication: null, servicePrincipal: null, grants: [] }
  // nothing of an earlier application can stand on one that was made just now
  const earlier = known.records.keys.map((recorded) => ({ ...recorded, sent: false, confirmed: false }))
  const fresh = { application: { objectId, appId }, servicePrincipalObjectId: null, keys: earlier, grants: [] }
  const records = key === null ? fresh : rememberKey(fresh, key, { confirmed: true, keyIdKnown: true })
  return learn({ ...known, look, records }, { ...taught, createdSomething: true })
}

function answeredIn(known: Known): Answered {
  return known.look.answered ?? nothingAnswered
}

/** Notes what no later look can show, or what a stale one may contradict. */
export function learn(known: Known, taught: Partial<Answered>): Known {
  return { ...known, look: { ...known.look, answered: { ...answeredIn(known), ...taught } } }
}

function rememberKey(records: Records, key: PublicKeyCredential, told: Partial<RecordedKey>): Records {
  const { keyId, sha1, notAfter } = key
  const earlier = records.keys.find((candidate) => isSameKey(candidate, key))
  const unconfirmed = { keyId, sha1, notAfter, confirmed: false, keyIdKnown: true }
  const others = records.keys.filter((candidate) => !isSameKey(candidate, key))
  return { ...records, keys: [...others, { ...unconfirmed, ...earlier, ...told, sent: true }] }
}

type GrantIdentity = Pick<RecordedGrant, 'resourceAppId' | 'roleId'>

function isSameGrant(one: GrantIdentity, other: GrantIdentity): boolean {
  return one.resourceAppId === other.resourceAppId && one.roleId === other.roleId
}

function rememberGrant(records: Records, grant: GrantIdentity, assignmentId: string | null): Records {
  const { resourceAppId, roleId } = grant
  const others = records.grants.filter((one) => !isSameGrant(one, grant))
  return { ...records, grants: [...others, { resourceAppId, roleId, assignmentId }] }
}

function shownKey(key: PublicKeyCredential, keyId: string): ObservedKey {
  const { sha1, displayName, notBefore, notAfter } = key
  return { keyId, sha1, displayName, notBefore, notAfter }
}

function showKey(look: Look, key: PublicKeyCredential, keyId: string): Look {
  if (look.application === null) return look
  return { ...look, application: { ...look.application, keys: [...look.application.keys, shownKey(key, keyId)] } }
}

function dropKeys(known: Known, leaving: readonly LeavingKey[]): Known {
  const { look, records } = known
  const keyIds = leaving.map((key) => key.keyId)
  const recorded = leaving.map((key) => key.recordedAs)
  const application =
    look.application === null
      ? null
      : { ...look.application, keys: look.application.keys.filter((key) => !keyIds.includes(key.keyId)) }
  const keys = records.keys.filter((key) => !recorded.includes(key.keyId))
  const after = { ...known, look: { ...look, application }, records: { ...records, keys } }
  return learn(after, { gone: [...answeredIn(known).gone, ...keyIds] })
}

/** Stands in for a look where nobody at hand may read the registration. */
export function recall(desired: Desired): Look {
  const { records, uniqueName } = desired
  const displayName = desired.state === 'present' ? desired.displayName : ''
  const keys = records.keys
    .filter((key) => key.confirmed)
    .map(({ keyId, standsAs, sha1, notAfter }) => ({
      keyId: standsAs ?? keyId,
      sha1,
      notAfter,
      displayName: null,
      notBefore: epoch,
    }))
  const application =
    records.application === null
      ? null
      : { ...records.application, uniqueName, displayName, createdAt: null, keys, passwordCount: 0 }
  return {
    organization: null,
    application,
    deletedApplication: null,
    servicePrincipal: null,
    grants: [],
    resources: {},
    directoryRoles: 'unreadable',
    keyPolicy: 'unreadable',
    recalled: true,
  }
}

const epoch = new Date(0).toISOString()
