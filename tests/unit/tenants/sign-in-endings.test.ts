import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cancelRun, renewCode, resolveDomain, startConnecting } from '@/lib/tenants/connecting'
import type { RunView } from '@/lib/tenants/run-page-views'
import {
  allWorkloads as workloads,
  expectConnected,
  expectNoResidue,
  rests,
  signInTo,
  startRun,
  untilVerdict,
} from '../../support/runs'
import { openHouse, untilRun, type House } from '../../support/tenants'

let house: House

beforeAll(async () => {
  house = await openHouse({ CODES_PER_RUN: '2' })
})
afterAll(() => house.close())

describe('before the first write', () => {
  test('an unknown domain is refused in the field, with Microsoft’s code', async () => {
    await expect(resolveDomain(house.actor, 'nobody-lives-here.example')).rejects.toMatchObject({
      code: 'domain_unknown',
      field: 'domain',
      answer: { code: 'AADSTS90002', traceId: expect.any(String), correlationId: expect.any(String) },
    })
  })

  test('a declined sign-in ends in words with a new code as the way on', async () => {
    const started = await startRun(house)
    await signInTo(house, started, 'global-administrator', 'decline')
    const run = await untilRun(house, started.runId, rests)
    expect(run.verdict).toMatchObject({ reason: 'declined', written: 'Nothing was written.' })
    expect(run.verdict?.ways[0]?.kind).toBe('new-code')
    await expectNoResidue(house, started)
  })

  test('a code that nobody used ends in words, and a new one continues the same run', async () => {
    const started = await startRun(house, [{ name: 'device-lifetime', seconds: 1 }])
    const run = await untilRun(house, started.runId, rests)
    expect(run.verdict?.reason).toBe('code-expired')
    await expectNoResidue(house, started)
    await house.cloud.control.clearFaults(started.tenantId)
    await renewCode(house.actor, started.runId)
    await signInTo(house, started)
    await expectConnected(house, started)
  })

  test('a code that ended is followed by another by itself, as the first said and the last does not', async () => {
    const started = await startRun(house)
    const first = await untilRun(house, started.runId, (run) => run.code !== null)
    expect(first.code?.another).toBe(true)
    await house.cloud.control.fault(started.tenantId, { name: 'code-expired', times: 1 })
    const isNext = ({ code }: RunView) => code !== null && code.userCode !== first.code?.userCode
    const second = await untilRun(house, started.runId, isNext)
    expect(second).toMatchObject({ phase: 'sign-in', verdict: null, code: { another: false } })
    const late = await house.cloud.control.signIn({
      userCode: first.code?.userCode ?? '',
      person: 'global-administrator',
    })
    expect(late.outcome).not.toBe('done')
    await signInTo(house, started)
    await expectConnected(house, started)
  })

  const someone = /^(An? |Who |Global|The administrator)/

  test.each([
    ['another-tenant', 'wrong-tenant'],
    ['personal-account', 'foreign-account'],
    ['guest', 'guest'],
    ['ordinary-user', 'missing-role'],
    ['application-administrator', 'missing-role'],
    ['gdap-technician-without-role', 'missing-role'],
  ])('a sign-in by %s ends as %s before anything is written', async (person, reason) => {
    const started = await startRun(house)
    await signInTo(house, started, person)
    const verdict = await untilVerdict(house, started)
    expect(verdict).toMatchObject({ reason, written: 'Nothing was written.' })
    expect(verdict.who).toMatch(someone)
    expect(verdict.ways.map((way) => way.kind)).toEqual(expect.arrayContaining(['new-code', 'copy-text']))
    expect(verdict.evidence[0]).toMatchObject({ call: expect.stringContaining('token'), at: expect.any(String) })
    await expectNoResidue(house, started)
  })

  test('application administrator only: the missing role is named, held against the one there is, and asked for', async () => {
    const started = await startRun(house)
    await signInTo(house, started, 'application-administrator')
    const verdict = await untilVerdict(house, started)
    expect(verdict.comparison).toMatchObject([
      { expected: expect.stringContaining('Privileged Role Administrator'), found: 'Application Administrator' },
    ])
    const text = verdict.ways.find((way) => way.kind === 'copy-text')?.text
    expect(text).toContain('Global Administrator, or Privileged Role Administrator')
    expect(text).toContain('To undo it later')
    await expectNoResidue(house, started)
    await renewCode(house.actor, started.runId)
    await signInTo(house, started)
    await expectConnected(house, started)
  })

  test('a technician whose partner relationship holds too little: said as such, with a text for the customer', async () => {
    const started = await startRun(house)
    await signInTo(house, started, 'gdap-technician-without-role')
    const verdict = await untilVerdict(house, started)
    expect(verdict).toMatchObject({ reason: 'missing-role', written: 'Nothing was written.' })
    expect(verdict.explanation).toContain('through the partner relationship')
    const text = verdict.ways.find((way) => way.kind === 'copy-text')?.text
    expect(text).toContain('partner relationship')
    expect(text).toContain('Privileged Role Administrator')
    await expectNoResidue(house, started)
    await renewCode(house.actor, started.runId)
    await signInTo(house, started, 'gdap-technician')
    const { run } = await expectConnected(house, started)
    expect(run.signedInAs?.partner).toBe(true)
  })

  test('a second factor that was demanded is explained, and a new code continues', async () => {
    const started = await startRun(house, [{ name: 'mfa-required' }])
    await signInTo(house, started)
    const verdict = await untilVerdict(house, started)
    expect(verdict).toMatchObject({ reason: 'second-factor', written: 'Nothing was written.' })
    expect(verdict.reference).toMatch(/trace .* correlation .* \d{4}-/)
    expect(verdict.ways.map((way) => way.kind)).toEqual(['new-code', 'copy-text', 'by-hand'])
    await expectNoResidue(house, started)
    await house.cloud.control.clearFaults(started.tenantId)
    await renewCode(house.actor, started.runId)
    await signInTo(house, started)
    await expectConnected(house, started)
  })

  test.each(['token-endpoint', 'page-only'] as const)('device code blocked (%s) leads to by hand', async (variant) => {
    const started = await startRun(house, [
      { name: 'device-code-blocked', variant },
      { name: 'device-lifetime', seconds: 1 },
    ])
    await signInTo(house, started)
    const run = await untilRun(house, started.runId, rests)
    if (variant === 'token-endpoint') {
      expect(run.verdict).toMatchObject({ reason: 'code-blocked' })
      expect(run.verdict?.reference).toMatch(/^policy [0-9a-f-]{36} · trace /)
      expect(run.verdict?.explanation).not.toMatch(/[0-9a-f]{8}-/)
    }
    expect(run.verdict?.ways.map((way) => way.kind)).toContain('by-hand')
    await expectNoResidue(house, started)
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
