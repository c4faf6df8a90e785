import { pageEntries, type AuditLine } from '../audit/audit'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { cutPage, readCursor } from './cursor'

export interface AuditQuery {
  /** Entries of one tenant. */
  tenantId?: string | undefined
  from?: Date | undefined
  until?: Date | undefined
  cursor?: string | undefined
  limit: number
}

const mostAtOnce = 500

/** Who did what, oldest first, so that a reader who comes back with its cursor gets what is new. */
export async function listAudit(
  actor: Actor,
  { tenantId, from, until, cursor, limit }: AuditQuery,
): Promise<{ items: readonly AuditLine[]; next: string | null }> {
  const within = actor.reach === 'all' ? undefined : actor.reach
  const tenants = tenantId === undefined ? within : (within ?? [tenantId]).filter((id) => id === tenantId)
  const [after] = cursor === undefined ? [] : readCursor(cursor, 1)
  const rows = await pageEntries(runtime().db, {
    ...{ from, until, after, limit: limit + 1 },
    subjects: tenants?.map((id) => `tenant:${id}`),
  })
  return cutPage(rows, limit, ({ id }) => [id])
}

/** All entries that a query finds, however many. */
export async function* exportAudit(actor: Actor, query: Omit<AuditQuery, 'limit'>): AsyncGenerator<AuditLine> {
  let cursor = query.cursor
  do {
    const { items, next } = await listAudit(actor, { ...query, cursor, limit: mostAtOnce })
    yield* items
    cursor = next ?? undefined
  } while (cursor !== undefined)
}
