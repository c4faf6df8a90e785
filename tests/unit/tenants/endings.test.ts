import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adoptLapsedRuns } from '@/lib/tenants/sweep'
import {
  approvePlan,
  bringBackApplication,
  cancelRun,
  chooseByHand,
  renewCode,
  resolveDomain,
  retryProof,
  startConnecting,
} from '@/lib/tenants/connecting'
import { runtime } from '@/lib/runtime'
import { checkNow } from '@/lib/tenants/checking'
import { getRun } from '@/lib/tenants/run-view'
import { getTenant } from '@/lib/tenants/tenant'
import type { RunView } from '@/lib/tenants/views'
import type { FaultInput } from '@/practice-cloud/faults/catalogue'
import { setUpByHand } from '../../support/administrator'
import { openHouse, untilRun, type House } from '../../support/tenants'

const workloads = ['exchange', 'sharepoint', 'teams', 'groups', 'own-registration']
let house: House

beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

type Started = Awaited<ReturnType<typeof start>>

async function start(faults: readonly FaultInput[] = [], generation: 'current' | '2025' = 'current') {
  const tenant = await house.newTenant({ generation })
  for (const fault of faults) await house.cloud.control.fault(tenant.tenantId, fault)
  const request = {
    customer: `Customer of ${tenant.domain}`,
    domain: tenant.domain,
    baseline: 'recommended',
    workloads,
  }
  const { runId, tenantId } = await startConnecting(house.actor, request)
  return { runId, rowId: tenantId, request, ...tenant }
}

async function signIn(started: Started, person = 'global-administrator', outcome: 'approve' | 'decline' = 'approve') {
  const run = await untilRun(house, started.runId, (view) => view.code !== null)
  return house.cloud.control.signIn({ userCode: run.code?.userCode ?? '', person, outcome })
}

const hasEnded = (run: RunView) => run.endedAt !== null
const rests = (run: RunView) => run.verdict !== null

/** Nothing half-made: no application, no principal, and no code left in the row. */
async function expectNoResidue(started: Started) {
  const truth = await house.cloud.control.god(started.tenantId)
  expect(truth.applications).toEqual([])
  expect(truth.deletedItems).toEqual([])
  const row = await house.database.db.run.findUniqueOrThrow({ where: { id: started.runId } })
  expect(row.userCode).toBeNull()
}

async function expectConnected(started: Started) {
  const run = await untilRun(house, started.runId, (view) => hasEnded(view) || rests(view), 30_000)
  expect(run.verdict).toBeNull()
  expect(run.receipt?.rows.every((row) => row.status !== 'failing')).toBe(true)
  const truth = await house.cloud.control.god(started.tenantId)
  expect(truth.applications.filter((application) => !application.foreign)).toHaveLength(1)
  return { run, truth }
}

describe('endings before the first write', () => {
  test('an unknown domain is refused in the field, with Microsoft’s code', async () => {
    await expect(resolveDomain(house.actor, 'nobody-lives-here.example')).rejects.toMatchObject({
      code: 'domain_unknown',
      field: 'domain',
      say: expect.stringContaining('AADSTS90002'),
    })
  })

  test('a declined sign-in ends in words with a new code as the way on', async () => {
    const started = await start()
    await signIn(started, 'global-administrator', 'decline')
    const run = await untilRun(house, started.runId, rests)
    expect(run.verdict).toMatchObject({ reason: 'declined', written: 'Nothing was written.' })
    expect(run.verdict?.ways[0]?.kind).toBe('new-code')
    await expectNoResidue(started)
  })

  test('a code that nobody used ends in words, and a new one continues the same run', async () => {
    const started = await start([{ name: 'device-lifetime', seconds: 1 }])
    const run = await untilRun(house, started.runId, rests)
    expect(run.verdict?.reason).toBe('code-expired')
    await expectNoResidue(started)
    await house.cloud.control.clearFaults(started.tenantId)
    await renewCode(house.actor, started.runId)
    await signIn(started)
    await expectConnected(started)
  })

  test.each([
    ['another-tenant', 'wrong-tenant'],
    ['personal-account', 'personal-account'],
    ['guest', 'guest'],
    ['ordinary-user', 'missing-role'],
    ['application-administrator', 'missing-role'],
  ])('a sign-in by %s ends as %s before anything is written', async (person, reason) => {
    const started = await start()
    await signIn(started, person)
    const run = await untilRun(house, started.runId, rests)
    expect(['wrong-tenant', 'sign-in-foreign-account', reason]).toContain(run.verdict?.reason)
    expect(run.verdict?.written).toBe('Nothing was written.')
    await expectNoResidue(started)
  })

  test('a missing role is named', async () => {
    const started = await start()
    await signIn(started, 'ordinary-user')
    const run = await untilRun(house, started.runId, rests)
    expect(run.verdict?.explanation).toContain('Global Administrator')
  })

  test.each(['token-endpoint', 'page-only'] as const)('device code blocked (%s) leads to by hand', async (variant) => {
    const started = await start([
      { name: 'device-code-blocked', variant },
      { name: 'device-lifetime', seconds: 1 },
    ])
    await signIn(started)
    const run = await untilRun(house, started.runId, rests)
    if (variant === 'token-endpoint') {
      expect(run.verdict).toMatchObject({ reason: 'code-blocked' })
      expect(run.verdict?.reference).toContain('trace')
    }
    expect(run.verdict?.ways.map((way) => way.kind)).toContain('by-hand')
    await expectNoResidue(started)
  })

  test('two clicks meet in one run with one code', async () => {
    const tenant = await house.newTenant()
    const request = { customer: 'Twice', domain: tenant.domain, baseline: 'recommended', workloads }
    const [first, second] = await Promise.all([
      startConnecting(house.actor, request),
      startConnecting(house.actor, request),
    ])
    expect(second.runId).toBe(first.runId)
    await untilRun(house, first.runId, (run) => run.code !== null)
    const codes = (await house.cloud.control.log({ tenant: tenant.tenantId })).filter((entry) =>
      entry.path.endsWith('/devicecode'),
    )
    expect(codes).toHaveLength(1)
    await cancelRun(house.actor, first.runId)
  })
})

