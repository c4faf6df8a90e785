import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getRun, watchRun } from '@/lib/tenants/run-view'
import { adoptLapsedRuns } from '@/lib/tenants/sweep'
import { cancelRun, renewCode, startConnecting } from '@/lib/tenants/connecting'
import type { RunView } from '@/lib/tenants/run-page-views'
import type { FaultInput } from '@/practice-cloud/faults/catalogue'
import { openHouse, untilRun, type House } from '../../support/tenants'
import { expectConnected, expectPlain, hasEnded, rests, signInTo, startRun, untilVerdict } from '../../support/runs'

let house: House

beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

/** Every request of a connect after the sign-in that changes something at Microsoft, in their order. */
const writes: [string, NonNullable<FaultInput['match']>, number][] = [
  ['the application', { method: 'PATCH', path: '/v1\\.0/applications' }, 0],
  ['its service principal', { method: 'PATCH', path: '/v1\\.0/servicePrincipals' }, 0],
  // the first batch is the look
  ['the batch of permissions', { method: 'POST', path: '/v1\\.0/\\$batch' }, 1],
  ['one permission', { method: 'POST', path: '/appRoleAssignedTo' }, 0],
  ['another permission', { method: 'POST', path: '/appRoleAssignedTo' }, 7],
  ['a token by certificate', { method: 'POST', path: '/oauth2/v2\\.0/token' }, 0],
]

describe('an answer that is lost', () => {
  test('the list of writes is whole: a connect writes nothing else', async () => {
    const started = await startRun(house)
    await signInTo(house, started)
    await expectConnected(house, started)
    const effects = (await house.cloud.control.log({ tenant: started.tenantId })).filter((entry) => entry.effect)
    const unknown = effects.filter(
      ({ method, path }) =>
        !/devicecode$|deviceauth/.test(path) &&
        !writes.some(([, match]) => new RegExp(match.path ?? '').test(path) && match.method === method),
    )
    expect(unknown.map(({ method, path }) => `${method} ${path}`)).toEqual([])
    expect(effects.length).toBeGreaterThan(20)
  })

  type Way = Extract<
    FaultInput,
    { name: 'reset-after-effect' | 'reset-before-effect' | 'gateway-timeout-after-effect' | 'unavailable' }
  >
  const at = (way: Way, count: number) => writes.slice(0, count).map((write) => [nameOf(way), ...write, way] as const)
  const nameOf = (way: Way) => ('status' in way ? `${String(way.status)}, ${way.name}` : way.name)
  const cases = [
    ...at({ name: 'reset-after-effect' }, writes.length),
    ...at({ name: 'gateway-timeout-after-effect' }, 4),
    ...at({ name: 'gateway-timeout-after-effect', status: 503 }, 3),
    ...at({ name: 'reset-before-effect' }, 3),
    ...at({ name: 'unavailable', status: 503 }, 3),
  ]
  test.each(cases)('%s at %s: looked after, and not written twice', async (_, __, match, skip, way) => {
    const started = await startRun(house)
    const { code } = await untilRun(house, started.runId, (run) => run.code !== null)
    const atToken = match.path?.includes('token') === true
    if (!atToken) await house.cloud.control.fault(started.tenantId, { ...way, times: 1, skip, match })
    await house.cloud.control.signIn({ userCode: code?.userCode ?? '', person: 'global-administrator' })
    if (atToken) {
      await untilRun(house, started.runId, (run) => run.phase !== 'sign-in')
      await house.cloud.control.fault(started.tenantId, { ...way, times: 1, skip, match })
    }
    await expectConnected(house, started)
  })

  test('a reset after the code was redeemed: the sign-in is gone, said in words, and a new code continues', async () => {
    const started = await startRun(house)
    await untilRun(house, started.runId, (run) => run.code !== null)
    const match = { method: 'POST', path: '/oauth2/v2\\.0/token' }
    await house.cloud.control.fault(started.tenantId, { name: 'reset-after-effect', match })
    await signInTo(house, started)
    await expect
      .poll(async () => (await house.cloud.control.god(started.tenantId)).tokensIssued.delegated, { timeout: 30_000 })
      .toBe(1)
    await house.cloud.control.clearFaults(started.tenantId)
    await house.cloud.control.fault(started.tenantId, { name: 'device-interval', seconds: 0.1 })
    const verdict = await untilVerdict(house, started)
    expect(verdict.written).toBe('Nothing was written.')
    expect(verdict.ways[0]?.kind).toBe('new-code')
    await renewCode(house.actor, started.runId)
    await signInTo(house, started)
    await expectConnected(house, started)
  })
})

