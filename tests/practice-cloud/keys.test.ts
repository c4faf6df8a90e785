import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PracticeCloud } from '@/practice-cloud/server'
import { aadsts, code, keyCredential, newCertificate, newTenant, register, signJwt, startCloud } from './support'
import type { Certificate, Registered, Reply, Visitor } from './support'

let cloud: PracticeCloud
beforeAll(async () => {
  cloud = await startCloud()
})
afterAll(() => cloud.close())

interface Rolling {
  visitor: Visitor
  made: Registered
  old: Certificate
  next: Certificate
  /** A token of the application itself, without any permission. */
  token: string
}

async function rolling(): Promise<Rolling> {
  const visitor = await newTenant(cloud)
  const old = newCertificate()
  const made = await register(visitor, old)
  return { visitor, made, old, next: newCertificate(), token: await visitor.appToken(made.appId, old) }
}

const seconds = () => Math.floor(Date.now() / 1000)

function proof(objectId: string, by: Certificate, claims: Record<string, unknown> = {}, header = {}): string {
  const nbf = seconds() - 60
  return signJwt(
    by,
    { aud: '00000002-0000-0000-c000-000000000000', iss: objectId, nbf, exp: nbf + 600, ...claims },
    header,
  )
}

function add({ visitor, made, next, token }: Rolling, evidence: string, keyId = randomUUID()): Promise<Reply> {
  const body = { keyCredential: keyCredential(next, keyId), passwordCredential: null, proof: evidence }
  return visitor.graph(token, 'POST', `/applications/${made.objectId}/addKey`, body)
}

async function keyIds({ visitor }: Rolling): Promise<string[]> {
  const [application] = (await cloud.control.god(visitor.tenantId)).applications
  return application?.keyCredentials.map((key) => key.keyId) ?? []
}

test('an application without any permission rolls its own key: add with the old one, remove with the new one', async () => {
  const it = await rolling()
  const keyId = randomUUID()
  const added = await add(it, proof(it.made.objectId, it.old), keyId)
  expect([added.status, added.body['keyId']]).toEqual([200, keyId])
  expect(await keyIds(it)).toEqual([it.made.keyId, keyId])
  const token = await it.visitor.appToken(it.made.appId, it.next)
  const removed = await it.visitor.graph(token, 'POST', `/applications(appId='${it.made.appId}')/removeKey`, {
    keyId: it.made.keyId,
    proof: proof(it.made.objectId, it.next),
  })
  expect(removed.status).toBe(204)
  expect(await keyIds(it)).toEqual([keyId])
  expect(aadsts(await it.visitor.tokenReply(it.made.appId, it.visitor.assertion(it.made.appId, it.old)))).toBe(700027)
})

describe('a proof is refused that', () => {
  test.each([
    ['is meant for another audience', { aud: '00000003-0000-0000-c000-000000000000' }],
    ['names the client id instead of the object id', { iss: randomUUID() }],
    ['lives longer than ten minutes', { exp: seconds() + 3600 }],
    ['has expired', { nbf: seconds() - 900, exp: seconds() - 300 }],
    ['has no start', { nbf: undefined }],
  ])('%s', async (_what, claims) => {
    const it = await rolling()
    const answer = await add(it, proof(it.made.objectId, it.old, claims))
    expect([answer.status, code(answer)]).toEqual([401, 'Authentication_MissingOrMalformed'])
    expect(await keyIds(it)).toEqual([it.made.keyId])
  })

  test('is signed by a certificate that is not registered', async () => {
    const it = await rolling()
    expect((await add(it, proof(it.made.objectId, it.next))).status).toBe(401)
  })

  test('carries base64 padding', async () => {
    const it = await rolling()
    expect((await add(it, `${proof(it.made.objectId, it.old)}=`)).status).toBe(401)
  })

  test('is signed by a certificate whose time is over', async () => {
    const own = await startCloud()
    try {
      const visitor = await newTenant(own)
      const old = newCertificate({ days: 30 })
      const made = await register(visitor, old)
      await own.control.advanceClock(31 * 86_400)
      const token = await visitor.signIn('global-administrator')
      const later = seconds() + 31 * 86_400
      const evidence = proof(made.objectId, old, { nbf: later - 60, exp: later + 500 })
      const body = { keyCredential: keyCredential(newCertificate()), passwordCredential: null, proof: evidence }
      expect((await visitor.graph(token, 'POST', `/applications/${made.objectId}/addKey`, body)).status).toBe(401)
    } finally {
      await own.close()
    }
  })
})

test('another application may not add a key, whatever it proves', async () => {
  const it = await rolling()
  const stranger = await register(it.visitor, newCertificate())
  const other = newCertificate()
  await it.visitor.graph(stranger.token, 'PATCH', `/applications/${stranger.objectId}`, {
    keyCredentials: [keyCredential(other)],
  })
  const token = await it.visitor.appToken(stranger.appId, other)
  expect((await add({ ...it, token }, proof(it.made.objectId, it.old))).status).toBe(403)
})

test('an unknown property, a password beside the certificate and a missing proof are refused', async () => {
  const it = await rolling()
  const place = `/applications/${it.made.objectId}/addKey`
  const good = {
    keyCredential: keyCredential(it.next),
    passwordCredential: null,
    proof: proof(it.made.objectId, it.old),
  }
  for (const bad of [
    { ...good, colour: 'red' },
    { ...good, passwordCredential: {} },
    { ...good, proof: undefined },
  ])
    expect((await it.visitor.graph(it.token, 'POST', place, bad)).status).toBe(400)
  expect(await keyIds(it)).toEqual([it.made.keyId])
})

test('removing a key that is not there is refused', async () => {
  const it = await rolling()
  const body = { keyId: randomUUID(), proof: proof(it.made.objectId, it.old) }
  expect((await it.visitor.graph(it.token, 'POST', `/applications/${it.made.objectId}/removeKey`, body)).status).toBe(
    400,
  )
})

describe('the fault keyid', () => {
  test('kept: the chosen keyId stays and is answered', async () => {
    const it = await rolling()
    await cloud.control.fault(it.visitor.tenantId, { name: 'keyid', behaviour: 'kept' })
    const keyId = randomUUID()
    expect((await add(it, proof(it.made.objectId, it.old), keyId)).body['keyId']).toBe(keyId)
    expect(await keyIds(it)).toContain(keyId)
  })

  test('replaced-returned: another keyId, and the answer tells it', async () => {
    const it = await rolling()
    await cloud.control.fault(it.visitor.tenantId, { name: 'keyid', behaviour: 'replaced-returned' })
    const keyId = randomUUID()
    const answered = (await add(it, proof(it.made.objectId, it.old), keyId)).body['keyId']
    expect(answered).not.toBe(keyId)
    expect(await keyIds(it)).toEqual([it.made.keyId, answered])
  })

  test('replaced-silently: another keyId, and the answer tells nothing', async () => {
    const it = await rolling()
    await cloud.control.fault(it.visitor.tenantId, { name: 'keyid', behaviour: 'replaced-silently' })
    const keyId = randomUUID()
    const { body } = await add(it, proof(it.made.objectId, it.old), keyId)
    expect(Object.keys(body)).toEqual(['@odata.context'])
    expect(await keyIds(it)).not.toContain(keyId)
    expect(await keyIds(it)).toHaveLength(2)
  })
})
