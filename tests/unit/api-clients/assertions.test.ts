import { createHmac, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto'
import { CompactEncrypt, exportSPKI, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { spendOnce } from '@/lib/api-clients/assertion-store'
import { openFamily } from '@/lib/api-clients/families'
import { runtime } from '@/lib/runtime'
import { stillClock } from '../../support/still-clock'
import { clientWith, keyPairs, pem } from '../../support/keyed-clients'
import { openTokenHouse, type TokenHouse } from '../../support/token-server'

const { p256, rsa, ed25519 } = keyPairs()
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })

let served: TokenHouse
let url: string
/** Has the P-256 key. */
let clientId: string

beforeAll(async () => {
  served = await openTokenHouse()
  url = served.url
  clientId = await clientWith(served.house.actor, p256)
}, 60_000)
afterAll(() => served.close())

const seconds = () => Math.floor(runtime().clock.now().getTime() / 1000)
const rightClaims = (): Record<string, unknown> => ({
  ...{ iss: clientId, sub: clientId, aud: url, iat: seconds(), exp: seconds() + 120, jti: randomUUID() },
})

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
/** Signed by hand, so that header and claims may be anything. */
function forge(header: object, claims: unknown, key: KeyObject = p256.privateKey): string {
  const input = `${encode(header)}.${typeof claims === 'string' ? claims : encode(claims)}`
  return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}
const es256 = { alg: 'ES256' }
const withClaims = (more: Record<string, unknown>) => forge(es256, { ...rightClaims(), ...more })
const withHeader = (more: Record<string, unknown>) => forge({ ...es256, ...more }, rightClaims())