describe('the portal is killed', () => {
  /** Takes the run away from this process and gives it to one that can be killed. */
  async function carryElsewhere(runId: string): Promise<ChildProcess> {
    const program = path.join(import.meta.dirname, 'conducting-process.ts')
    const child = spawn(process.execPath, ['--import', 'tsx', program, runId], {
      env: { ...process.env, ...house.environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout as NodeJS.ReadableStream, 'data')
    return child
  }

  const moments: [string, (run: RunView) => boolean][] = [
    ['sign-in', (run) => run.code !== null],
    ...['key', 'look', 'application', 'service-principal', 'grants', 'prove', 'reads', 'finish'].map(
      (key): [string, (run: RunView) => boolean] => [
        key,
        (run) => run.endedAt !== null || run.steps.some((step) => step.key === key && step.status !== 'todo'),
      ],
    ),
  ]
  test.each(moments)(
    'at the step “%s”: goes on, or asks for one more sign-in; one application with one key',
    async (step, is) => {
      const tenant = await house.newTenant()
      await house.cloud.control.fault(tenant.tenantId, { name: 'latency', ms: 120, match: { path: '/v1\\.0/|/token' } })
      const request = {
        customer: `Customer of ${tenant.domain}`,
        domain: tenant.domain,
        baseline: 'recommended',
        workloads: ['groups'],
      }
      const { runId, tenantId } = await startConnecting(house.actor, request)
      const started = { runId, rowId: tenantId, request, ...tenant }
      const first = await untilRun(house, runId, (run) => run.code !== null)
      await house.restart()
      await house.database.db.run.update({ where: { id: runId }, data: { leaseUntil: null, ownerId: null } })
      const child = await carryElsewhere(runId)
      const shown = await untilRun(
        house,
        runId,
        (run) => run.code !== null && run.code.userCode !== first.code?.userCode,
      )
      if (step !== 'sign-in')
        await house.cloud.control.signIn({ userCode: shown.code?.userCode ?? '', person: 'global-administrator' })
      await untilRun(house, runId, is)
      child.kill('SIGKILL')
      await once(child, 'exit')
      await house.cloud.control.clearFaults(tenant.tenantId)
      await house.cloud.control.fault(tenant.tenantId, { name: 'device-interval', seconds: 0.1 })
      await house.database.db.run.updateMany({ where: { id: runId, endedAt: null }, data: { leaseUntil: new Date(0) } })
      await adoptLapsedRuns()
      const run = await untilRun(house, runId, (view) => hasEnded(view) || rests(view), 30_000)
      if (run.verdict !== null) {
        expectPlain(run.verdict)
        expect(run.verdict.reason).toBe('interrupted')
        await renewCode(house.actor, runId)
        await signInTo(house, started)
      }
      await expectConnected(house, started)
    },
    60_000,
  )
})

describe('people', () => {
  async function colleague() {
    const made = await house.database.db.operator.create({
      data: { email: `${randomUUID()}@provider.example`, name: 'Ben Ott', role: 'operator', passwordHash: 'unused' },
    })
    return { ...house.actor, id: made.id, name: made.name, email: made.email, role: 'operator' as const }
  }

  test('two operators at once meet in one run; both may act, one code lives, one application is made', async () => {
    const tenant = await house.newTenant()
    const other = await colleague()
    const request = { customer: 'Both', domain: tenant.domain, baseline: 'recommended', workloads: ['groups'] }
    const [mine, theirs] = await Promise.all([startConnecting(house.actor, request), startConnecting(other, request)])
    expect(theirs.runId).toBe(mine.runId)
    await Promise.allSettled([renewCode(house.actor, mine.runId), renewCode(other, mine.runId)])
    const started = { ...mine, rowId: mine.tenantId, request, ...tenant }
    await signInTo(house, started)
    await expectConnected(house, started)
  })

  test('one stops the run while the other watches: both see the same end', async () => {
    const started = await startRun(house)
    await untilRun(house, started.runId, (run) => run.code !== null)
    await cancelRun(await colleague(), started.runId)
    const { verdict } = await getRun(house.actor, started.runId)
    expect(verdict).toMatchObject({ reason: 'cancelled', written: 'Nothing was written.' })
    await expect(renewCode(house.actor, started.runId)).rejects.toMatchObject({ code: 'run_ended' })
  })

  test('a browser that was closed and opened elsewhere sees the run as it is now, and follows it', async () => {
    const started = await startRun(house)
    const closed = new AbortController()
    for await (const view of watchRun(house.actor, started.runId, closed.signal)) if (view.code !== null) break
    closed.abort()
    await signInTo(house, started)
    const elsewhere = new AbortController()
    let last: RunView | null = null
    for await (const view of watchRun(await colleague(), started.runId, elsewhere.signal)) {
      last = view
      if (hasEnded(view)) break
    }
    elsewhere.abort()
    expect(last?.receipt).toEqual((await getRun(house.actor, started.runId)).receipt)
    await expectConnected(house, started)
  })
})
