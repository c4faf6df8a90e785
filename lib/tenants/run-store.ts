import type { Evidence } from '@/lib/microsoft/observed'
import { Prisma } from '@/prisma/generated/client'
import { record } from '../audit/audit'
import { AppError } from '../errors'
import { log } from '../log'
import { runtime } from '../runtime'
import { labelOf, type Actor } from '../staff/actor'
import { baselineSchema, type Baseline } from './baselines'
import { readChoices, type RunChoices } from './choices'
import { readLeftover, type Leftover } from './leftover-words'
import { throughOutage } from './outage'
import { overtaken } from './rotation-words'
import { starter } from './run-starter'
import { unattendedKinds } from './unattended'
import type { RunPhase, StepView } from './run-page-views'
import type { Verdict } from './verdict-views'

/** An open run of one process: `fence` grows with each owner, so that a process that lost its lease cannot write. */
export interface RunKey {
  id: string
  fence: number
}

export interface RunRow {
  id: string
  tenantId: string
  kind: string
  phase: RunPhase
  fence: number
  baseline: Baseline
  /** Label of who began it. Null: Latchkey itself. */
  startedBy: string | null
  /** By hand: what the administrator brought back, not yet proved. */
  broughtAppId: string | null
  /** The operator agreed to change what stood there before. */
  approvedAt: Date | null
  /** What the operator decided about our application in the recycle bin. */
  deletedChoice: 'restore' | 'purge' | null
  signInWay: 'device' | 'browser'
  leftover: Leftover | null
  choices: RunChoices
}

/** The channel that tells every process's event streams to read the run again. It carries the id and nothing else. */
export const runChannel = 'latchkey_run'

/** Writes the run if this process still owns it, and tells the listeners. Throws conflict when the lease was lost. */
export async function updateRun(key: RunKey, data: Prisma.RunUpdateManyMutationInput): Promise<void> {
  const { db } = runtime()
  const mine = { id: key.id, fence: key.fence, endedAt: null }
  const { count } = await throughOutage(() => db.run.updateMany({ where: mine, data }))
  if (count === 0) throw new AppError('conflict', `run ${key.id} belongs to another process or has ended`)
  await announce(key.id)
}

export interface StepChange {
  status: StepView['status']
  name?: string
  detail?: string | null
  evidence?: readonly Evidence[]
  waiting?: StepView['waiting']
}

/** Changes one step of a run that this process owns, and tells the listeners. */
export async function updateStep(key: RunKey, stepKey: string, change: StepChange): Promise<void> {
  const { db, clock } = runtime()
  const now = clock.now()
  const data: Prisma.RunStepUpdateManyMutationInput = {
    status: change.status,
    ...(change.name === undefined ? {} : { name: change.name }),
    ...(change.detail === undefined ? {} : { detail: change.detail }),
    ...(change.evidence === undefined ? {} : { evidence: json(change.evidence) }),
    waiting: change.waiting ? json(change.waiting) : Prisma.DbNull,
    ...(change.status === 'done' || change.status === 'failed' ? { finishedAt: now } : {}),
  }
  await throughOutage(() =>
    db.$transaction([
      db.runStep.updateMany({
        where: { runId: key.id, key: stepKey, startedAt: null, run: { fence: key.fence } },
        data: { startedAt: now },
      }),
      db.runStep.updateMany({ where: { runId: key.id, key: stepKey, run: { fence: key.fence, endedAt: null } }, data }),
    ]),
  )
  await announce(key.id)
}

/** A page that misses this reads the run again within seconds, so it never stops the work. */
export async function announce(runId: string): Promise<void> {
  await runtime()
    .bus.publish(runChannel, runId)
    .catch((error: unknown) => {
      log.report(error)
    })
}

/** Takes an open run for this process: the fence grows, the lease begins. Null when it has ended or somebody lives on it. */
export async function claimRun(runId: string): Promise<RunRow | null> {
  const { db, clock, processId, settings } = runtime()
  const now = clock.now()
  const { count } = await db.run.updateMany({
    where: {
      id: runId,
      endedAt: null,
      OR: [{ leaseUntil: null }, { leaseUntil: { lt: now } }, { ownerId: processId }],
    },
    data: { ownerId: processId, fence: { increment: 1 }, leaseUntil: leaseEnd(now, settings.LEASE_SECONDS) },
  })
  if (count === 0) return null
  return readRunRow(runId)
}

/** Renews the lease; false when another process has taken the run. */
export async function renewLease(key: RunKey): Promise<boolean> {
  const { db, clock, settings } = runtime()
  const { count } = await db.run.updateMany({
    where: { id: key.id, fence: key.fence, endedAt: null },
    data: { leaseUntil: leaseEnd(clock.now(), settings.LEASE_SECONDS) },
  })
  return count === 1
}

/** Gives the run back without ending it: it waits for a person, and any process may go on with it. */
export async function releaseRun(key: RunKey): Promise<void> {
  const { db } = runtime()
  await db.run.updateMany({ where: { id: key.id, fence: key.fence }, data: { leaseUntil: null, ownerId: null } })
}

/**
 * Open runs that should be at work and belong to nobody: their owner has gone silent, or died before it took them. A run
 * that was made just now is given the time to be taken.
 */
