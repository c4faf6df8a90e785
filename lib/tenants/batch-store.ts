import { randomUUID } from 'node:crypto'
import { AppError, publicError } from '../errors'
import { log } from '../log'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { json } from './run-store'
import { uuid } from './tenant-store'

/** What was given for many tenants; each has its own page of results. */
export type BatchKind =
  'practice-fill' | 'practice-remove' | 'check' | 'tag' | 'rotate' | 'snooze' | 'reconfigure' | 'connect'

/** `refused` was never begun, `waiting` needs a person first. */
export type BatchRowState = 'todo' | 'doing' | 'done' | 'failed' | 'refused' | 'waiting'

export interface NewBatchRow {
  tenantId?: string | null
  customer: string
  domain: string
  state?: BatchRowState
  reason?: string | null
  text?: string
}

export interface RowChange {
  state: BatchRowState
  text: string
  reason?: string | null
  tenantId?: string
  runId?: string
}

/** A batch with its rows; nothing is begun yet. */
export async function makeBatch(
  actor: Actor,
  kind: BatchKind,
  rows: readonly NewBatchRow[],
  options: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const { db, clock } = runtime()
  const id = randomUUID()
  const now = clock.now()
  await db.batch.create({
    data: {
      ...{ id, kind, options: json(options), startedAt: now, aliveAt: now },
      ...{ startedBy: actor.id, startedByName: actor.name },
      rows: { create: rows.map((row, position) => ({ state: 'todo', ...row, position })) },
    },
  })
  return id
}

/** What came of one row, and that somebody is still at work. */
export async function noteRow(batchId: string, position: number, change: RowChange): Promise<void> {
  const { db, clock } = runtime()
  const at = clock.now()
  await db.$transaction([
    db.batchRow.update({ where: { batchId_position: { batchId, position } }, data: { ...change, at } }),
    db.batch.update({ where: { id: batchId }, data: { aliveAt: at } }),
  ])
}

/** What was found out about rows that are worked on elsewhere. */
export async function noteRows(
  batchId: string,
  rows: readonly (RowChange & { position: number; at: Date })[],
): Promise<void> {
  const { db } = runtime()
  await db.$transaction(
    rows.map(({ position, ...data }) =>
      db.batchRow.update({ where: { batchId_position: { batchId, position } }, data }),
    ),
  )
}

export async function endBatch(batchId: string): Promise<void> {
  const { db, clock } = runtime()
  const now = clock.now()
  await db.batch.update({ where: { id: batchId }, data: { endedAt: now, aliveAt: now } })
}

/** Throws not_found. */
export async function readBatchRows(batchId: string) {
  if (!uuid.test(batchId)) throw new AppError('not_found', 'batch id is no uuid')
  const batch = await runtime().db.batch.findUnique({
    where: { id: batchId },
    include: { rows: { orderBy: { position: 'asc' } } },
  })
  if (batch === null) throw new AppError('not_found', `no batch ${batchId}`)
  return batch
}

/**
 * Works through positions, `atOnce` at a time, and ends the batch. A throw becomes the row’s own result, in the words
 * that an operator may read; the others go on. Stops between two rows when the portal shuts down.
 */
export async function carryBatch(
  batchId: string,
  positions: readonly number[],
  atOnce: number,
  work: (position: number) => Promise<RowChange>,
  atTheEnd: 'ended' | 'open' = 'ended',
): Promise<void> {
  const left = [...positions]
  const hand = async () => {
    for (let position = left.shift(); position !== undefined; position = left.shift()) {
      if (runtime().closing.aborted) return
      await noteRow(batchId, position, { state: 'doing', text: '' })
      await noteRow(batchId, position, await work(position).catch(toFailure))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, hand))
  if (!runtime().closing.aborted && atTheEnd === 'ended') await endBatch(batchId)
}

/** For work that outlives the request that began it: what it cannot write itself is reported. */
export function inBackground(work: Promise<void>): void {
  work.catch((error: unknown) => {
    if (!runtime().closing.aborted) log.report(error)
  })
}

function toFailure(error: unknown): RowChange {
  const { code, say } = publicError(error)
  if (code === 'internal') log.report(error)
  return { state: 'failed', reason: code, text: say }
}
