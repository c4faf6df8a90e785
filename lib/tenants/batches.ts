import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { settleChecks, settleRotations, settleRuns } from './batch-settling'
import { endBatch, noteRows, readBatchRows, type BatchKind, type BatchRowState } from './batch-store'
import { writeCsv } from './csv'

/** What an operator gave for many tenants, with what came of each; times are ISO 8601 UTC. */
export interface BatchView {
  id: string
  kind: BatchKind
  startedAt: string
  startedBy: string
  endedAt: string | null
  /** The process that worked on it is gone: what is not done stays so until somebody begins again. */
  stopped: boolean
  counts: Readonly<Record<BatchRowState, number>>
  rows: readonly BatchRowView[]
}

/** Where a run stands in a list of sign-ins, for the page of the run. */
export interface BatchPlace {
  batchId: string
  done: number
  size: number
  /** The row that waits next; null when none does. */
  next: { position: number; customer: string } | null
}

/** The newest list that this run is part of, or null. */
export async function findPlace(actor: Actor, runId: string): Promise<BatchPlace | null> {
  const row = await runtime().db.batchRow.findFirst({
    where: { runId, batch: { kind: 'connect' } },
    orderBy: { batch: { startedAt: 'desc' } },
    select: { batchId: true, position: true },
  })
  if (row === null) return null
  const { rows, counts } = await getBatch(actor, row.batchId)
  const waiting = rows.filter(({ state }) => state === 'waiting')
  const next = waiting.find(({ position }) => position > row.position) ?? waiting[0]
  return {
    ...{ batchId: row.batchId, done: counts.done, size: rows.length - counts.refused },
    next: next === undefined ? null : { position: next.position, customer: next.customer },
  }
}

export interface BatchRowView {
  position: number
  tenantId: string | null
  runId: string | null
  customer: string
  domain: string
  state: BatchRowState
  reason: string | null
  text: string
  at: string | null
}

/** Worked through by one process, so that it can be left behind. */
function isCarried(kind: string, rows: readonly BatchRowView[]): boolean {
  if (kind === 'connect') return rows.some(({ state, runId }) => ['todo', 'doing'].includes(state) && runId === null)
  return ['practice-fill', 'practice-remove', 'tag', 'snooze'].includes(kind)
}

/** A row takes seconds; a minute without any sign means that nobody is at work. */
const silenceMs = 60_000

/** Throws not_found. */
export async function getBatch(_actor: Actor, batchId: string): Promise<BatchView> {
  const batch = await settle(await readBatchRows(batchId))
  const rows = batch.rows.map((row) => ({
    ...{ position: row.position, tenantId: row.tenantId, runId: row.runId, customer: row.customer },
    ...{ domain: row.domain, state: row.state as BatchRowState, reason: row.reason, text: row.text },
    at: row.at?.toISOString() ?? null,
  }))
  const counts = { todo: 0, doing: 0, done: 0, failed: 0, refused: 0, waiting: 0 }
  for (const { state } of rows) counts[state] += 1
  return {
    id: batch.id,
    kind: batch.kind as BatchKind,
    startedAt: batch.startedAt.toISOString(),
    startedBy: batch.startedByName,
    endedAt: batch.endedAt?.toISOString() ?? null,
    stopped:
      isCarried(batch.kind, rows) &&
      batch.endedAt === null &&
      runtime().clock.now().getTime() - batch.aliveAt.getTime() > silenceMs,
    counts,
    rows,
  }
}

type Batch = Awaited<ReturnType<typeof readBatchRows>>

/** Checks and runs are done elsewhere: what came of them is written down when somebody looks, and stays then. */
async function settle(batch: Batch): Promise<Batch> {
  const settled = await settleBy(batch)
  const changed = settled.filter(({ position, state, text }) => {
    const row = batch.rows[position]
    return row?.state !== state || row.text !== text
  })
  await noteRows(batch.id, changed)
  const byPosition = new Map(settled.map((row) => [row.position, row]))
  const rows = batch.rows.map((row) => ({ ...row, ...byPosition.get(row.position) }))
  const isOver = rows.every(({ state }) => state !== 'todo' && state !== 'doing')
  const ended = ['check', 'rotate'].includes(batch.kind) && batch.endedAt === null && isOver
  if (ended) await endBatch(batch.id)
  return { ...batch, rows, endedAt: ended ? runtime().clock.now() : batch.endedAt }
}

async function settleBy({ kind, endedAt, rows, startedAt }: Batch) {
  if (kind === 'connect' || kind === 'reconfigure') return settleRuns(rows, startedAt)
  if (endedAt !== null) return []
  if (kind === 'check') return settleChecks(rows, startedAt)
  return kind === 'rotate' ? settleRotations(rows, startedAt) : []
}

/** The result per row, for a spreadsheet or a ticket. Throws not_found. */
export async function exportBatch(actor: Actor, batchId: string): Promise<{ csv: string; fileName: string }> {
  const { kind, startedAt, rows } = await getBatch(actor, batchId)
  const lines = rows.map((row) => [
    row.customer,
    row.domain,
    rowWords[row.state],
    row.text,
    row.reason ?? '',
    row.at ?? '',
  ])
  return {
    csv: writeCsv(['Customer', 'Domain', 'Result', 'What came of it', 'Reason', 'When'], lines),
    fileName: `latchkey-${kind}-${startedAt.slice(0, 10)}.csv`,
  }
}

/** One word per row, in pages and in files alike. */
export const rowWords: Readonly<Record<BatchRowState, string>> = {
  todo: 'to do',
  doing: 'at work',
  done: 'done',
  failed: 'failed',
  refused: 'not begun',
  waiting: 'waits for a person',
}
