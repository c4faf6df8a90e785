import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startConnecting } from '@/lib/tenants/connecting'
import { requestRotations } from '@/lib/tenants/rotating'
import type { FaultInput } from '@/practice-cloud/faults/catalogue'
import { keyPool } from '../../support/key-pool'
import { expectConnected, signInTo, type Started } from '../../support/runs'
import { openHouse, untilRun, type House } from '../../support/tenants'
import { connectTenant, expectKnownKeys } from '../../support/rotations'
import { day, hour, keysOf, passYears, tokenByActiveKey, type Years } from '../../support/years'

let house: House
let years: Years
let watched: Started | null = null

beforeAll(async () => {
  house = await openHouse({}, keyPool(6))
  years = passYears(house, undefined, async (now) => {
    if (watched !== null) await expectKnownKeys(house, watched, now)
  })
})
afterAll(async () => {
  years.stop()
  await house.close()
})

/** Years pass for all: the tenants of earlier tests are left alone from here on. */
async function connected(workloads?: readonly string[]): Promise<Started> {
  await house.database.db.work.deleteMany()
  watched = await connectTenant(house, workloads)
  return watched
}

async function fault(started: Started, input: FaultInput) {
  await house.cloud.control.fault(started.tenantId, input)
}

/** Asks for one now and lives until it is over. */
async function rotateOnce(started: Started, days = 3) {
  await requestRotations(house.actor, [started.rowId])
  await years.live(new Date(years.now().getTime() + days * day), async () => !(await isOpen(started)))
}

async function isOpen(started: Started): Promise<boolean> {
  return (await house.database.db.rotation.count({ where: { tenantId: started.rowId, endedAt: null } })) > 0
}

function addKeyCalls(started: Started) {
  return house.cloud.control
    .log({ tenant: started.tenantId })
    .then((entries) => entries.filter(({ path }) => path.endsWith('/addKey')))
}

describe('a certificate that is due', () => {
  test('is renewed without anybody: added, proved, used, and the old key gone with its private half', async () => {
    const started = await connected()
    const [first] = (await keysOf(house, started)).recorded
    await years.live(new Date(years.now().getTime() + 500 * day))
    const { standing, recorded } = await keysOf(house, started)
    expect(recorded.map(({ state }) => state)).toEqual(['removed', 'active'])
    expect(standing.map(({ keyId }) => keyId)).toEqual([recorded[1]?.id])
    const sealed = await house.database.db.sealedKey.findUniqueOrThrow({ where: { ref: first?.keyRef ?? '' } })
    expect(sealed.destroyedAt).not.toBeNull()
    const run = await house.database.db.run.findFirstOrThrow({
      where: { tenantId: started.rowId, kind: 'rotate' },
      include: { steps: { orderBy: { position: 'asc' } } },
    })
    expect(run).toMatchObject({ outcome: 'converged', startedBy: null })
    expect(run.steps.map(({ key, status }) => `${key} ${status}`)).toEqual([
      'key done',
      'add done',
      'prove done',
      'use done',
      'remove done',
    ])
    const told = await house.database.db.event.findMany({
      where: { tenantId: started.rowId, kind: { startsWith: 'certificate.' } },
    })
    expect(told.map(({ kind, severity }) => `${kind} ${severity}`)).toEqual(['certificate.rotated resolved'])
  })

  test('is not used before the new key has signed in five times over ten minutes; a refusal starts the count again', async () => {
    const started = await connected(['groups'])
    await fault(started, { name: 'replication-lag', reads: 'tokenService', seconds: 400, flapping: true })
    const asked = years.now()
    await rotateOnce(started)
    const { recorded } = await keysOf(house, started)
    const active = recorded.find(({ state }) => state === 'active')
    // nodes agreed 400 seconds after addKey; ten minutes of successes can only have begun near that
    expect((active?.provenAt?.getTime() ?? 0) - asked.getTime()).toBeGreaterThan(15 * 60_000)
    const tokens = (await house.cloud.control.log({ tenant: started.tenantId })).filter(({ path }) =>
      path.endsWith('/oauth2/v2.0/token'),
    )
    expect(tokens.filter(({ status }) => status !== 200).length).toBeGreaterThan(0)
  })

  test('keeps the old key for the overlap', async () => {
    const started = await connected(['groups'])
    await requestRotations(house.actor, [started.rowId])
    await years.live(new Date(years.now().getTime() + 23 * hour))
    expect((await keysOf(house, started)).standing).toHaveLength(2)
    await years.live(new Date(years.now().getTime() + 2 * hour))
    expect((await keysOf(house, started)).standing).toHaveLength(1)
  })
})