describe('by hand', () => {
  test.each([true, false])('an application made without a code is proved (by script: %s)', async (byScript) => {
    const started = await start([{ name: 'device-code-blocked', variant: 'token-endpoint' }])
    await signIn(started)
    await untilRun(house, started.runId, rests)
    await chooseByHand(house.actor, started.runId)
    const run = await getRun(house.actor, started.runId)
    const script = run.byHand?.script ?? ''
    expect(script).not.toContain('PRIVATE KEY')
    const appId = await administer(started, run, byScript)
    await bringBackApplication(house.actor, started.runId, appId)
    await expectConnected(started)
    const tenant = await getTenant(house.actor, started.rowId)
    expect(tenant.facts.find((fact) => fact.label === 'Application id')?.value).toBe(appId)
  })

  async function administer(started: Started, run: RunView, byScript: boolean): Promise<string> {
    await house.cloud.control.clearFaults(started.tenantId)
    const script = run.byHand?.script ?? ''
    const roles = [...script.matchAll(/roles = @\('([^']+)'/g)].map((match) => match[1] ?? '')
    expect(roles.length).toBeGreaterThan(15)
    return setUpByHand(house.cloud, started.tenantId, {
      uniqueName: byScript ? (/uniqueName='([^']+)'/.exec(script)?.[1] ?? '') : null,
      certificatePem: run.byHand?.certificatePem ?? '',
      roles,
    })
  }

  test('a key that takes longer to make than a lease lasts does not lose the run', async () => {
    const started = await start()
    const { custodian } = runtime()
    const create = custodian.create.bind(custodian)
    custodian.create = async (...given) => {
      await new Promise((resolve) => setTimeout(resolve, 3000))
      await adoptLapsedRuns()
      return create(...given)
    }
    try {
      await chooseByHand(house.actor, started.runId)
    } finally {
      custodian.create = create
    }
    expect(await getRun(house.actor, started.runId)).toMatchObject({ phase: 'by-hand', verdict: null })
    await cancelRun(house.actor, started.runId)
  })

  test('a wrong application id stays a question and harms nothing', async () => {
    const started = await start()
    await chooseByHand(house.actor, started.runId)
    await expect(bringBackApplication(house.actor, started.runId, 'nonsense')).rejects.toMatchObject({ field: 'appId' })
    await house.cloud.control.clearFaults(started.tenantId)
    await cancelRun(house.actor, started.runId)
  })
})

