import type { Directory } from '@/lib/microsoft/directory'
import type { WriteAnswer } from '@/lib/microsoft/observed'
import type { Authority, Step, StepKind } from './plan'

/** Who can write in this run. A directory that is null is a sign-in that nobody has given. */
export interface Hands {
  administrator: Directory | null
  application: Directory | null
  /** A proof of possession by the key that Latchkey chose `signWithKeyId` for; `iss` is the application's object id. */
  proof(signWithKeyId: string, applicationObjectId: string): Promise<string>
}

/** Ids of our own objects at the moment of taking a step: null until an answer or a look has told them. */
export interface Target {
  applicationObjectId: string | null
  appId: string | null
  servicePrincipalObjectId: string | null
}

export interface StepValue {
  objectId?: string
  appId?: string
  assignmentId?: string
  keyId?: string
}

export interface StepAnswer {
  step: Step
  answer: WriteAnswer<StepValue | null | undefined>
}

type Answer = StepAnswer['answer']
type Take<K extends StepKind> = (step: Step<K>, directory: Directory, target: Target, hands: Hands) => Promise<Answer>

const batchSize = 20

/** A new kind of step does not compile until this says how to take it. */
const takes: { [K in StepKind]: Take<K> } = {
  restoreApplication: (step, directory) => directory.restoreDeletedApplication(step.objectId),
  purgeDeletedApplication: (step, directory) => directory.purgeDeletedApplication(step.objectId),
  upsertApplication: ({ uniqueName, displayName, description, requested, key }, directory) =>
    directory.upsertApplication({ uniqueName, displayName, description, requested, key }),
  upsertServicePrincipal: (_, directory, target) => directory.upsertServicePrincipal(known(target.appId)),
  grantAppRole: async (step, directory, target) => first(await grant([step], directory, target)),
  revokeAppRole: (step, directory, target) =>
    directory.revokeAppRole(known(target.servicePrincipalObjectId), step.assignmentId),
  assignDirectoryRole: (step, directory, target) =>
    directory.assignDirectoryRole(known(target.servicePrincipalObjectId), step.templateId),
  addKey: async ({ key, signWith }, directory, target, hands) => {
    const objectId = known(target.applicationObjectId)
    return directory.addKey(objectId, key, await hands.proof(signWith, objectId))
  },
  mergeKey: ({ key, mustStand }, directory, target) =>
    directory.mergeKeys(known(target.applicationObjectId), { add: [key], removeKeyIds: [], mustStand }),
  removeKey: async ({ key, signWith }, directory, target, hands) => {
    const objectId = known(target.applicationObjectId)
    return directory.removeKey(objectId, key.keyId, await hands.proof(signWith, objectId))
  },
  mergeRemoveKey: ({ keys, mustStand }, directory, target) =>
    directory.mergeKeys(known(target.applicationObjectId), {
      add: [],
      removeKeyIds: keys.map((key) => key.keyId),
      mustStand,
    }),
  deleteServicePrincipal: (step, directory) => directory.deleteServicePrincipal(step.objectId),
  deleteApplication: (step, directory) => directory.deleteApplication(step.objectId),
}

export function mayTake(step: Step, authorities: readonly Authority[]): boolean {
  return step.authority === 'either' ? authorities.length > 0 : authorities.includes(step.authority)
}

/**
 * Takes the steps of one stage: grants in one batch, key changes one after the other because they write the same object,
 * the rest beside them. `oneByOne` after Microsoft refused to do several at once. Answers come in the order of `stage`.
 */
export async function takeStage(
  stage: readonly Step[],
  hands: Hands,
  target: Target,
  oneByOne = false,
): Promise<readonly StepAnswer[]> {
  const answers = new Map<Step, Answer>()
  const lanes = oneByOne ? [stage.map((step) => [step])] : lanesOf(stage)
  await Promise.all(
    lanes.map(async (lane) => {
      for (const group of lane) {
        const taken = await takeGroup(group, hands, target)
        group.forEach((step, index) => answers.set(step, at(taken, index)))
      }
    }),
  )
  return stage.map((step) => ({ step, answer: known(answers.get(step)) }))
}

/** Lanes run side by side; the groups of a lane run in turn, each as one call. */
function lanesOf(stage: readonly Step[]): readonly (readonly (readonly Step[])[])[] {
  const grants = stage.filter((step) => step.kind === 'grantAppRole')
  const keys = stage.filter((step) => isKeyStep(step))
  const others = stage.filter((step) => step.kind !== 'grantAppRole' && !isKeyStep(step))
  const batches: Step[][] = []
  for (let start = 0; start < grants.length; start += batchSize) batches.push(grants.slice(start, start + batchSize))
  return [...batches.map((batch) => [batch]), keys.map((step) => [step]), ...others.map((step) => [[step]])]
}

function isKeyStep(step: Step): boolean {
  return ['addKey', 'mergeKey', 'removeKey', 'mergeRemoveKey'].includes(step.kind)
}

async function takeGroup(group: readonly Step[], hands: Hands, target: Target): Promise<readonly Answer[]> {
  const grants = group.filter((step) => step.kind === 'grantAppRole')
  if (grants.length > 1) return grant(grants, handFor(first(grants), hands), target)
  const step = first(group)
  return [await take(step, handFor(step, hands), target, hands)]
}

function take<K extends StepKind>(step: Step<K>, directory: Directory, target: Target, hands: Hands): Promise<Answer> {
  return takes[step.kind](step, directory, target, hands)
}

function grant(
  steps: readonly Step<'grantAppRole'>[],
  directory: Directory,
  target: Target,
): Promise<readonly Answer[]> {
  const roles = steps.map(({ resourceObjectId, roleId }) => ({ resourceObjectId, roleId }))
  return directory.grantAppRoles(known(target.servicePrincipalObjectId), roles)
}

function handFor(step: Step, hands: Hands): Directory {
  if (step.authority === 'either') return known(hands.administrator ?? hands.application)
  return known(hands[step.authority])
}

function first<T>(items: readonly T[]): T {
  return at(items, 0)
}

function at<T>(items: readonly T[], index: number): T {
  return known(items[index])
}

/** The plan's order guarantees it; a hole here is a defect of ours and must not become a call to the wrong object. */
function known<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('a step was taken before what it needs was known')
  return value
}
