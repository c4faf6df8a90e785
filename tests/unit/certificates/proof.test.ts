import { createHash } from 'node:crypto'
import { compactVerify, decodeProtectedHeader, jwtVerify } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { issueCertificate, type Certificate } from '@/lib/certificates/issue'
import { validity } from '@/lib/certificates/lifecycle'
import { clientAssertion, keyProof } from '@/lib/certificates/proof'
import { makeTestKey, type TestKey } from './signer'

const now = new Date('2027-03-01T12:00:00.900Z')
const seconds = Math.floor(now.getTime() / 1000)
const tokenEndpoint = 'https://login.microsoftonline.com/2f5a9d1e-6a53-4b8c-9f19-0b6c8f4f7a11/oauth2/v2.0/token'
const clientId = '6b0f1c54-1f7e-4b36-8d0b-0d5d7c1b9a10'
const objectId = 'a4c3a7d2-2a4b-4a4e-8f1c-6a5b0c9d8e7f'

let key: TestKey
let certificate: Certificate
beforeAll(async () => {
  key = makeTestKey()
  const life = validity(now, { maxLifetimeDays: null })
  certificate = await issueCertificate({ spki: key.spki, subject: { commonName: 'x' }, ...life, sign: key.rs256 })
})

function digest(algorithm: string): string {
  return createHash(algorithm).update(certificate.der).digest('base64url')
}

describe('a client assertion, read by jose', () => {
  const assert = () => clientAssertion({ tokenEndpoint, clientId, sha256: certificate.sha256, now, sign: key.ps256 })

  test('is PS256, names the certificate by its SHA-256, and verifies', async () => {
    const { payload, protectedHeader } = await jwtVerify(await assert(), key.publicKey, {
      algorithms: ['PS256'],
      audience: tokenEndpoint,
      issuer: clientId,
      subject: clientId,
      currentDate: now,
      requiredClaims: ['jti', 'nbf', 'exp', 'iat'],
    })
    expect(protectedHeader).toEqual({ alg: 'PS256', typ: 'JWT', 'x5t#S256': digest('sha256') })
    expect(payload).toMatchObject({ nbf: seconds - 300, iat: seconds, exp: seconds + 600 })
  })

  test.each([
    ['five minutes behind', -299],
    ['nearly ten minutes ahead', 599],
  ])('is accepted by a clock that is %s', async (_, skew) => {
    const currentDate = new Date((seconds + skew) * 1000)
    await expect(jwtVerify(await assert(), key.publicKey, { currentDate })).resolves.toBeDefined()
  })

  test('is refused by a clock beyond that', async () => {
    const token = await assert()
    for (const skew of [-301, 601]) {
      const currentDate = new Date((seconds + skew) * 1000)
      await expect(jwtVerify(token, key.publicKey, { currentDate })).rejects.toThrow()
    }
  })

  test('never carries the same jti twice', async () => {
    const tokens = await Promise.all(Array.from({ length: 20 }, assert))
    const ids = await Promise.all(
      tokens.map(async (token) => (await jwtVerify(token, key.publicKey, { currentDate: now })).payload.jti),
    )
    expect(new Set(ids).size).toBe(20)
  })

  test('carries no padding', async () => {
    expect(await assert()).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
  })
})

describe('a key proof, read by jose', () => {
  const prove = (algorithm: 'RS256' | 'PS256') =>
    keyProof({
      objectId,
      sha1: certificate.sha1,
      sha256: certificate.sha256,
      algorithm,
      now,
      sign: algorithm === 'RS256' ? key.rs256 : key.ps256,
    })

  test.each(['RS256', 'PS256'] as const)(
    '%s: issued by the object id to the directory, ten minutes long',
    async (algorithm) => {
      const { payload } = await jwtVerify(await prove(algorithm), key.publicKey, {
        algorithms: [algorithm],
        audience: '00000002-0000-0000-c000-000000000000',
        issuer: objectId,
        currentDate: now,
      })
      expect(payload).toEqual({
        aud: '00000002-0000-0000-c000-000000000000',
        iss: objectId,
        nbf: seconds - 300,
        exp: seconds + 300,
      })
    },
  )

  test('names the certificate by both hashes and carries no padding', async () => {
    const proof = await prove('RS256')
    expect(decodeProtectedHeader(proof)).toEqual({
      alg: 'RS256',
      typ: 'JWT',
      x5t: digest('sha1'),
      'x5t#S256': digest('sha256'),
    })
    expect(proof).not.toContain('=')
  })

  test('is refused by another key', async () => {
    await expect(compactVerify(await prove('RS256'), makeTestKey().publicKey)).rejects.toThrow()
  })
})