describe('the id that Microsoft gives a key', () => {
  const cases = (['kept', 'replaced-returned', 'replaced-silently'] as const).flatMap((behaviour) => [
    { behaviour, sight: 'with Own registration', workloads: ['groups', 'own-registration'] },
    { behaviour, sight: 'blind', workloads: ['groups'] },
  ])
  test.each(cases)(
    '$behaviour, $sight: three rotations, the last key stands',
    async ({ behaviour, sight, workloads }) => {
      const started = await connected(workloads)
      await fault(started, { name: 'keyid', behaviour })
      for (let round = 0; round < 3; round++) {
        await years.live(new Date(years.now().getTime() + 490 * day))
        expect(await tokenByActiveKey(house, started.rowId)).toBe(true)
      }
      await years.live(new Date(years.now().getTime() + 2 * day))
      const { standing, recorded } = await keysOf(house, started)
      expect(recorded.length).toBeGreaterThanOrEqual(4)
      const valid = standing.filter(({ notAfter }) => Date.parse(notAfter) > years.now().getTime())
      if (behaviour !== 'replaced-silently' || sight !== 'blind') {
        expect(standing).toHaveLength(1)
        return
      }
      // what cannot be named stays listed, recorded as ours, until it ends; its private half goes then
      expect(valid.length).toBeLessThanOrEqual(2)
      const ended = recorded.filter(({ removedAt, notAfter }) => removedAt === null && notAfter < years.now())
      for (const { keyRef } of ended)
        expect(
          (await house.database.db.sealedKey.findUniqueOrThrow({ where: { ref: keyRef } })).destroyedAt,
        ).not.toBeNull()
    },
  )
})

describe('a lost answer', () => {
  const ways: FaultInput[] = [
    { name: 'reset-after-effect' },
    { name: 'reset-before-effect' },
    { name: 'gateway-timeout-after-effect' },
    { name: 'unavailable', status: 503 },
  ]
  test.each([
    { sight: 'with Own registration', workloads: ['groups', 'own-registration'] },
    { sight: 'blind', workloads: ['groups'] },
  ])(
    '$sight, before and after the effect, at addKey and removeKey: never added twice, one key in the end',
    async (given) => {
      const started = await connected(given.workloads)
      for (const way of ways)
        for (const call of ['addKey', 'removeKey']) {
          await house.cloud.control.clearLog()
          await fault(started, { ...way, times: 1, match: { path: `/${call}$` } })
          await rotateOnce(started)
          const { standing, recorded } = await keysOf(house, started)
          const which = `${way.name} at ${call}`
          expect(
            standing.map(({ keyId }) => keyId),
            which,
          ).toEqual([recorded.at(-1)?.id])
          expect(
            recorded.filter(({ state }) => state !== 'removed').map(({ state }) => state),
            which,
          ).toEqual(['active'])
          expect(await tokenByActiveKey(house, started.rowId), which).toBe(true)
          expect(
            (await addKeyCalls(started)).filter(({ effect }) => effect),
            which,
          ).toHaveLength(1)
        }
    },
  )
})

