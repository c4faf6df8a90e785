import { randomUUID, X509Certificate } from 'node:crypto'
import { runtime } from '../lib/runtime'
import { applicationName } from '../lib/tenants/desire'
import { chooseBaseline, permissionsOf } from '../lib/tenants/baselines'
import { ensureCertificate } from '../lib/tenants/certificate-store'
import { ensureTenant } from '../lib/tenants/tenant-store'
import type { Control } from '../practice-cloud/control/control'

const poolSize = 8
const baseline = chooseBaseline('recommended', ['exchange', 'sharepoint', 'teams', 'groups', 'own-registration'])
const roles = permissionsOf(baseline).map(({ role }) => role)

type Key = Awaited<ReturnType<typeof makeKey>>

/** A certificate of the custodian with its row, to be lent to many tenants: making one takes most of a second. */
async function makeKey() {
  const { db, clouds } = runtime()
  const cloud = clouds.find(({ name }) => name === 'practice')
  if (cloud === undefined) throw new Error('the practice cloud is off')
  const id = randomUUID()
  const tenant = await ensureTenant({
    customer: 'Key pool',
    cloud,
    entraTenantId: id,
    domain: `${id}.example`,
    baseline,
  })
  const { certificate } = await ensureCertificate(tenant, { maxLifetimeDays: null })
  return db.certificate.findUniqueOrThrow({ where: { id: certificate.keyId } })
}

/** Connected tenants, here and in the practice cloud, without a run each. Answers their ids here. */
export async function makeConnectedTenants(control: Control, count: number): Promise<readonly string[]> {
  const pool: Key[] = []
  for (let made = 0; made < Math.min(poolSize, count); made++) pool.push(await makeKey())
  const customer = await runtime().db.customer.create({ data: { name: 'Sweep' } })
  const ids: string[] = []
  for (let index = 0; index < count; index++) {
    const key = pool[index % pool.length]
    if (key !== undefined) ids.push(await makeTenant(control, customer.id, key))
  }
  return ids
}

async function makeTenant(control: Control, customerId: string, key: Key): Promise<string> {
  const { db, clock, installationId } = runtime()
  const domain = `s${randomUUID().slice(0, 13)}.example`
  const { tenantId } = await control.createTenant({ domain, displayName: 'Sweep' })
  const uniqueName = `latchkey-backup-${installationId}-${tenantId}`
  const { appId, objectId } = await control.registerApplication({
    tenantId,
    displayName: applicationName,
    signInAudience: 'AzureADMyOrg',
    certificatePem: new X509Certificate(key.der).toString(),
    uniqueName,
    grantedRoles: roles,
  })
  const principal = (await control.god(tenantId)).servicePrincipals.find((one) => one.appId === appId)
  const now = clock.now()
  const { id } = await db.tenant.create({
    data: {
      customerId,
      cloud: 'practice',
      entraTenantId: tenantId,
      domain,
      displayName: 'Sweep',
      practice: true,
      state: 'connected',
      baseline,
      uniqueName,
      objectId,
      appId,
      servicePrincipalObjectId: principal?.objectId ?? null,
      connectedAt: now,
    },
  })
  const { id: _id, tenantId: _tenant, ...shared } = key
  const used = { state: 'active', sentAt: now, confirmedAt: now, provenAt: now }
  await db.certificate.create({ data: { ...shared, ...used, id: randomUUID(), tenantId: id } })
  return id
}
