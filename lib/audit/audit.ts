import { AppError } from '@/lib/errors'
import type { Database } from '@/lib/db/client'
import type { Prisma } from '@/prisma/generated/client'
import { cleanText, looksSecret, writeDetail } from './detail'
import type { AuditDetail } from './detail'

const mostEntries = 500
const longestLabel = 200

/** The transaction that makes the change; the entry stands or falls with it. */
export type AuditTransaction = Pick<Prisma.TransactionClient, 'auditEntry'>

export interface AuditRecord {
  /** Who: `operator:<id>`, `system`, or an API client. Never a name alone, names change. */
  actor: string
  /** What was done, as `room.verb`: `tenant.connected`, `run.cancelled`. */
  action: string
  /** To what: `tenant:<id>`. Entries are found by it. */
  subject: string
  detail?: AuditDetail
}

/** `at` is set by the database; entries of one transaction share their order by `id`. */
export interface AuditLine {
  id: string
  at: Date
  actor: string
  action: string
  subject: string
  detail: AuditDetail
}

/**
 * Writes one entry in the caller's transaction. Throws when `detail` names a field that is not on the list, or carries
 * something that is not plain; a text that looks like a secret is withheld instead of written.
 */
export async function record(tx: AuditTransaction, entry: AuditRecord): Promise<void> {
  await tx.auditEntry.create({ data: toRow(entry), select: { id: true } })
}

/** Several entries in one statement, in their order; for what happens too often for a statement each. */
export async function recordMany(tx: AuditTransaction, entries: readonly AuditRecord[]): Promise<void> {
  await tx.auditEntry.createMany({ data: entries.map(toRow) })
}

function toRow({ actor, action, subject, detail = {} }: AuditRecord) {
  return {
    actor: requireLabel('actor', actor),
    action: requireLabel('action', action),
    subject: requireLabel('subject', subject),
    detail: writeDetail(detail),
  }
}

/** Newest first; at most 500. `without`: actions that happen so often that they would hide all others. The caller has already decided that its actor may see `subject`. */
export async function listEntries(
  db: Pick<Database, 'auditEntry'>,
  { subject, limit, without = [] }: { subject: string; limit: number; without?: readonly string[] },
): Promise<AuditLine[]> {
  const entries = await db.auditEntry.findMany({
    where: { subject, ...(without.length === 0 ? {} : { action: { notIn: [...without] } }) },
    orderBy: { id: 'desc' },
    take: Math.min(Math.max(1, Math.floor(limit)), mostEntries),
  })
  return entries.map(toLine)
}

export interface EntryQuery {
  /** Absent: whatever the subject. */
  subjects: readonly string[] | undefined
  from: Date | undefined
  until: Date | undefined
  /** The id of the last entry that was read. */
  after: string | undefined
  limit: number
}

/** Oldest first. The caller has already decided that its actor may see these subjects. */
export async function pageEntries(db: Pick<Database, 'auditEntry'>, query: EntryQuery): Promise<AuditLine[]> {
  const { subjects, from, until, after, limit } = query
  const entries = await db.auditEntry.findMany({
    where: {
      ...(subjects === undefined ? {} : { subject: { in: [...subjects] } }),
      ...(after === undefined ? {} : { id: { gt: readEntryId(after) } }),
      at: { ...(from === undefined ? {} : { gte: from }), ...(until === undefined ? {} : { lt: until }) },
    },
    orderBy: { id: 'asc' },
    take: limit,
  })
  return entries.map(toLine)
}

function toLine({ id, detail, ...entry }: EntryRow): AuditLine {
  return { ...entry, id: id.toString(), detail: detail as AuditDetail }
}

type EntryRow = Awaited<ReturnType<Database['auditEntry']['findFirstOrThrow']>>

function readEntryId(text: string): bigint {
  if (!/^\d{1,18}$/.test(text)) throw new AppError('invalid_input', 'entry id', { field: 'cursor' })
  return BigInt(text)
}

function requireLabel(name: string, value: string): string {
  const label = cleanText(value, longestLabel)
  if (label === '' || looksSecret(value)) throw new AppError('internal', `an audit entry needs a plain ${name}`)
  return label
}
