import { recordMany, type AuditRecord } from '../audit/audit'
import { roomState, runtime } from '../runtime'

/** An answer that is about to leave: who gets which token. */
export interface Issue {
  /** `client:<id>`. */
  actor: string
  name: string
  tenantId: string
  appId: string
  resource: string
  purpose: string
}

interface Batch {
  entries: Map<string, { issue: Issue; count: number }>
  written: Promise<void>
  settle: { resolve: () => void; reject: (error: unknown) => void }
}

interface Ledger {
  open: Batch | null
  writing: boolean
}

/**
 * Resolves when this issue stands durably in the audit trail, and only then may the answer leave: a crash can lose nothing
 * that a caller has got. Issues that come while an earlier batch is written share the next statement and, where they are
 * alike, one entry with a count. Rejects when the database does not take it; then there is no answer either.
 */
export function noteIssue(issue: Issue): Promise<void> {
  const ledger = roomState<Ledger>('broker-ledger', () => ({ open: null, writing: false }))
  const batch = (ledger.open ??= newBatch())
  const key = `${issue.actor} ${issue.tenantId} ${issue.appId} ${issue.resource}`
  const known = batch.entries.get(key)
  if (known === undefined) batch.entries.set(key, { issue, count: 1 })
  else known.count += 1
  if (!ledger.writing) void writeInTurn(ledger)
  return batch.written
}

function newBatch(): Batch {
  let settle: Batch['settle'] | undefined
  const written = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject }
  })
  if (settle === undefined) throw new Error('a promise calls its executor at once')
  return { entries: new Map(), written, settle }
}

/** One statement at a time. The first waits until this turn of the process is over, so that callers who come together are one batch. */
async function writeInTurn(ledger: Ledger): Promise<void> {
  ledger.writing = true
  await new Promise((resolve) => setImmediate(resolve))
  while (ledger.open !== null) {
    const { entries, settle } = ledger.open
    ledger.open = null
    try {
      await recordMany(runtime().db, [...entries.values()].map(entryOf))
      settle.resolve()
    } catch (error) {
      settle.reject(error)
    }
  }
  ledger.writing = false
}

function entryOf({ issue, count }: { issue: Issue; count: number }): AuditRecord {
  const { actor, name, tenantId, appId, resource, purpose } = issue
  return {
    actor,
    action: 'token.issued',
    subject: `tenant:${tenantId}`,
    detail: { name, resource, purpose, appId, count },
  }
}
