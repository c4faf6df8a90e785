import { describe, expect, test } from 'vitest'
import { makeKey, makeWorld, Office, want, wantRole } from '@/tests/support/reconcile-office'

describe('a first connect', () => {
  test('costs one look, one application, one service principal and one batch of grants', async () => {
    const office = new Office(makeWorld())
    const outcome = await office.run(want(makeKey(1)), { lastLook: 'caller' })
    expect(outcome).toMatchObject({ status: 'converged', verified: false })
    expect(office.world.calls).toEqual(['observe', 'upsertApplication', 'upsertServicePrincipal', 'grantAppRoles'])
  })

  test('is verified by a last look when nobody else takes it', async () => {
    const office = new Office(makeWorld())
    const outcome = await office.run(want(makeKey(1)))
    expect(outcome).toMatchObject({ status: 'converged', verified: true })
    expect(office.world.calls.at(-1)).toBe('observe')
  })

  test('writes its intent down before every call', async () => {
    const office = new Office(makeWorld())
    const seen: string[] = []
    office.journal.before = (steps, records) => {
      seen.push(`${steps[0]?.kind ?? ''} after ${office.world.calls.length} calls`)
      office.records = records
      return Promise.resolve()
    }
    await office.run(want(makeKey(1)), { lastLook: 'caller' })
    expect(seen).toEqual([
      'upsertApplication after 1 calls',
      'upsertServicePrincipal after 2 calls',
      'grantAppRole after 3 calls',
    ])
  })

  test('makes no call when its intent cannot be written down', async () => {
    const office = new Office(makeWorld())
    office.journal.before = () => Promise.reject(new Error('disk full'))
    await expect(office.run(want(makeKey(1)))).rejects.toThrow('disk full')
    expect(office.world.calls).toEqual(['observe'])
  })

  test('shows every stage in its preview and writes nothing', async () => {
    const office = new Office(makeWorld())
    const outcome = await office.run(want(makeKey(1)), { mode: 'observe' })
    expect(outcome.status).toBe('drifted')
    expect(outcome.plan.stages.map((stage) => stage.map((step) => step.kind))).toEqual([
      ['upsertApplication'],
      ['upsertServicePrincipal'],
      ['grantAppRole', 'grantAppRole'],
    ])
    expect(outcome.plan.touchesExisting).toBe(false)
    expect(office.world.calls).toEqual(['observe'])
  })

  test('grants more than twenty roles in chunks of twenty', async () => {
    const names = Array.from({ length: 25 }, (_, index) => `R${index}`)
    const office = new Office(makeWorld(names))
    await office.run(want(makeKey(1), { appRoles: names.map((name) => wantRole(name)) }), { lastLook: 'caller' })
    expect(office.world.calls.filter((call) => call === 'grantAppRoles')).toHaveLength(2)
    expect(office.world.state.grants).toHaveLength(25)
  })

  test('outlasts two minutes of spreading', async () => {
    const office = new Office(makeWorld())
    office.world.lags = { application: 120_000, keys: 120_000, principal: 120_000, grants: 120_000, reference: 120_000 }
    const outcome = await office.run(want(makeKey(1)))
    expect(outcome).toMatchObject({ status: 'converged', verified: true })
    expect(office.diary).toContain('waiting spreading')
  })

  test('waits at least as long as Retry-After says', async () => {
    const office = new Office(makeWorld())
    office.world.faults = ['throttled']
    const start = office.world.now
    await office.run(want(makeKey(1)), { pauseMs: 1, lastLook: 'caller' })
    expect(office.world.now - start).toBeGreaterThanOrEqual(7_000)
  })

  test('stalls at once when Retry-After reaches beyond its deadline', async () => {
    const office = new Office(makeWorld())
    office.world.faults = ['throttled']
    const outcome = await office.run(want(makeKey(1)), { deadlineMs: 5_000 })
    expect(outcome).toMatchObject({ status: 'stalled', failure: { kind: 'throttled' } })
  })

  test('takes steps one by one after a concurrency refusal', async () => {
    const office = new Office(makeWorld())
    office.world.faults = [null, null, 'concurrency']
    await office.run(want(makeKey(1), { appRoles: ['A', 'B', 'C'].map((role) => wantRole(role)) }))
    expect(office.world.state.grants).toHaveLength(3)
    expect(office.diary).toContain('waiting concurrency')
  })

  test('ends with the refusal when the policy caps certificate life, and the shorter certificate then travels with the first write', async () => {
    const office = new Office(makeWorld())
    office.world.refusals.set('upsertApplication', 'key-lifetime-policy')
    const refused = await office.run(want(makeKey(1)))
    expect(refused).toMatchObject({ status: 'stalled', failure: { kind: 'key-lifetime-policy' } })
    office.world.refusals.clear()
    office.world.calls = []
    const outcome = await office.run(want(makeKey(2, -1, 30)), { lastLook: 'caller' })
    expect(outcome.status).toBe('converged')
    expect(office.world.calls).toHaveLength(4)
    expect(office.world.live()[0]?.keys.map((key) => key.keyId)).toEqual([makeKey(2).keyId])
  })

  test('asks for a shorter life before writing anything when the policy can be read', async () => {
    const office = new Office(makeWorld())
    office.world.keyPolicy = { maxLifetimeDays: 180, selfSignedForbidden: false }
    const outcome = await office.run(want(makeKey(1)))
    expect(outcome).toMatchObject({ status: 'blocked', needs: 'decision' })
    expect(outcome.plan.unmet).toEqual([{ kind: 'key-lifetime', stops: true, maxLifetimeDays: 180 }])
    expect(office.world.calls).toEqual(['observe'])
  })

  test('names who is needed when nobody may write', async () => {
    const office = new Office(makeWorld())
    const outcome = await office.run(want(makeKey(1)), { authorities: ['application'] })
    expect(outcome).toMatchObject({ status: 'blocked', needs: 'administrator' })
  })

  test('ends at once with the refusal when the signed-in person may not grant', async () => {
    const office = new Office(makeWorld())
    office.world.refusals.set('grantAppRoles', 'not-allowed')
    const outcome = await office.run(want(makeKey(1)))
    expect(outcome).toMatchObject({ status: 'blocked', needs: 'administrator', failure: { kind: 'not-allowed' } })
    expect(office.records.grants).toEqual([])
  })

  test('stalls after its rounds instead of going on for ever', async () => {
    const office = new Office(makeWorld())
    const outcome = await office.run(want(makeKey(1)), { maxRounds: 2 })
    expect(outcome).toMatchObject({ status: 'stalled', failure: null })
  })

  test('reports roles and resources that the tenant does not offer, and takes a fallback where one is named', async () => {
    const office = new Office(makeWorld(['A', 'Older']))
    const missing = 'eeeeeeee-0000-4000-8000-000000000000'
    const appRoles = [wantRole('Newer', ['Older']), wantRole('Gone'), wantRole('A', [], missing)]
    const outcome = await office.run(want(makeKey(1), { appRoles }))
    expect(outcome.status).toBe('converged')
    expect(outcome.plan.unmet.map((unmet) => unmet.kind)).toEqual(['role-missing', 'resource-missing'])
    expect(office.world.state.grants.map((grant) => grant.roleId)).toEqual(['00000003-role-Older'])
  })

  test('a directory role that is refused becomes an instruction and stops nothing else', async () => {
    const office = new Office(makeWorld())
    office.world.directoryRolesReadable = false
    office.world.refusals.set('assignDirectoryRole', 'not-allowed')
    const directoryRoles = [{ templateId: 'reader', workload: 'public-folders' }]
    const outcome = await office.run(want(makeKey(1), { directoryRoles }))
    expect(outcome.status).toBe('converged')
    expect(outcome.plan.unmet).toMatchObject([{ kind: 'directory-role-refused', templateId: 'reader' }])
  })
})
