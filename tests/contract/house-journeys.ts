import { checkNow } from '@/lib/tenants/checking'
import { startConnecting } from '@/lib/tenants/connecting'
import { restoreRoles } from '@/lib/microsoft/roles'
import { answerAtDoor, assertionGrant } from '@/lib/restore/door'
import { openDoor } from '@/lib/restore/door-keeping'
import { microsoftAnswer, nameOf } from '@/tests/support/restore'
import { openHouse, untilRun, type House } from '@/tests/support/tenants'

const everything = ['exchange', 'sharepoint', 'teams', 'groups', 'own-registration', 'public-folders']

/** Connect with every workload, check, reconfigure to fewer and back, restore, take others' applications over: whole runs. */
export async function runHouseJourneys(): Promise<void> {
  const house = await openHouse()
  try {
    const { domain } = await house.newTenant()
    const tenantId = await connect(house, domain, everything)
    await checkNow(house.actor, tenantId)
    await connect(house, domain, ['exchange', 'own-registration'])
    await connect(house, domain, everything)
    const old = await house.newTenant({ generation: '2025' })
    await connect(house, old.domain, everything)
    await signInForRestore(house, tenantId, domain)
    for (const how of ['named', 'earlier'] as const) await lookAtExisting(house, how)
  } finally {
    await house.close()
  }
}

async function connect(house: House, domain: string, workloads: readonly string[]): Promise<string> {
  const wish = { customer: 'Contract', domain, baseline: 'custom', workloads }
  const { runId, tenantId } = await startConnecting(house.actor, wish)
  const waiting = await untilRun(house, runId, (run) => run.code !== null)
  await house.cloud.control.signIn({ userCode: waiting.code?.userCode ?? '', person: 'global-administrator' })
  await untilRun(house, runId, (run) => run.endedAt !== null)
  return tenantId
}

/** As far as the preview of what taking an application over would change. */
async function lookAtExisting(house: House, how: 'named' | 'earlier'): Promise<void> {
  const { domain, tenantId } = await house.newTenant()
  const product = { displayName: 'Old Vault Backup', roles: [{ role: 'User.Read.All' }] }
  const { id } = await house.cloud.control.plant(tenantId, { otherProduct: product })
  const existing = how === 'named' ? id : how
  const wish = { customer: 'Contract', domain, baseline: 'custom', workloads: ['exchange'], existing }
  const { runId } = await startConnecting(house.actor, wish)
  const waiting = await untilRun(house, runId, (run) => run.code !== null)
  await house.cloud.control.signIn({ userCode: waiting.code?.userCode ?? '', person: 'global-administrator' })
  await untilRun(house, runId, (run) => run.verdict !== null || run.endedAt !== null)
}

/** As backup software comes to the door, which asks Microsoft who that is. */
async function signInForRestore(house: House, tenantId: string, domain: string): Promise<void> {
  const organizationName = nameOf({ domain })
  await openDoor(house.actor, { tenantId, roles: restoreRoles, organizationName })
  const fields = {
    grant_type: assertionGrant,
    client_id: organizationName,
    assertion: await microsoftAnswer(house.cloud, { domain }),
  }
  const { status } = await answerAtDoor(new Map(Object.entries(fields)), null)
  if (status !== 200) throw new Error(`the door answered ${status}`)
}