async function send(assertion: string, more = ''): Promise<{ status: number; json: Record<string, unknown> }> {
  const type = encodeURIComponent('urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
  const body = `grant_type=client_credentials&client_assertion_type=${type}&client_assertion=${assertion}${more}`
  const response = await served.post('/api/oauth/token', body)
  return { status: response.status, json: (await response.json()) as Record<string, unknown> }
}

test('an assertion that is right gives a token, with or without the client beside it', async () => {
  expect(await send(withClaims({}))).toMatchObject({ status: 200 })
  expect(await send(withClaims({ nbf: seconds() }), `&client_id=${clientId}`)).toMatchObject({ status: 200 })
  expect(await send(withHeader({ typ: 'client-authentication+jwt', kid: 'any' }))).toMatchObject({ status: 200 })
  expect(await send(withClaims({ iat: seconds() + 50, exp: seconds() + 350 }))).toMatchObject({ status: 200 })
  expect(await send(withClaims({ iat: seconds() - 200, exp: seconds() - 50 }))).toMatchObject({ status: 200 })
})

test.each([
  ['an RSA key signs PS256', rsa, 'PS256'],
  ['an Ed25519 key signs EdDSA', ed25519, 'EdDSA'],
  ['an Ed25519 key signs Ed25519, as it is called since RFC 9864', ed25519, 'Ed25519'],
])('%s', async (_, pair, alg) => {
  const id = await clientWith(served.house.actor, pair)
  const claims = { ...rightClaims(), iss: id, sub: id }
  const assertion = await new SignJWT(claims).setProtectedHeader({ alg }).sign(pair.privateKey)
  expect(await send(assertion)).toMatchObject({ status: 200 })
})

describe('a malformed or forged assertion proves nothing', () => {
  const publicPem = Buffer.from(pem(p256))
  const hmac = (alg: string, hash: string) => {
    const input = `${encode({ alg })}.${encode(rightClaims())}`
    return `${input}.${createHmac(hash, publicPem).update(input).digest('base64url')}`
  }
  const without = (name: string) => {
    const { [name]: _, ...rest } = rightClaims()
    return forge(es256, rest)
  }
  const jwk = () => other.publicKey.export({ format: 'jwk' })
  const swap = (part: 0 | 1 | 2, by: (text: string) => string) =>
    withClaims({})
      .split('.')
      .map((text, index) => (index === part ? by(text) : text))
      .join('.')

  const table: [name: string, make: () => string | Promise<string>][] = [
    ['algorithm none, without a signature', () => `${encode({ alg: 'none' })}.${encode(rightClaims())}.`],
    ['algorithm None', () => `${encode({ alg: 'None' })}.${encode(rightClaims())}.`],
    ['algorithm none, with a signature', () => forge({ alg: 'none' }, rightClaims())],
    ['HS256 with the public key as its secret', () => hmac('HS256', 'sha256')],
    ['HS512 with the public key as its secret', () => hmac('HS512', 'sha512')],
    ['an algorithm that the key is not for', () => forge({ alg: 'PS256' }, rightClaims())],
    ['ES384 in the header', () => forge({ alg: 'ES384' }, rightClaims())],
    ['no algorithm', () => forge({}, rightClaims())],
    ['RS256 with an RSA key', () => forge({ alg: 'RS256' }, rightClaims(), rsa.privateKey)],
    ['another key', () => forge(es256, rightClaims(), other.privateKey)],
    ['another key, brought along', () => forge({ ...es256, jwk: jwk() }, rightClaims(), other.privateKey)],
    ['the right key, brought along', () => withHeader({ jwk: p256.publicKey.export({ format: 'jwk' }) })],
    ['an address of keys', () => withHeader({ jku: `${url}/keys` })],
    ['an address of a certificate', () => withHeader({ x5u: `${url}/certificate` })],
    ['a certificate', () => withHeader({ x5c: ['MIIB'] })],
    ['an extension that must be understood', () => withHeader({ crit: ['exp'], exp: 1 })],
    ['an unencoded payload', () => withHeader({ b64: false, crit: ['b64'] })],
    ['the type of an access token', () => withHeader({ typ: 'at+jwt' })],
    ['a JWT in a JWT', () => withHeader({ cty: 'JWT' })],
    ['no issuer', () => without('iss')],
    ['another issuer', () => withClaims({ iss: randomUUID() })],
    ['no subject', () => without('sub')],
    ['another subject', () => withClaims({ sub: randomUUID() })],
    ['a subject that is a number', () => withClaims({ sub: 7 })],
    ['no audience', () => without('aud')],
    ['two audiences', () => withClaims({ aud: [url, 'https://other.example'] })],
    ['an audience in a list', () => withClaims({ aud: [url] })],
    ['the token endpoint as audience', () => withClaims({ aud: `${url}/api/oauth/token` })],
    ['the issuer with a slash', () => withClaims({ aud: `${url}/` })],
    ['no end', () => without('exp')],
    ['an end that is a text', () => withClaims({ exp: String(seconds() + 60) })],
    ['an end that has passed', () => withClaims({ iat: seconds() - 200, exp: seconds() - 61 })],
    ['an end before its beginning', () => withClaims({ iat: seconds() + 30, exp: seconds() + 20 })],
    ['a life of more than five minutes', () => withClaims({ exp: seconds() + 301 })],
    ['no time of making', () => without('iat')],
    ['a time of making in the future', () => withClaims({ iat: seconds() + 120, exp: seconds() + 240 })],
    ['not yet', () => withClaims({ nbf: seconds() + 120 })],
    ['no id', () => without('jti')],
    ['an empty id', () => withClaims({ jti: '' })],
    ['an id of 300 letters', () => withClaims({ jti: 'x'.repeat(300) })],
    ['an id that is a number', () => withClaims({ jti: 7 })],
    ['claims changed after signing', () => swap(1, () => encode({ ...rightClaims(), jti: 'other' }))],
    ['a signature cut short', () => swap(2, (text) => text.slice(0, -4))],
    ['a signature with a line break', () => swap(2, (text) => `${text}%0A`)],
    ['no signature', () => swap(2, () => '')],
    ['two parts', () => withClaims({}).split('.').slice(0, 2).join('.')],
    ['four parts', () => `${withClaims({})}.x`],
    ['claims that are a list', () => forge(es256, [])],
    ['claims that are no JSON', () => forge(es256, Buffer.from('{').toString('base64url'))],
    ['a header that is no JSON', () => swap(0, () => 'e30x')],
    ['nothing but dots', () => '..'],
    ['10 kB of claims', () => withClaims({ note: 'x'.repeat(10_000) })],
    [
      'an encrypted one',
      () =>
        new CompactEncrypt(Buffer.from(withClaims({})))
          .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
          .encrypt(p256.publicKey),
    ],
    [
      'a client that nobody made',
      () => withClaims({ iss: '7a0c6a40-6f0e-4f0b-9a57-0f6f9f1f4a11', sub: '7a0c6a40-6f0e-4f0b-9a57-0f6f9f1f4a11' }),
    ],
  ]

  test.each(table)('%s', async (_, make) => {
    const answer = await send(await make())
    expect(answer).toMatchObject({ status: 401, json: { error: 'invalid_client' } })
    expect(answer.json).not.toHaveProperty('access_token')
  })

  test('none of them used up an id that a right one could come with', async () => {
    const claims = rightClaims()
    expect(await send(forge(es256, claims, other.privateKey))).toMatchObject({ status: 401 })
    expect(await send(forge(es256, claims), `&client_id=${randomUUID()}`)).toMatchObject({ status: 401 })
    expect(await send(forge(es256, claims))).toMatchObject({ status: 200 })
  })
})

describe('an assertion works once', () => {
  test('of fifty twins, three times over, exactly one', async () => {
    for (let round = 0; round < 3; round += 1) {
      const assertion = withClaims({})
      const answers = await Promise.all(Array.from({ length: 50 }, () => send(assertion)))
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      expect(answers.filter(({ json }) => json['error'] === 'invalid_client')).toHaveLength(49)
    }
  })

  // the other rounds that make two hundred: without HTTP and signatures, which are dear and decide nothing between twins
  test('of fifty twins, 197 times over, one is the first where it is decided', async () => {
    const expiresAt = new Date(runtime().clock.now().getTime() + 300_000)
    for (let round = 0; round < 197; round += 1) {
      const twin = { clientId, jti: randomUUID(), expiresAt }
      const firsts = await Promise.all(Array.from({ length: 50 }, () => spendOnce(twin)))
      expect(firsts.filter(Boolean)).toHaveLength(1)
    }
  }, 60_000)

  test('after a restart as before, until it has long expired', async () => {
    const assertion = withClaims({})
    expect(await send(assertion)).toMatchObject({ status: 200 })
    await served.house.restart()
    expect(await send(assertion)).toMatchObject({ status: 401 })
    const before = runtime().clock
    const clock = stillClock()
    runtime().clock = clock
    clock.pass(179)
    await openSomething()
    expect(await send(assertion)).toMatchObject({ status: 401 })
    clock.pass(3600)
    const kept = await served.house.database.db.usedAssertion.count()
    await openSomething()
    expect(kept).toBeGreaterThan(1)
    expect(await served.house.database.db.usedAssertion.count()).toBe(0)
    runtime().clock = before
  })

  /** Whoever asks for tokens also sweeps. */
  async function openSomething() {
    const scopes = ['tenants:read'] as const
    await openFamily({ kind: 'client', clientId, name: 'x', scopes, accessSeconds: 60, withRefresh: false })
  }

  test('and the same id from another client is another assertion', async () => {
    const jti = randomUUID()
    const second = await clientWith(served.house.actor, other)
    const theirs = { ...rightClaims(), iss: second, sub: second, jti }
    expect(await send(withClaims({ jti }))).toMatchObject({ status: 200 })
    expect(await send(forge(es256, theirs, other.privateKey))).toMatchObject({ status: 200 })
  })
})

describe('keys that an operator may register', () => {
  const readable: [name: string, text: () => string | Promise<string>][] = [
    ['a public key in PEM', () => exportSPKI(p256.publicKey)],
    ['a JWK', () => JSON.stringify({ ...p256.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig' })],
  ]
  test.each(readable)('%s', async (_, text) => {
    const id = await clientWith(served.house.actor, p256, await text())
    expect(await send(forge(es256, { ...rightClaims(), iss: id, sub: id }))).toMatchObject({ status: 200 })
  })

  const private256 = p256.privateKey
  const refused: [name: string, text: () => string, says: string][] = [
    ['a private key', () => private256.export({ type: 'pkcs8', format: 'pem' }).toString(), 'This is a private key.'],
    ['a private JWK', () => JSON.stringify(private256.export({ format: 'jwk' })), 'This is a private key.'],
    ['an RSA key of 1024 bits', () => pem(generateKeyPairSync('rsa', { modulusLength: 1024 })), 'Use an RSA key of'],
    ['a key on another curve', () => pem(generateKeyPairSync('ec', { namedCurve: 'P-384' })), 'Use an RSA key of'],
    ['a shared secret', () => '{"kty":"oct","k":"c2VjcmV0"}', 'Paste the whole public key'],
    ['something else', () => 'hello', 'Paste the whole public key'],
  ]
  test.each(refused)('but not %s', async (_, text, says) => {
    await expect(clientWith(served.house.actor, p256, text())).rejects.toMatchObject({
      field: 'publicKey',
      say: expect.stringContaining(says) as string,
    })
  })
})
