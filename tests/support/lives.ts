import { renewAt } from '@/lib/certificates/lifecycle'
import { startConnecting } from '@/lib/tenants/connecting'
import { noticeTenant } from '@/lib/tenants/notices'
import { rotateTenant } from '@/lib/tenants/rotation'
import { snooze } from '@/lib/tenants/snoozes'
import { noteCondition } from '@/lib/tenants/condition-store'
import type { FaultInput } from '@/practice-cloud/faults/catalogue'
import { keyPool } from './key-pool'
import { openHouse, untilRun, type House } from './tenants'
import { day, keysOf, passYears, tokenByActiveKey, type Years } from './years'

/** What one simulated life of many tenants gave. */
export interface Lives {
  tenants: number
  years: number
  rotations: number
  samples: number
  samplesWithoutToken: number
  mostValidKeys: number
  unrecordedKeys: number
  expiriesReached: number
  noticesTold: number
  noticesWrong: readonly string[]
  turns: number
  seconds: number
}

interface Tenant {
  tenantId: string
  rowId: string
  fate: string
  /** Levels that have to be told about its first certificate, and nothing else. */
  notices: readonly number[]
}

interface Act {
  at: Date
  run(): Promise<void>
}

interface Fate {
  name: string
  workloads?: readonly string[]
  faults?: readonly FaultInput[]
  /** Days before the first certificate’s end at which something changes in the tenant. */
  turns?: readonly { daysBefore: number; fault?: FaultInput; clear?: true; snoozeToDaysBefore?: number }[]
  notices?: readonly number[]
}

const seen = ['groups', 'own-registration']
const everyOther = (name: 'reset-after-effect' | 'reset-before-effect', path: string): FaultInput[] =>
  [0, 1, 2, 3].map((skip) => ({ name, times: 1, skip: skip + 1, match: { path } }))
const noAddKey: FaultInput = { name: 'unavailable', status: 503, retryAfterSeconds: 3600, match: { path: '/addKey$' } }
const noSelfSigned: FaultInput = { name: 'self-signed-forbidden' }

/** What may happen to a tenant in six years. */
const fates: readonly Fate[] = [
  { name: 'nothing' },
  {
    name: 'nodes disagree',
    faults: [{ name: 'replication-lag', reads: 'tokenService', seconds: 300, flapping: true }],
  },
  { name: 'everything late', faults: [{ name: 'replication-lag', seconds: 90 }], workloads: seen },
  { name: 'answers of addKey lost', faults: everyOther('reset-after-effect', '/addKey$') },
  { name: 'requests of addKey lost', faults: everyOther('reset-before-effect', '/addKey$'), workloads: seen },
  { name: 'answers of removeKey lost', faults: everyOther('reset-after-effect', '/removeKey$') },
  {
    name: 'throttled',
    faults: [{ name: 'throttle', retryAfterSeconds: 300, times: 12, match: { path: '/(add|remove)Key$' } }],
  },
  { name: 'ids replaced and told', faults: [{ name: 'keyid', behaviour: 'replaced-returned' }] },
  { name: 'ids replaced in silence', faults: [{ name: 'keyid', behaviour: 'replaced-silently' }], workloads: seen },
  { name: 'ids replaced in silence, blind', faults: [{ name: 'keyid', behaviour: 'replaced-silently' }] },
  {
    name: 'a policy caps lives at a year for half a year',
    turns: [
      { daysBefore: 300, fault: { name: 'key-lifetime-policy', maxLifetime: 'P365D' } },
      { daysBefore: 120, clear: true },
    ],
  },
  {
    name: 'a policy forbids self-signed until 50 days before the end',
    turns: [
      { daysBefore: 300, fault: noSelfSigned },
      { daysBefore: 50, clear: true },
    ],
    notices: [90, 60],
  },
  {
    name: 'addKey fails until 20 days before the end',
    turns: [
      { daysBefore: 300, fault: noAddKey },
      { daysBefore: 20, clear: true },
    ],
    notices: [90, 60, 30],
  },
  {
    name: 'addKey fails, snoozed from 100 to 40 days before the end',
    turns: [
      { daysBefore: 300, fault: noAddKey },
      { daysBefore: 100, snoozeToDaysBefore: 40 },
      { daysBefore: 10, clear: true },
    ],
    notices: [60, 30, 14],
  },
  {
    name: 'addKey fails for a while, before anybody would be told',
    turns: [
      { daysBefore: 300, fault: noAddKey },
      { daysBefore: 120, clear: true },
    ],
  },
]

