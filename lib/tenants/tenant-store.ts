import { AppError } from '../errors'
import type { Cloud } from '../microsoft/clouds'
import { runtime } from '../runtime'
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
  state: 'new' | 'connected' | 'decommissioned'
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

/** Deterministic, so that a crash or a double click cannot make a second application. */
function uniqueName(installationId: string, entraTenantId: string): string {
  return `latchkey-backup-${installationId}-${entraTenantId}`
}

export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
