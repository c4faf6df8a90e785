import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fetchAppToken } from '@/lib/microsoft/app-token'
import { deskWith, done, openRegistered, type Registered } from '@/tests/support/directory-desk'
import { startPractice, type Practice } from '@/tests/support/practice'
import { skippingClock } from '@/tests/support/skipping-clock'
import { makeTestKey, type TestKey } from '@/tests/support/test-keys'

let practice: Practice
beforeAll(async () => (practice = await startPractice()))
afterAll(() => practice.close())

async function standing(desk: Registered): Promise<string[]> {
  const { applications } = await practice.control.god(desk.tenant.tenantId)
  return applications[0]?.keyCredentials.map(({ keyId }) => keyId) ?? []
}

/** The same directory through the application's own sign-in, which holds no permission at all. */
async function asApplication(desk: Registered) {
  const result = await fetchAppToken({
    cloud: practice.cloud,
    tenantId: desk.tenant.tenantId,
    clientId: desk.appId,
    resource: practice.cloud.graphResource,
    assertion: () => desk.key.assertion(practice.cloud, desk.tenant.tenantId, desk.appId),
    clock: skippingClock(),
    timeoutMs: 5000,
    fresh: true,
  })
  if (result.status === 'refused') throw new Error(result.failure.code)
  return deskWith(practice, desk.tenant, result.token).directory
}

const change = (add: readonly TestKey[], mustStand: readonly string[], removeKeyIds: readonly string[] = []) => ({
  add: add.map(({ credential }) => credential),
  removeKeyIds,
  mustStand,
})

describe('merging keys', () => {
  test('adds one and keeps what stands, whoever put it there', async () => {
    const desk = await openRegistered(practice)
    const foreign = await makeTestKey()
    const tool = deskWith(practice, desk.tenant, await practice.signIn(desk.tenant))
    done(await tool.directory.mergeKeys(desk.objectId, change([foreign], [])))
    const next = await makeTestKey()
    done(await desk.directory.mergeKeys(desk.objectId, change([next], [desk.key.credential.keyId])))
    expect(await standing(desk)).toEqual([desk, { key: foreign }, { key: next }].map(({ key }) => key.credential.keyId))
  })

  test('again changes nothing and writes nothing', async () => {
    const desk = await openRegistered(practice)
    const next = await makeTestKey()
    done(await desk.directory.mergeKeys(desk.objectId, change([next], [])))
    await practice.control.clearLog()
    done(await desk.directory.mergeKeys(desk.objectId, change([next], [])))
    const calls = await practice.control.log({ tenant: desk.tenant.tenantId })
    expect(calls.map(({ method }) => method)).toEqual(['GET'])
  })

  test('removes the named key and no other', async () => {
    const desk = await openRegistered(practice)
    const next = await makeTestKey()
    done(await desk.directory.mergeKeys(desk.objectId, change([next], [])))
    done(
      await desk.directory.mergeKeys(desk.objectId, change([], [next.credential.keyId], [desk.key.credential.keyId])),
    )
    expect(await standing(desk)).toEqual([next.credential.keyId])
  })

  test('on a stale read refuses and writes nothing, so that the living key survives', async () => {
    const desk = await openRegistered(practice)
    const second = await makeTestKey()
    await practice.control.fault(desk.tenant.tenantId, { name: 'replication-lag', reads: 'keys', seconds: 60 })
    done(await desk.directory.mergeKeys(desk.objectId, change([second], [desk.key.credential.keyId])))
    const third = await makeTestKey()
    const mustStand = [desk.key.credential.keyId, second.credential.keyId.toUpperCase()]
    const answer = await desk.directory.mergeKeys(desk.objectId, change([third], mustStand))
    expect(answer).toMatchObject({ result: 'refused', failure: { kind: 'spreading', code: 'StaleRead' } })
    expect(await standing(desk)).toEqual([desk.key.credential.keyId, second.credential.keyId])
  })

  test('of an application that is not seen is refused, not begun anew', async () => {
    const desk = await openRegistered(practice)
    const answer = await desk.directory.mergeKeys('00000000-0000-4000-8000-000000000000', change([desk.key], []))
    expect(answer).toMatchObject({ result: 'refused', failure: { kind: 'not-found' } })
  })

  test('with other content under a standing keyId changes nothing', async () => {
    const desk = await openRegistered(practice)
    const other = await makeTestKey()
    const imposter = { ...other, credential: { ...other.credential, keyId: desk.key.credential.keyId } }
    done(await desk.directory.mergeKeys(desk.objectId, change([imposter], [])))
    const { applications } = await practice.control.god(desk.tenant.tenantId)
    expect(applications[0]?.keyCredentials.map(({ sha1 }) => sha1)).toEqual([desk.key.credential.sha1])
  })
})

describe('an application that rolls its own key', () => {
  test('adds the next by a proof with the old one, and removes the old by a proof with the next', async () => {
    const desk = await openRegistered(practice)
    const own = await asApplication(desk)
    const next = await makeTestKey()
    const added = await own.addKey(desk.objectId, next.credential, await desk.key.proof(desk.objectId))
    expect(done(added)).toEqual({ keyId: next.credential.keyId })
    expect(await standing(desk)).toHaveLength(2)
    done(await own.removeKey(desk.objectId, desk.key.credential.keyId, await next.proof(desk.objectId)))
    expect(await standing(desk)).toEqual([next.credential.keyId])
  })

  test('learns the keyId that the directory took instead of ours', async () => {
    const desk = await openRegistered(practice)
    const own = await asApplication(desk)
    await practice.control.fault(desk.tenant.tenantId, { name: 'keyid', behaviour: 'replaced-returned' })
    const next = await makeTestKey()
    const added = done(await own.addKey(desk.objectId, next.credential, await desk.key.proof(desk.objectId)))
    expect(added?.keyId).not.toBe(next.credential.keyId)
    expect(await standing(desk)).toContain(added?.keyId)
  })

  test('does not invent a keyId where the answer names none', async () => {
    const desk = await openRegistered(practice)
    const own = await asApplication(desk)
    await practice.control.fault(desk.tenant.tenantId, { name: 'keyid', behaviour: 'replaced-silently' })
    const next = await makeTestKey()
    expect(done(await own.addKey(desk.objectId, next.credential, await desk.key.proof(desk.objectId)))).toBeNull()
  })

  test('with a proof by a key that does not stand there is refused', async () => {
    const desk = await openRegistered(practice)
    const own = await asApplication(desk)
    const stranger = await makeTestKey()
    const answer = await own.addKey(desk.objectId, stranger.credential, await stranger.proof(desk.objectId))
    expect(answer).toMatchObject({ result: 'refused', failure: { kind: 'token-refused' } })
    expect(await standing(desk)).toHaveLength(1)
  })

  test('does not know whether the key was added when the answer is lost', async () => {
    const desk = await openRegistered(practice)
    const own = await asApplication(desk)
    await practice.control.fault(desk.tenant.tenantId, {
      name: 'reset-after-effect',
      times: 1,
      match: { operation: 'addKey' },
    })
    const next = await makeTestKey()
    const answer = await own.addKey(desk.objectId, next.credential, await desk.key.proof(desk.objectId))
    expect(answer).toMatchObject({ result: 'unknown', failure: { kind: 'lost' } })
    expect(await standing(desk)).toHaveLength(2)
  })
})
