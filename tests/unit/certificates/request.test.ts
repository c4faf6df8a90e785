import { X509Certificate } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { issueCertificate } from '@/lib/certificates/issue'
import { requestCertificate } from '@/lib/certificates/request'
import { acceptSigned } from '@/lib/certificates/signed'
import { Authority, type Signing } from '../../support/authority'
import { makeTestKey } from './signer'

const key = makeTestKey()
const authority = new Authority()
const now = new Date()
const subject = { commonName: 'Latchkey backup ünïcode.example', organizationName: 'Contoso' }

afterAll(() => {
  authority.close()
})

const request = await requestCertificate({ spki: key.spki, subject, sign: key.rs256 })

const year = 365 * 86_400_000

function accept(file: string | Uint8Array, maxLifetimeDays: number | null = null, yearsLater = 0) {
  const at = new Date(now.getTime() + yearsLater * year)
  return acceptSigned(Buffer.from(file), { spki: key.spki, now: at, maxLifetimeDays })
}

describe('a request', () => {
  test('is read by another program: signature, name, usage, no private key', () => {
    const text = authority.describeRequest(request.pem)
    expect(text).toContain('CN=Latchkey backup ünïcode.example')
    expect(text).toContain('Digital Signature')
    expect(text).toContain('TLS Web Client Authentication')
    expect(text).toContain('3072 bit')
    expect(request.pem).not.toContain('PRIVATE')
  })

  test('that another key signed does not leave', async () => {
    const other = makeTestKey()
    await expect(requestCertificate({ spki: key.spki, subject, sign: other.rs256 })).rejects.toMatchObject({
      code: 'key_unreadable',
    })
  })
})

describe('a signed certificate', () => {
  const pem = authority.sign(request.pem)

  test.each([
    ['PEM', () => pem],
    ['DER', () => new X509Certificate(pem).raw],
    ['PEM with its chain', () => authority.certificatePem + pem],
    ['PKCS#7 with its chain', () => authority.bundle(pem)],
    ['PEM between lines of a mail', () => `Dear all,\n\n${pem}\nRegards`],
  ])('is taken as %s', (_, file) => {
    const taken = accept(file())
    expect(taken).toMatchObject({
      certificate: { issuer: 'CN=Contoso Issuing CA, O=Contoso', subject: expect.stringContaining('CN=Latchkey') },
    })
    if ('certificate' in taken) expect(taken.certificate.der.equals(new X509Certificate(pem).raw)).toBe(true)
  })

  const refused: [string, Signing, RegExp][] = [
    ['lives longer than the policy allows', { days: 400 }, /400 days.* allows 365/],
    ['is an authority', { extensions: 'basicConstraints=critical,CA:TRUE' }, /of an authority/],
    ['may not sign', { extensions: 'keyUsage=critical,keyEncipherment' }, /may not make signatures/],
    ['is for servers only', { extensions: 'extendedKeyUsage=serverAuth' }, /not for client authentication/],
    ['is signed with SHA-1', { digest: 'sha1' }, /outdated/],
  ]
  test.each(refused)('that %s is refused with reason and mend', (_, wanted, reason) => {
    const taken = accept(authority.sign(request.pem, wanted), 365)
    expect(taken).toMatchObject({ reason: expect.stringMatching(reason), mend: expect.stringMatching(/\w{3,}.*\./) })
  })

  test.each([
    ['has ended', 2, /ended on \d{4}-/],
    ['ends within a day', 0.999, /ends within a day/],
    ['is not yet valid', -1, /from \d{4}-\d\d-\d\d on only/],
  ])('that %s is refused', (_, yearsLater, reason) => {
    expect(accept(pem, null, yearsLater)).toMatchObject({ reason: expect.stringMatching(reason) })
  })

  test('of another key is refused', async () => {
    const other = makeTestKey()
    const stranger = await requestCertificate({ spki: other.spki, subject, sign: other.rs256 })
    expect(accept(authority.sign(stranger.pem))).toMatchObject({ reason: expect.stringContaining('another key') })
  })

  test('that signed itself is refused: the policy forbids just that', async () => {
    const life = { notBefore: now, notAfter: new Date(now.getTime() + 90 * 86_400_000) }
    const own = await issueCertificate({ spki: key.spki, subject, ...life, sign: key.rs256 })
    expect(accept(own.pem)).toMatchObject({ reason: expect.stringContaining('its own key') })
  })

  test('whose file carries an issuer of the same name that did not sign it is refused', () => {
    const impostor = new Authority()
    try {
      const unnamed = authority.sign(request.pem, { extensions: 'authorityKeyIdentifier=none' })
      expect(accept(impostor.certificatePem + unnamed)).toMatchObject({
        reason: expect.stringContaining('did not sign'),
      })
    } finally {
      impostor.close()
    }
  })

  test.each([
    ['nothing', '', /can be read/],
    ['a text', 'no certificate at all', /can be read/],
    ['damaged PEM', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', /can be read/],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----', /contains a private key/],
    ['the request itself', request.pem, /the request itself/],
  ])('%s is refused', (_, file, reason) => {
    expect(accept(file)).toMatchObject({ reason: expect.stringMatching(reason) })
  })
})
