import type { Prisma } from '@/prisma/generated/client'
import { record } from '../audit/audit'
import { AppError } from '../errors'
import { runtime } from '../runtime'
import { labelOf, type Actor } from '../staff/actor'
import type { Baseline } from './baselines'
import { starter } from './run-starter'
import { json, type RunKey } from './run-store'
import type { RotationStop } from './rotation-words'

export type RotationStage = 'adding' | 'proving' | 'removing'

/** How far a change of keys is; durable after each step. */
export interface RotationRow {
  runId: string
  tenantId: string
  kind: 'rotate' | 'revoke'
  stage: RotationStage
  stageSince: Date
  certificateId: string | null
  maxLifetimeDays: number | null
  addTries: number
  addedAt: Date | null
  successes: number
  firstSuccessAt: Date | null
  removeAt: Date | null
  waitsFor: RotationStop | null
}

/** What people see of it. */
const steps = [
  { key: 'key', name: 'New private key made and locked away' },
  { key: 'add', name: 'New certificate added, on the word of the old key' },
  { key: 'prove', name: 'New key signs in again and again' },
  { key: 'use', name: 'New key in use' },
  { key: 'remove', name: 'Old certificate removed, its private key destroyed' },
] as const

export type RotationStep = (typeof steps)[number]['key']

export async function findRotation(tenantId: string): Promise<RotationRow | null> {
  const row = await runtime().db.rotation.findFirst({ where: { tenantId, endedAt: null } })
  return row === null
    ? null
    : {
        ...row,
        kind: row.kind as RotationRow['kind'],
        stage: row.stage as RotationStage,
        waitsFor: row.waitsFor as RotationStop | null,
      }
}

export interface NewRotation {
  tenantId: string
  kind: RotationRow['kind']
  baseline: Baseline
  /** Null: Latchkey itself, because it is due. */
  startedBy: Pick<Actor, 'kind' | 'id' | 'name'> | null
  stage: RotationStage
  /** For what is already proved and only has old keys to remove. */
  certificateId?: string
  /** What an operator gave as reason. */
  reason?: string
}

/** The run and its state, in the caller's transaction. A unique violation means that another run of this tenant is open. */
export async function openRotation(tx: Prisma.TransactionClient, input: NewRotation): Promise<string> {
  const now = runtime().clock.now()
  const run = await tx.run.create({
    data: {
      tenantId: input.tenantId,
      kind: input.kind,
      phase: 'rotating',
      baseline: json(input.baseline),
      ...starter(input.startedBy),
      startedAt: now,
      steps: { create: stepsFrom(input.stage, now) },
    },
  })
  await tx.rotation.create({
    data: {
      runId: run.id,
      tenantId: input.tenantId,
      kind: input.kind,
      stage: input.stage,
      stageSince: now,
      certificateId: input.certificateId ?? null,
    },
  })
  await record(tx, {
    actor: input.startedBy === null ? 'system' : labelOf(input.startedBy),
    action: input.kind === 'revoke' ? 'certificate.revocation_started' : 'certificate.rotation_started',
    subject: `tenant:${input.tenantId}`,
    detail: {
      runId: run.id,
      ...(input.startedBy === null ? {} : { operator: input.startedBy.name }),
      ...(input.reason === undefined ? {} : { reason: input.reason }),
    },
  })
  return run.id
}

function stepsFrom(stage: RotationStage, now: Date) {
  return steps.map((step, position) => {
    const isDone = stage === 'removing' && step.key !== 'remove'
    const stands = isDone ? { status: 'done', detail: 'stands already', startedAt: now, finishedAt: now } : null
    return { ...step, position, ...(stands ?? { status: 'todo' }) }
  })
}

/** Changes the state if this process still owns the run; throws conflict when it was overtaken. */
export async function updateRotation(key: RunKey, data: Prisma.RotationUpdateManyMutationInput): Promise<void> {
  const { count } = await runtime().db.rotation.updateMany({ where: owned(key), data })
  if (count === 0) throw new AppError('conflict', `rotation ${key.id} belongs to another process or has ended`)
}

/** Before a write at Microsoft or of shared records: whoever lost the run stops here. */
export async function requireOwned(key: RunKey): Promise<void> {
  const count = await runtime().db.rotation.count({ where: owned(key) })
  if (count === 0) throw new AppError('conflict', `rotation ${key.id} belongs to another process or has ended`)
}

function owned(key: RunKey): Prisma.RotationWhereInput {
  return { runId: key.id, endedAt: null, run: { fence: key.fence, endedAt: null } }
}
