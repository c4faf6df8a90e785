import type { Prisma } from '@/prisma/generated/client'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { cutPage, readCursor } from './cursor'
import { withinReach } from './tenant-store'
import type { RunPhase } from './run-page-views'
import type { Verdict } from './verdict-views'

export interface RunListQuery {
  tenantId?: string | undefined
  open?: boolean | undefined
  cursor?: string | undefined
  limit: number
}

export interface RunSummary {
  id: string
  tenantId: string
  kind: string
  phase: RunPhase
  /** Why it rests or ended; null while it works. */
  outcome: string | null
  title: string | null
  startedAt: string
  endedAt: string | null
}

/** Runs of the tenants within reach, newest first, a page after a cursor. */
export async function listRuns(
  actor: Actor,
  query: RunListQuery,
): Promise<{ items: readonly RunSummary[]; next: string | null }> {
  const { tenantId, open, cursor, limit } = query
  const ended: Prisma.RunWhereInput = open === true ? { endedAt: null } : { endedAt: { not: null } }
  const rows = await runtime().db.run.findMany({
    where: {
      AND: [
        { tenant: withinReach(actor) },
        tenantId === undefined ? {} : { tenantId },
        open === undefined ? {} : ended,
        cursor === undefined ? {} : before(cursor),
      ],
    },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  })
  const { items, next } = cutPage(rows, limit, ({ startedAt, id }) => [startedAt.toISOString(), id])
  return { items: items.map(toSummary), next }
}

function before(cursor: string): Prisma.RunWhereInput {
  const [at = '', id = ''] = readCursor(cursor, 2)
  const startedAt = new Date(at)
  return { OR: [{ startedAt: { lt: startedAt } }, { startedAt, id: { lt: id } }] }
}

function toSummary(row: {
  id: string
  tenantId: string
  kind: string
  phase: string
  outcome: string | null
  verdict: unknown
  startedAt: Date
  endedAt: Date | null
}): RunSummary {
  return {
    ...{ id: row.id, tenantId: row.tenantId, kind: row.kind, phase: row.phase as RunPhase, outcome: row.outcome },
    title: (row.verdict as Verdict | null)?.title ?? null,
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  }
}