/** Tenants through years with everything that may happen to them, on a clock that nobody waits for. */
export async function simulateLives(tenants: number, years: number): Promise<Lives> {
  const began = Date.now()
  const house = await openHouse(
    { SPREAD_PAUSE_SECONDS: '4', SPREAD_DEADLINE_SECONDS: '360', STALE_PATIENCE_SECONDS: '240', LEASE_SECONDS: '60' },
    keyPool(6),
  )
  const figures = {
    samples: 0,
    samplesWithoutToken: 0,
    mostValidKeys: 0,
    unrecordedKeys: 0,
    expiriesReached: 0,
    turns: 0,
  }
  const lot: Tenant[] = []
  const handlers = { rotate: rotateTenant, notice: (tenantId: string) => noticeTenant(tenantId) }
  let busy = 0
  const passing = passYears(house, handlers, async (now) => {
    figures.turns += 1
    busy += 1
    const open = await house.database.db.rotation.findMany({ where: { endedAt: null, waitsFor: null } })
    const ids = new Set(open.map(({ tenantId }) => tenantId))
    const any = lot[busy % lot.length]
    const looked = lot.filter(({ rowId }) => ids.has(rowId)).slice(0, 2)
    await Promise.all([...looked, ...(any === undefined ? [] : [any])].map((one) => sample(house, one, now, figures)))
  })
  try {
    for (let index = 0; index < tenants; index++) lot.push(await connect(house, index))
    const end = new Date(passing.now().getTime() + years * 365.25 * day)
    const acts = (await Promise.all(lot.map((tenant) => actsOf(house, tenant)))).flat()
    await liveThrough(passing, acts, end)
    const rotations = await house.database.db.event.count({ where: { kind: 'certificate.rotated' } })
    const told = await house.database.db.event.findMany({
      where: { kind: { in: ['certificate.expiring', 'certificate.expired'] } },
    })
    return {
      tenants,
      years,
      rotations,
      ...figures,
      noticesTold: told.length,
      noticesWrong: lot.flatMap((tenant) => wrongNotices(tenant, told)),
      seconds: Math.round((Date.now() - began) / 1000),
    }
  } finally {
    passing.stop()
    await house.close()
  }
}

async function liveThrough(years: Years, acts: readonly Act[], end: Date): Promise<void> {
  for (const act of acts.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    if (act.at >= end) continue
    await years.live(act.at)
    await act.run()
  }
  await years.live(end)
}

async function connect(house: House, index: number): Promise<Tenant> {
  const fate = fateOf(index)
  const { tenantId, domain } = await house.newTenant()
  const { runId, tenantId: rowId } = await startConnecting(house.actor, {
    customer: `Customer ${index}`,
    domain,
    baseline: 'recommended',
    workloads: fate.workloads ?? ['groups'],
  })
  const shown = await untilRun(house, runId, (run) => run.code !== null, 60_000)
  await house.cloud.control.signIn({ userCode: shown.code?.userCode ?? '', person: 'global-administrator' })
  await untilRun(house, runId, (run) => run.receipt !== null, 60_000)
  for (const fault of fate.faults ?? []) await house.cloud.control.fault(tenantId, fault)
  return { tenantId, rowId, fate: fate.name, notices: fate.notices ?? [] }
}

function fateOf(index: number): Fate {
  const fate = fates[index % fates.length]
  if (fate === undefined) throw new Error('there are no fates')
  return fate
}

async function actsOf(house: House, tenant: Tenant): Promise<readonly Act[]> {
  const first = await house.database.db.certificate.findFirstOrThrow({ where: { tenantId: tenant.rowId } })
  const before = (days: number) => new Date(first.notAfter.getTime() - days * day)
  if (before(300) > renewAt(first, tenant.rowId)) throw new Error('a change would come after the renewal')
  const turns = fates.find(({ name }) => name === tenant.fate)?.turns ?? []
  return turns.map(({ daysBefore, fault, clear, snoozeToDaysBefore }) => ({
    at: before(daysBefore),
    run: async () => {
      if (clear === true) await house.cloud.control.clearFaults(tenant.tenantId)
      if (fault !== undefined) await house.cloud.control.fault(tenant.tenantId, fault)
      if (snoozeToDaysBefore === undefined) return
      await noteCondition(
        { id: tenant.rowId, customer: 'Customer' },
        {
          type: 'Certificate',
          status: 'warning',
          reason: 'RenewalLate',
          message: '',
          remedy: null,
          who: null,
          evidence: [],
        },
      )
      const wish = { type: 'Certificate', until: before(snoozeToDaysBefore), reason: 'Their audit' }
      await snooze(house.actor, tenant.rowId, wish)
    },
  }))
}

type Figures = Pick<Lives, 'samples' | 'samplesWithoutToken' | 'mostValidKeys' | 'unrecordedKeys' | 'expiriesReached'>

/** What a backup would have met at this moment. */
async function sample(house: House, tenant: Tenant, now: Date, figures: Figures): Promise<void> {
  figures.samples += 1
  if (!(await tokenByActiveKey(house, tenant.rowId))) figures.samplesWithoutToken += 1
  const { standing, recorded } = await keysOf(house, tenant)
  const kept = new Set(recorded.filter(({ removedAt }) => removedAt === null).map(({ sha1 }) => sha1))
  const valid = standing.filter(({ notAfter }) => Date.parse(notAfter) > now.getTime()).length
  figures.mostValidKeys = Math.max(figures.mostValidKeys, valid)
  figures.unrecordedKeys += standing.filter(({ sha1 }) => !kept.has(sha1)).length
  if (recorded.some(({ state, notAfter }) => state === 'active' && notAfter <= now)) figures.expiriesReached += 1
}

/** Each level once, those that were ruled and no other. */
function wrongNotices(tenant: Tenant, told: readonly { tenantId: string | null; key: string }[]): readonly string[] {
  const levels = told.filter(({ tenantId }) => tenantId === tenant.rowId).map(({ key }) => key.split(':').at(-1) ?? '')
  const wanted = tenant.notices.map(String)
  return levels.toSorted().join() === wanted.toSorted().join() ? [] : [`${tenant.fate}: ${levels.join(', ') || 'none'}`]
}
