import { randomUUID } from 'node:crypto'
import { readAppClaims } from '@/lib/microsoft/claims'
import type { Caller } from '@/lib/api-clients/caller'
import { resources } from '@/lib/api-clients/scopes'
import { runtime } from '@/lib/runtime'
import { restoreApplicationName } from '@/lib/tenants/desire'
import type { Control } from '@/practice-cloud/control/control'
import { makeConnectedTenants } from '../../bench/many-tenants'

/** A connected tenant as the broker’s tests need it: what its tokens must say. */
export interface BrokerTenant {
  id: string
  entraTenantId: string
  appId: string
}

export async function brokerTenants(control: Control, count: number): Promise<readonly BrokerTenant[]> {
  const ids = await makeConnectedTenants(control, count)
  const rows = await runtime().db.tenant.findMany({ where: { id: { in: [...ids] } } })
  return rows.map(({ id, entraTenantId, appId }) => ({ id, entraTenantId, appId: appId ?? '' }))
}

/** Who may do everything with these tokens, unless said otherwise. */
export function callerWith(wanted: Partial<Caller> = {}): Caller {
  const expiresAt = new Date(runtime().clock.now().getTime() + 3_600_000)
  const may = { scopes: ['tokens:issue'], reach: 'all', resources } as const
  return { kind: 'client', id: randomUUID(), name: 'Backup server', ...may, expiresAt, ...wanted }
}

/** What Microsoft wrote into a token, read here and not by the broker. */
export function claimsOf(accessToken: string) {
  const { tenantId, appId, audience } = readAppClaims(accessToken)
  return { tenantId, appId, audience }
}

/** How often this tenant’s token endpoint was asked. */
export async function tokenCalls(control: Control, entraTenantId: string): Promise<number> {
  const log = await control.log({ tenant: entraTenantId })
  return log.filter(({ path }) => path.endsWith('/token')).length
}

/** A restore application of this tenant that stands open, registered there with a key that we hold. */
export async function openRestoreFor(control: Control, tenantId: string, until: Date): Promise<BrokerTenant> {
  const { db, clock, installationId } = runtime()
  const { id: _id, ...main } = await db.tenant.findUniqueOrThrow({ where: { id: tenantId } })
  const key = await db.certificate.findFirstOrThrow({ where: { tenantId } })
  const uniqueName = `latchkey-restore-${installationId}-${main.entraTenantId}`
  const { appId, objectId } = await control.registerApplication({
    tenantId: main.entraTenantId,
    displayName: restoreApplicationName,
    signInAudience: 'AzureADMyOrg',
    certificatePem: pemOf(key.der),
    uniqueName,
  })
  const row = await db.tenant.create({
    data: {
      ...main,
      baseline: {},
      expiryLevels: [],
      ...{ purpose: 'restore', state: 'open', uniqueName, appId, objectId },
    },
  })
  await db.certificate.create({ data: { ...key, id: randomUUID(), tenantId: row.id, state: 'active' } })
  const now = clock.now()
  await db.restoreOpening.create({
    data: { tenantId: row.id, reason: 'Test', hours: 1, askedBy: 'Test', openedAt: now, until },
  })
  return { id: row.id, entraTenantId: main.entraTenantId, appId }
}

function pemOf(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