export async function findLapsedRuns(): Promise<readonly RunRow[]> {
  const { db, clock, settings } = runtime()
  const now = clock.now()
  const rows = await db.run.findMany({
    where: {
      endedAt: null,
      kind: { notIn: [...unattendedKinds] },
      OR: [
        { ownerId: { not: null }, leaseUntil: { lt: now } },
        {
          leaseUntil: null,
          phase: { in: ['sign-in', 'setting-up', 'proving'] },
          startedAt: { lt: leaseEnd(now, -settings.LEASE_SECONDS) },
        },
      ],
    },
  })
  return rows.map(toRunRow)
}

export async function readRunRow(runId: string): Promise<RunRow> {
  const row = await runtime().db.run.findUnique({ where: { id: runId } })
  if (row === null) throw new AppError('not_found', `no run ${runId}`)
  return toRunRow(row)
}

/**
 * Makes the run and its list of steps, or gives the one that is open for this tenant: a partial unique index lets two
 * clicks, two tabs and two operators meet in one run.
 */
export async function openRun(input: {
  tenantId: string
  kind: string
  baseline: Baseline
  startedBy: Pick<Actor, 'kind' | 'id' | 'name'>
  steps: readonly { key: string; name: string }[]
  choices?: Partial<RunChoices>
}): Promise<{ runId: string; created: boolean }> {
  const { db, clock } = runtime()
  try {
    const run = await db.$transaction(async (tx) => {
      await overtake(tx, input.tenantId)
      const made = await tx.run.create({
        data: {
          tenantId: input.tenantId,
          kind: input.kind,
          phase: 'sign-in',
          baseline: json(input.baseline),
          ...starter(input.startedBy),
          startedAt: clock.now(),
          ...(input.choices === undefined ? {} : { choices: json(input.choices) }),
          steps: { create: input.steps.map((step, position) => ({ ...step, position, status: 'todo' })) },
        },
      })
      await record(tx, {
        actor: labelOf(input.startedBy),
        action: 'run.started',
        subject: `tenant:${input.tenantId}`,
        detail: { runId: made.id, kind: input.kind, baseline: input.baseline.name, operator: input.startedBy.name },
      })
      return made
    })
    return { runId: run.id, created: true }
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    const open = await db.run.findFirst({ where: { tenantId: input.tenantId, endedAt: null } })
    if (open === null) throw error
    return { runId: open.id, created: false }
  }
}

/** A person's run goes before ours: the change of keys stops where it is, and the keys that it made are known to all. */
export async function overtake(tx: Prisma.TransactionClient, tenantId: string): Promise<void> {
  const open = { tenantId, endedAt: null }
  const endedAt = runtime().clock.now()
  await tx.run.updateMany({
    where: { ...open, kind: { in: [...unattendedKinds] } },
    data: {
      ...restingData('ended', 'overtaken', overtaken()),
      fence: { increment: 1 },
      ownerId: null,
      leaseUntil: null,
    },
  })
  await tx.rotation.updateMany({ where: open, data: { endedAt } })
}

/** What erases a user code from the row. */
export const noCode = {
  userCode: null,
  verificationUri: null,
  codeShownAt: null,
  codeExpiresAt: null,
  lastPollAt: null,
  pollSeconds: null,
  codesLeft: null,
} as const

/** Ends a run, or makes it wait, with the words that people read; the user code is erased in the same write. */
export function restingData(
  phase: 'waiting' | 'ended' | 'by-hand' | 'certificate',
  outcome: string,
  verdict: Verdict | null,
): Prisma.RunUpdateManyMutationInput {
  return {
    phase,
    outcome,
    verdict: verdict === null ? Prisma.DbNull : json(verdict),
    ...noCode,
    ...(phase === 'ended' ? { endedAt: runtime().clock.now() } : {}),
  }
}

/** A run that works again has nothing to say yet: what it said while it rested is over. */
export function workingData(): Prisma.RunUpdateManyMutationInput {
  return { outcome: null, verdict: Prisma.DbNull }
}

export function json(value: unknown): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue
}

function toRunRow(row: {
  id: string
  tenantId: string
  kind: string
  phase: string
  fence: number
  baseline: unknown
  startedBy: string | null
  startedByKind: string
  broughtAppId: string | null
  approvedAt: Date | null
  deletedChoice: string | null
  signInWay: string
  leftover: unknown
  choices: unknown
}): RunRow {
  return {
    id: row.id,
    tenantId: row.tenantId,
    kind: row.kind,
    phase: row.phase as RunPhase,
    fence: row.fence,
    baseline: baselineSchema.parse(row.baseline),
    startedBy: row.startedBy === null ? null : `${row.startedByKind}:${row.startedBy}`,
    broughtAppId: row.broughtAppId,
    approvedAt: row.approvedAt,
    deletedChoice: row.deletedChoice as RunRow['deletedChoice'],
    signInWay: row.signInWay as RunRow['signInWay'],
    leftover: readLeftover(row.leftover),
    choices: readChoices(row.choices),
  }
}

function leaseEnd(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000)
}

export function isUniqueViolation(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'P2002'
}