describe('after the sign-in', () => {
  test('a lag of two seconds at every kind of read is waited out', async () => {
    const started = await start([{ name: 'replication-lag', reads: '*', seconds: 2 }])
    await signIn(started)
    await expectConnected(started)
  })

  test('beyond the deadline the run waits, and is proved later without an administrator', async () => {
    const started = await start([{ name: 'replication-lag', reads: 'tokenService', seconds: 300 }])
    await signIn(started)
    const run = await untilRun(house, started.runId, rests, 40_000)
    expect(run.verdict).toMatchObject({ reason: 'still-spreading', status: 'waiting' })
    await house.cloud.control.clearFaults(started.tenantId)
    await retryProof(house.actor, started.runId)
    await expectConnected(started)
  }, 60_000)

  test('an old tenant without the newest roles gets the fallback', async () => {
    const started = await start([], '2025')
    await signIn(started)
    const { truth } = await expectConnected(started)
    expect(truth.grants.map((grant) => grant.role)).toContain('MailboxItem.ImportExport.All')
  })

  test('a policy that caps certificate life is met by a shorter certificate', async () => {
    const started = await start([{ name: 'key-lifetime-policy', maxLifetime: 'P30D' }])
    await signIn(started)
    const { truth } = await expectConnected(started)
    expect(truth.applications[0]?.keyCredentials).toHaveLength(1)
  })

  test.each(['reset-after-effect', 'gateway-timeout-after-effect', 'reset-before-effect'] as const)(
    'a lost answer (%s) at any write makes no second application',
    async (name) => {
      for (let skip = 0; skip < 3; skip++) {
        const started = await start([
          {
            name,
            times: 1,
            skip,
            match: { method: 'PATCH|POST', path: '/v1\\.0/(applications|servicePrincipals|\\$batch)' },
          },
        ])
        await signIn(started)
        await expectConnected(started)
      }
    },
    60_000,
  )

  test('reconfiguring a connected tenant keeps its application and its key', async () => {
    const started = await start()
    await signIn(started)
    const before = (await expectConnected(started)).truth.applications[0]
    const again = await startConnecting(house.actor, started.request)
    await signIn({ ...started, ...again, rowId: started.rowId })
    const { truth } = await expectConnected({ ...started, runId: again.runId })
    expect(truth.applications[0]?.appId).toBe(before?.appId)
    expect(truth.applications[0]?.keyCredentials).toEqual(before?.keyCredentials)
  })

  test('what stands there already is shown, and changed only after the operator agreed', async () => {
    const tenant = await house.newTenant()
    const { installationId } = await house.database.db.installation
      .findFirstOrThrow()
      .then(({ id }) => ({ installationId: id }))
    const uniqueName = `latchkey-backup-${installationId}-${tenant.tenantId}`
    await house.cloud.control.plant(tenant.tenantId, { foreignApplication: { displayName: 'Stood here', uniqueName } })
    const request = {
      customer: `Customer of ${tenant.domain}`,
      domain: tenant.domain,
      baseline: 'recommended',
      workloads,
    }
    const { runId, tenantId } = await startConnecting(house.actor, request)
    const started = { runId, rowId: tenantId, request, ...tenant }
    await signIn(started)
    const run = await untilRun(house, runId, rests)
    expect(run.verdict).toMatchObject({ reason: 'approval', written: 'Nothing was written.' })
    expect((await house.cloud.control.god(tenant.tenantId)).applications[0]?.displayName).toBe('Stood here')
    await approvePlan(house.actor, runId)
    await signIn(started)
    const ended = await untilRun(house, runId, (view) => hasEnded(view) || rests(view))
    expect(ended.verdict).toBeNull()
    expect((await house.cloud.control.god(tenant.tenantId)).applications).toHaveLength(1)
  })

  test('a check with the stored key tells what somebody took away', async () => {
    const started = await start()
    await signIn(started)
    const { truth } = await expectConnected(started)
    const application = truth.applications[0]?.appId ?? ''
    await house.cloud.control.plant(started.tenantId, { removeGrant: { application, role: 'Sites.Read.All' } })
    await checkNow(house.actor, started.rowId)
    const tenant = await getTenant(house.actor, started.rowId)
    expect(tenant.state).toBe('failing')
    expect(tenant.conditions.find((one) => one.type === 'Permissions')?.message).toContain('Sites.Read.All')
  })
})

describe('a portal that was killed', () => {
  test('while a code is shown, asks for one more sign-in', async () => {
    const started = await start()
    await untilRun(house, started.runId, (run) => run.code !== null)
    await killAndRestart(started)
    const run = await untilRun(house, started.runId, rests)
    expect(run.verdict?.reason).toBe('interrupted')
    expect(run.code).toBeNull()
    await renewCode(house.actor, started.runId)
    await signIn(started)
    await expectConnected(started)
  })

  test('before anybody took the run, is noticed too', async () => {
    const started = await start()
    await untilRun(house, started.runId, (run) => run.code !== null)
    await house.restart()
    await house.database.db.run.update({
      where: { id: started.runId },
      data: { ownerId: null, leaseUntil: null, startedAt: new Date(0) },
    })
    await adoptLapsedRuns()
    const run = await untilRun(house, started.runId, rests)
    expect(run.verdict?.reason).toBe('interrupted')
  })

  test('while it proves, goes on by itself', async () => {
    const started = await start([{ name: 'replication-lag', reads: 'tokenService', seconds: 300 }])
    await signIn(started)
    await untilRun(house, started.runId, (run) => run.phase === 'proving')
    await killAndRestart(started)
    await house.cloud.control.clearFaults(started.tenantId)
    await expectConnected(started)
  })

  /** The lease of a killed process lapses; whoever lives then adopts its runs. */
  async function killAndRestart(started: Started) {
    await house.restart()
    await house.database.db.run.update({
      where: { id: started.runId },
      data: { ownerId: '00000000-0000-0000-0000-000000000000', leaseUntil: new Date(0) },
    })
    await adoptLapsedRuns()
  }
})