describe('a person is needed', () => {
  const cases: [string, FaultInput | null, string][] = [
    ['a policy forbids self-signed certificates', { name: 'self-signed-forbidden' }, 'AuthorityNeeded'],
    ['a policy allows only days', { name: 'key-lifetime-policy', maxLifetime: 'P3D' }, 'LifetimeTooShort'],
    ['the application is switched off', { name: 'account-disabled' }, 'ApplicationDisabled'],
    ['the application itself is blocked', { name: 'workload-identity-blocked' }, 'AccessBlocked'],
    ['the application was deleted', null, 'ApplicationDeleted'],
  ]
  test.each(cases)('%s: said on the run, and the old key stays', async (_, input, reason) => {
    const started = await connected(['groups'])
    if (input === null) {
      const application = (await house.cloud.control.god(started.tenantId)).applications[0]?.appId ?? ''
      await house.cloud.control.plant(started.tenantId, { deleteApplication: { application } })
    } else await fault(started, input)
    await requestRotations(house.actor, [started.rowId])
    await years.live(new Date(years.now().getTime() + 3 * day))
    const run = await house.database.db.run.findFirstOrThrow({ where: { tenantId: started.rowId, kind: 'rotate' } })
    expect(run).toMatchObject({ phase: 'waiting', outcome: reason, endedAt: null })
    const stopped = await house.database.db.auditEntry.count({
      where: { subject: `tenant:${started.rowId}`, action: 'certificate.rotation_stopped' },
    })
    expect(stopped).toBe(1)
  })

  test('a shorter life is tried by itself where a policy caps it', async () => {
    const started = await connected(['groups'])
    await fault(started, { name: 'key-lifetime-policy', maxLifetime: 'P30D' })
    await rotateOnce(started)
    const active = (await keysOf(house, started)).recorded.find(({ state }) => state === 'active')
    const days = ((active?.notAfter.getTime() ?? 0) - (active?.notBefore.getTime() ?? 0)) / day
    expect(Math.ceil(days)).toBe(30)
  })

  test('a policy that is lifted lets it go on by itself', async () => {
    const started = await connected(['groups'])
    await fault(started, { name: 'self-signed-forbidden' })
    await requestRotations(house.actor, [started.rowId])
    await years.live(new Date(years.now().getTime() + 2 * day))
    await house.cloud.control.clearFaults(started.tenantId)
    await years.live(new Date(years.now().getTime() + 4 * day), async () => !(await isOpen(started)))
    expect((await keysOf(house, started)).recorded.at(-1)?.state).toBe('active')
  })
})

describe('an administrator’s run in the middle of a rotation', () => {
  test.each(['adding', 'proving', 'removing'])('at %s: takes over and ends with one key', async (stage) => {
    const started = await connected(['groups', 'own-registration'])
    await requestRotations(house.actor, [started.rowId])
    await years.live(new Date(years.now().getTime() + 3 * day), async () => {
      const open = await house.database.db.rotation.findFirst({ where: { tenantId: started.rowId, endedAt: null } })
      return open?.stage === stage
    })
    const { runId } = await startConnecting(house.actor, started.request)
    await house.cloud.control.fault(started.tenantId, { name: 'device-interval', seconds: 0.1 })
    await signInTo(house, { runId })
    await untilRun(house, runId, (run) => run.endedAt !== null || run.verdict !== null)
    await expectConnected(house, { ...started, runId })
    await years.live(new Date(years.now().getTime() + 3 * day))
    const { standing, recorded } = await keysOf(house, started)
    expect(standing.map(({ sha1 }) => sha1)).toEqual([recorded.find(({ state }) => state === 'active')?.sha1])
    expect(await isOpen(started)).toBe(false)
  })

  test('and none is begun beside one that waits', async () => {
    const started = await connected(['groups'])
    await startConnecting(house.actor, started.request)
    expect(await requestRotations(house.actor, [started.rowId])).toEqual([
      { tenantId: started.rowId, result: 'run-open' },
    ])
  })
})
