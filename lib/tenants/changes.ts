import { z } from 'zod'
import { runtime } from '../runtime'
import type { RunChoices } from './choices'
import type { Proven } from './findings'
import type { RunContext } from './run-context'
import { storedStandIns, type StandIn } from './stand-ins'
import type { TenantRow } from './tenant-store'
import type { Receipt } from './run-page-views'
import { resourceTitle } from './workloads'

type Named = RunChoices['revoke'][number] | { resource: string; role: string }

/** What stands before a run, kept with it: afterwards the records only know what stands then. */
export async function rememberStanding(tenant: TenantRow): Promise<RunChoices['before']> {
  const active = await runtime().db.certificate.findFirst({
    where: { tenantId: tenant.id, state: 'active', removedAt: null },
  })
  return { baseline: tenant.baseline.name, grants: await standingGrants(tenant.id), keyId: active?.id ?? null }
}

/** Rows of the receipt: what is different now, and how much is not. Nothing for a first connection. */
export async function describeChanges({ tenant, row }: RunContext, proven: Proven): Promise<Receipt['rows']> {
  const { before, revoke } = row.choices
  if (before === null) return describeTakenOver(row.choices, proven, await standingGrants(tenant.id))
  const now = await standingGrants(tenant.id)
  const lacks = (list: readonly Named[]) => (one: Named) =>
    !list.some(({ resource, role }) => resource === one.resource && role === one.role)
  const stillThere = new Set(proven.look?.grants.map((grant) => grant.assignmentId))
  const unchanged = now.length - now.filter(lacks(before.grants)).length
  const isNewKey = before.keyId !== proven.identity.certificate.keyId
  const { name } = row.baseline
  return [
    line('Baseline', before.baseline === name ? `${name}, as before` : `${name}, before that ${before.baseline}`),
    ...listed('Added', now.filter(lacks(before.grants))),
    ...listed('Taken back', before.grants.filter(lacks(now))),
    ...listed(
      'Taken back, granted by others',
      revoke.filter(({ assignmentId }) => !stillThere.has(assignmentId)),
    ),
    line('Unchanged', permissions(unchanged)),
    line(
      'Key',
      isNewKey ? 'a new one; the one before has left the application and is destroyed' : 'the same as before',
    ),
  ]
}

/** What was added to an application that stood there before, and what was left; nothing for a first connection. */
function describeTakenOver({ adopt, offered }: RunChoices, proven: Proven, granted: readonly Named[]) {
  if (adopt === null || offered === null) return []
  const standing = proven.look?.application?.keys ?? []
  const others = standing.filter(({ keyId }) => offered.keyIds.includes(keyId)).length
  const count = others === 1 ? 'one' : String(others)
  return [
    line('Taken over', `“${offered.displayName}”, with its name, owners and addresses as they were`),
    ...listed('Added', granted),
    line(
      'Other certificates',
      offered.keyIds.length === 0 ? 'there were none' : others === 0 ? 'taken off' : `${count} left as it was`,
    ),
  ]
}

const row = z.object({
  label: z.string(),
  value: z.string(),
  mono: z.string().nullable(),
  copy: z.string().nullable(),
  status: z.enum(['ok', 'warning', 'failing', 'unknown']),
})
const stored = z.object({ changes: z.array(row), standIns: storedStandIns })
const whole = z.object({ sentence: z.string(), rows: z.array(row), promises: z.array(z.string()) })

/** A receipt that was written whole when the run ended, because nothing is left to read it from. */
export function readWrittenReceipt(receipt: unknown): Receipt {
  return whole.parse(receipt)
}

/** As the run left it. */
export function readKept(receipt: unknown): { changes: Receipt['rows']; standIns: readonly StandIn[] } {
  const parsed = stored.safeParse(receipt)
  return parsed.success ? parsed.data : { changes: [], standIns: [] }
}

async function standingGrants(tenantId: string): Promise<{ resource: string; role: string }[]> {
  const grants = await runtime().db.grant.findMany({ where: { tenantId, removedAt: null }, orderBy: { role: 'asc' } })
  return grants.map(({ resourceAppId, role }) => ({ resource: resourceTitle(resourceAppId), role }))
}

function listed(label: string, list: readonly Named[]): Receipt['rows'] {
  return list.length === 0 ? [] : [line(label, permissions(list.length), list.map(({ role }) => role).join(', '))]
}

function line(label: string, value: string, mono: string | null = null): Receipt['rows'][number] {
  return { label, value, mono, copy: null, status: 'ok' }
}

function permissions(count: number): string {
  if (count === 0) return 'no permission'
  return count === 1 ? 'one permission' : `${count} permissions`
}
