import { AppError } from '../errors'
import type { Cloud } from '../microsoft/clouds'
import { runtime } from '../runtime'
import { reaches, type Actor } from '../staff/actor'
import { baselineSchema, type Baseline } from './baselines'
import { json } from './run-store'

/** A tenant as this room works with it. */
export interface TenantRow {
  id: string
  customer: string
  cloud: string
  entraTenantId: string
  domain: string
  practice: boolean
  /** `open` and `closed` are states of a restore application only. */
  state: 'new' | 'connected' | 'decommissioned' | 'open' | 'closed'
  purpose: string
  baseline: Baseline
  uniqueName: string
  objectId: string | null
  appId: string | null
  servicePrincipalObjectId: string | null
  sharepointHost: string | null
  provedAt: Date | null
  /** The application stood there before Latchkey took it over. */
  adoptedAt: Date | null
}

export async function readTenant(id: string): Promise<TenantRow> {
  if (!uuid.test(id)) throw new AppError('not_found', 'tenant id is no uuid')
  const row = await runtime().db.tenant.findUnique({ where: { id }, include: { customer: true } })
  if (row === null) throw new AppError('not_found', `no tenant ${id}`)
  return {
    ...row,
    customer: row.customer.name,
    state: row.state as TenantRow['state'],
    baseline: baselineSchema.parse(row.baseline),
  }
}

/** As `readTenant` for what somebody asked for: what is out of their reach is answered as what is missing. */
export async function reachTenant(actor: Actor, id: string): Promise<TenantRow> {
  if (!reaches(actor, id)) throw new AppError('not_found', `tenant ${id} is out of reach`)
  return readTenant(id)
}

/** Narrows any query of tenants to those that the actor reaches. */
export function withinReach({ reach }: Pick<Actor, 'reach'>): { id?: { in: string[] } } {
  return reach === 'all' ? {} : { id: { in: [...reach] } }
}

/** The tenant's row, made on first use. One per cloud, Entra tenant and purpose, however often it is asked for. */
export async function ensureTenant(input: {
  customer: string
  cloud: Cloud
  entraTenantId: string
  domain: string
  baseline: Baseline
}): Promise<TenantRow> {
  const { db, installationId } = runtime()
  const name = input.customer
  await db.customer.createMany({ data: [{ name }], skipDuplicates: true })
  const customer = await db.customer.findUniqueOrThrow({ where: { name } })
  const where = { cloud: input.cloud.name, entraTenantId: input.entraTenantId, purpose: 'backup' }
  await db.tenant.createMany({
    data: [
      {
        ...where,
        customerId: customer.id,
        domain: input.domain,
        displayName: name,
        practice: input.cloud.name === 'practice',
        baseline: json(input.baseline),
        uniqueName: uniqueName(installationId, input.entraTenantId),
      },
    ],
    skipDuplicates: true,
  })
  const tenant = await db.tenant.findUniqueOrThrow({ where: { cloud_entraTenantId_purpose: where } })
  return readTenant(tenant.id)
}

/** The row of the restore application beside a backup’s, made on first use. */
export async function ensureRestoreTenant(tenant: TenantRow, baseline: Baseline): Promise<TenantRow> {
  const { db, installationId } = runtime()
  const { cloud, entraTenantId, domain, practice } = tenant
  const { customerId, displayName } = await db.tenant.findUniqueOrThrow({ where: { id: tenant.id } })
  const data = {
    ...{ cloud, entraTenantId, domain, practice, customerId, displayName },
    purpose: 'restore',
    baseline: json(baseline),
    uniqueName: uniqueName(installationId, entraTenantId, 'restore'),
  }
  await db.tenant.createMany({ data: [data], skipDuplicates: true })
  const row = await restoreTenantOf(tenant)
  if (row === null) throw new AppError('internal', 'the restore row was not read back')
  return row
}

/** The restore application of this tenant, if one was ever asked for. */
export async function restoreTenantOf(tenant: TenantRow): Promise<TenantRow | null> {
  const { cloud, entraTenantId } = tenant
  if (tenant.purpose !== 'backup') return null
  const row = await runtime().db.tenant.findFirst({ where: { cloud, entraTenantId, purpose: 'restore' } })
  return row === null ? null : readTenant(row.id)
}

/** The tenant that people know: for the row of a restore application, the one beside it. */
export async function mainTenantOf(id: string): Promise<TenantRow> {
  const { cloud, entraTenantId } = await readTenant(id)
  const where = { cloud_entraTenantId_purpose: { cloud, entraTenantId, purpose: 'backup' } }
  const main = await runtime().db.tenant.findUniqueOrThrow({ where })
  return readTenant(main.id)
}

/** Deterministic, so that a crash or a double click cannot make a second application. */
function uniqueName(installationId: string, entraTenantId: string, purpose: 'backup' | 'restore' = 'backup'): string {
  return `latchkey-${purpose}-${installationId}-${entraTenantId}`
}

export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
