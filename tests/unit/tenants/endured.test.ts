import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { checkNow } from '@/lib/tenants/checking'
import { getRun } from '@/lib/tenants/run-view'
import { getTenant } from '@/lib/tenants/tenant'
import type { RunView } from '@/lib/tenants/run-page-views'
import type { FaultInput } from '@/practice-cloud/faults/catalogue'
import { skipTime } from '../../support/skipped-time'
import { openHouse, untilRun, type House } from '../../support/tenants'
import { expectConnected, signInTo, startAgain, startRun, type Started } from '../../support/runs'

let house: House
let time: ReturnType<typeof skipTime> | undefined

beforeAll(async () => {
  // the waits of a real installation; the clocks are moved instead
  house = await openHouse({
    SPREAD_PAUSE_SECONDS: '4',
    SPREAD_DEADLINE_SECONDS: '360',
    STALE_PATIENCE_SECONDS: '240',
    MICROSOFT_TIMEOUT_SECONDS: '30',
  })
})
afterAll(() => house.close())
afterEach(async () => {
  time?.stop()
  time = undefined
  await house.cloud.control.setClock({ offsetSeconds: 0 })
})

/** A code is shown by the real clock; from the sign-in on, waits pass at once. */
async function signInAndSkip(started: Started, beside: () => Promise<unknown> = () => Promise.resolve()) {
  const { code } = await untilRun(house, started.runId, (run) => run.code !== null)
  const shown: RunView[] = []
  const skipped = skipTime(house, async () => {
    shown.push(await getRun(house.actor, started.runId))
  })
  time = skipped
  await Promise.all([
    beside(),
    house.cloud.control.signIn({ userCode: code?.userCode ?? '', person: 'global-administrator' }),
  ])
  return { ...skipped, shown }
}

async function connected(): Promise<Started> {
  const started = await startRun(house)
  await signInTo(house, started)
  await expectConnected(house, started)
  return started
}

describe('the run goes on by itself', () => {
  const atOnce = () => Promise.resolve()
  const throttled: [string, NonNullable<FaultInput['match']>, (started: Started) => Promise<unknown>][] = [
    ['a look', { path: '/v1\\.0/\\$batch' }, atOnce],
    ['the first write', { method: 'PATCH', path: '/v1\\.0/applications' }, atOnce],
    ['the grants', { method: 'POST', path: '/appRoleAssignedTo' }, atOnce],
    [
      'the proof',
      { path: '/oauth2/v2\\.0/token' },
      ({ runId }) => untilRun(house, runId, (run) => run.phase !== 'sign-in'),
    ],
  ]
  test.each(throttled)(
    'throttled with Retry-After 60 at %s: obeyed, and shown with its end',
    async (_, match, until) => {
      const started = await startRun(house)
      const { pauses, shown } = await signInAndSkip(started, async () => {
        await until(started)
        await house.cloud.control.fault(started.tenantId, { name: 'throttle', retryAfterSeconds: 60, times: 2, match })
      })
      await expectConnected(house, started)
      expect(Math.max(...pauses)).toBeGreaterThanOrEqual(59_000)
      const waits = shown.flatMap((run) => run.steps.flatMap(({ waiting }) => waiting ?? []))
      expect(waits).toContainEqual(
        expect.objectContaining({ why: 'busy', until: expect.any(String), nextTryAt: expect.any(String) }),
      )
    },
  )

  test('throttled before a code is given: waited for, and then the code comes', async () => {
    const match = { path: '/oauth2/v2\\.0/devicecode' }
    const fault = { name: 'throttle', retryAfterSeconds: 5, times: 1, match } as const
    const started = await startRun(house, [fault])
    const busy = await untilRun(house, started.runId, (run) => run.steps[0]?.waiting != null)
    expect(busy.steps[0]?.waiting).toMatchObject({ why: 'busy', tries: 1 })
    await signInTo(house, started)
    await expectConnected(house, started)
  })

  test.each([
    'application',
    'applicationList',
    'servicePrincipal',
    'grants',
    'reference',
    'keys',
    'tokenService',
  ] as const)('a lag of two minutes at reads of %s', async (reads) => {
    const started = await startRun(house, [{ name: 'replication-lag', reads, seconds: 120 }])
    await signInAndSkip(started)
    await expectConnected(house, started)
  })

  test('a lag of two minutes at every kind of read at once', async () => {
    const started = await startRun(house, [{ name: 'replication-lag', reads: '*', seconds: 120 }])
    const { pauses } = await signInAndSkip(started)
    await expectConnected(house, started)
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeGreaterThan(100_000)
  })

  test('a stale look at an existing connection changes nothing that stands there', async () => {
    const first = await connected()
    const before = await house.cloud.control.god(first.tenantId)
    const again = await startAgain(house, first)
    await house.cloud.control.fault(first.tenantId, { name: 'stale-observe', seconds: 120 })
    await signInAndSkip(again)
    const { truth } = await expectConnected(house, again)
    expect(truth.applications[0]?.keyCredentials).toEqual(before.applications[0]?.keyCredentials)
    expect(truth.applications[0]?.appId).toBe(before.applications[0]?.appId)
    expect(truth.grants).toEqual(before.grants)
  })
})

describe('what this tenant does not have', () => {
  test('a workload without a licence is not present: no failure, said in receipt and conditions', async () => {
    const started = await startRun(house, [], { licences: ['exchange', 'sharepoint'] })
    await signInTo(house, started)
    const { run } = await expectConnected(house, started)
    expect(run.receipt?.rows.find((row) => row.label === 'Teams')).toMatchObject({
      status: 'unknown',
      value: 'The tenant has no licence for Teams.',
    })
    const { conditions, state } = await getTenant(house.actor, started.rowId)
    expect(conditions.find((one) => one.type === 'Workload:teams')).toMatchObject({ reason: 'NotPresent' })
    expect(state).toBe('ok')
  })

  test('a service that is missing as a whole: its workload is not present, and nobody waits for its token', async () => {
    const started = await startRun(house, [], {
      licences: ['sharepoint', 'teams'],
      workloads: ['sharepoint', 'own-registration', 'public-folders'],
    })
    await signInTo(house, started)
    const { run } = await expectConnected(house, started)
    const words = 'The tenant has no Office 365 Exchange Online: the service is not licensed there.'
    expect(run.receipt?.rows.find((row) => row.label === 'Public folders')).toMatchObject({
      status: 'unknown',
      value: words,
    })
    const conditions = async () => (await getTenant(house.actor, started.rowId)).conditions
    const absent = { type: 'Workload:public-folders', reason: 'NotPresent', message: words }
    expect(await conditions()).toContainEqual(expect.objectContaining(absent))
    await checkNow(house.actor, started.rowId)
    expect(await conditions()).toContainEqual(expect.objectContaining(absent))
    expect((await getTenant(house.actor, started.rowId)).state).toBe('ok')
  })

  test('a permission that an old tenant lacks has its fallback', async () => {
    const started = await startRun(house, [], { generation: '2025' })
    await signInTo(house, started)
    const { truth } = await expectConnected(house, started)
    expect(truth.grants.map((grant) => grant.role)).toContain('MailboxItem.ImportExport.All')
  })
})
