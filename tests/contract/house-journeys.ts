import { checkNow } from '@/lib/tenants/checking'
import { startConnecting } from '@/lib/tenants/connecting'
import { openHouse, untilRun, type House } from '@/tests/support/tenants'

const everything = ['exchange', 'sharepoint', 'teams', 'groups', 'own-registration', 'public-folders']

/** Connect with every workload, check, and reconfigure to fewer and back: whole runs, from the form to the receipt. */
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
