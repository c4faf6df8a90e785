import { createHash, X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { issueCertificate, thumbprints, type Certificate } from '@/lib/certificates/issue'
import { validity } from '@/lib/certificates/lifecycle'
import { isAppError } from '@/lib/errors'
import { openssl, verifySelfSigned } from './openssl'
import { makeTestKey, type TestKey } from './signer'

let key: TestKey
beforeAll(() => {
  key = makeTestKey()
})

function issue(change: { commonName?: string; organizationName?: string; notBefore?: Date; notAfter?: Date } = {}) {
  const { commonName = 'Latchkey for Contoso', organizationName } = change
  const life = validity(new Date(), { maxLifetimeDays: null })
  return issueCertificate({
    spki: key.spki,
    subject: organizationName === undefined ? { commonName } : { commonName, organizationName },
    notBefore: change.notBefore ?? life.notBefore,
    notAfter: change.notAfter ?? life.notAfter,
    sign: key.rs256,
  })
}

function fingerprint(certificate: Certificate, algorithm: '-sha1' | '-sha256'): string {
  return openssl(certificate.pem, '-fingerprint', algorithm).split('=')[1]?.trim().replaceAll(':', '') ?? ''
}

describe('a certificate as the openssl command reads it', () => {
  test('verifies under its own key with strict checking', async () => {
    expect(verifySelfSigned((await issue()).pem)).toContain('OK')
  })

  test('is X.509 v3 for client authentication with a 3072-bit RSA key and nothing else', async () => {
    const text = openssl((await issue()).pem, '-text')
    expect(text).toContain('Version: 3 (0x2)')
    expect(text).toContain('Signature Algorithm: sha256WithRSAEncryption')
    expect(text).toContain('Public-Key: (3072 bit)')
    expect(text).toMatch(/Basic Constraints: critical\s+CA:FALSE/)
    expect(text).toMatch(/Key Usage: critical\s+Digital Signature\n/)
    expect(text).toMatch(/Extended Key Usage: ?\s+TLS Web Client Authentication\n/)
    const identifier = /Subject Key Identifier: ?\s+(\S+)/.exec(text)?.[1]
    expect(identifier).toMatch(/^([0-9A-F]{2}:){19}[0-9A-F]{2}$/)
    expect(/Authority Key Identifier: ?\s+(?:keyid:)?(\S+)/.exec(text)?.[1]).toBe(identifier)
  })

  test('carries the dates that the record shows, to the second', async () => {
    const certificate = await issue({
      notBefore: new Date('2028-02-29T23:59:59.987Z'),
      notAfter: new Date('2030-02-28T12:00:00.5Z'),
    })
    expect(openssl(certificate.pem, '-startdate').trim()).toBe('notBefore=Feb 29 23:59:59 2028 GMT')
    expect(openssl(certificate.pem, '-enddate').trim()).toBe('notAfter=Feb 28 12:00:00 2030 GMT')
    expect(certificate.notBefore).toEqual(new Date('2028-02-29T23:59:59Z'))
    expect(certificate.notAfter).toEqual(new Date('2030-02-28T12:00:00Z'))
  })

  test('crosses the year 2050, where X.509 changes its form of dates', async () => {
    const certificate = await issue({
      notBefore: new Date('2049-12-31T23:59:59Z'),
      notAfter: new Date('2050-01-01T00:00:00Z'),
    })
    expect(openssl(certificate.pem, '-dates')).toBe(
      'notBefore=Dec 31 23:59:59 2049 GMT\nnotAfter=Jan  1 00:00:00 2050 GMT\n',
    )
  })

  test('has the thumbprints and the serial that the record shows', async () => {
    const certificate = await issue()
    expect(certificate.sha1).toMatch(/^[0-9A-F]{40}$/)
    expect(certificate.sha1).toBe(fingerprint(certificate, '-sha1'))
    expect(certificate.sha256).toMatch(/^[0-9A-F]{64}$/)
    expect(certificate.sha256).toBe(fingerprint(certificate, '-sha256'))
    expect(thumbprints(certificate.der)).toEqual({ sha1: certificate.sha1, sha256: certificate.sha256 })
    expect(openssl(certificate.pem, '-serial').trim()).toBe(`serial=${certificate.serial}`)
  })

  test.each([
    ['umlauts', 'Bäckerei Müller & Söhne Straße', 'Bäckerei Müller & Söhne Straße'],
    ['Chinese, Japanese and Korean', '株式会社バックアップ 备份 백업', '株式会社バックアップ 备份 백업'],
    ['decomposed letters', 'Mu\u0308ller', 'Müller'],
    ['line breaks', 'Contoso\r\nSet-Cookie: a=b\u2028x', 'Contoso Set-Cookie: a=b x'],
    ['a PEM header', '-----END CERTIFICATE-----\n-----BEGIN', '-----END CERTIFICATE----- -----BEGIN'],
    ['bidirectional controls', 'abc\u202Egpj.exe\u2066', 'abcgpj.exe'],
    ['attribute syntax', 'x, O=Microsoft + CN=\\evil', 'x, O=Microsoft + CN=\\evil'],
    ['a lone surrogate', 'a\uD800b', 'a\uFFFDb'],
    ['nothing', ' \n\t ', 'Latchkey'],
  ])('a name with %s is one harmless common name', async (_, commonName, expected) => {
    const certificate = await issue({ commonName })
    expect(openssl(certificate.pem, '-subject').trim()).toBe(`subject=\n    CN=${expected}`)
    expect(openssl(certificate.pem, '-issuer').trim()).toBe(`issuer=\n    CN=${expected}`)
    expect(verifySelfSigned(certificate.pem)).toContain('OK')
  })

  test('an organization stands beside the common name', async () => {
    const certificate = await issue({ organizationName: 'Contoso Ltd.' })
    expect(openssl(certificate.pem, '-subject')).toBe('subject=\n    O=Contoso Ltd.\n    CN=Latchkey for Contoso\n')
    expect(certificate.subject).toBe('CN=Latchkey for Contoso, O=Contoso Ltd.')
  })

  test('names of 64 characters stay whole, longer ones are shortened visibly and inside no character', async () => {
    const name = (commonName: string) =>
      issue({ commonName }).then(({ pem }) => openssl(pem, '-subject').trim().split('CN=')[1] ?? '')
    expect(await name('ü'.repeat(64))).toBe('ü'.repeat(64))
    expect(await name('ü'.repeat(65))).toBe(`${'ü'.repeat(63)}…`)
    const family = '👨‍👩‍👧‍👦' // seven code points that are one character
    expect(await name(family.repeat(10))).toBe(`${family.repeat(9)}…`)
  })
})

describe('issuing', () => {
  test('any name gives a certificate that verifies and whose name has at most 64 characters (1,000 cases)', async () => {
    const anyName = fc.string({ unit: 'binary', maxLength: 90 })
    await fc.assert(
      fc.asyncProperty(anyName, anyName, async (commonName, organizationName) => {
        const { der, subject } = await issue({ commonName, organizationName })
        const read = new X509Certificate(der)
        expect(read.verify(key.publicKey)).toBe(true)
        expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
        const common = String(read.toLegacyObject().subject['CN'])
        expect(Array.from(common).length).toBeLessThanOrEqual(64)
        expect(common).not.toBe('')
      }),
      { numRuns: 1000 },
    )
  })

  test('serials are positive, 128 bits long and never repeated', async () => {
    const serials = await Promise.all(Array.from({ length: 50 }, async () => (await issue()).serial))
    expect(new Set(serials).size).toBe(50)
    for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9A-F]{31}$/)
  })

  test('a signature by another key is refused before anybody gets the certificate', async () => {
    const life = validity(new Date(), { maxLifetimeDays: null })
    const wrong = issueCertificate({ spki: key.spki, subject: { commonName: 'x' }, ...life, sign: makeTestKey().rs256 })
    await expect(wrong).rejects.toSatisfy((error) => isAppError(error) && error.code === 'key_unreadable')
  })

  test('a key below 3072 bits is refused', async () => {
    const weak = makeTestKey(2048)
    const life = validity(new Date(), { maxLifetimeDays: null })
    const refused = issueCertificate({ spki: weak.spki, subject: { commonName: 'x' }, ...life, sign: weak.rs256 })
    await expect(refused).rejects.toThrow('3072')
  })

  test('a life that ends before it begins is refused', async () => {
    const now = new Date()
    await expect(issue({ notBefore: now, notAfter: now })).rejects.toThrow('end after it begins')
  })

  test('the certificate carries exactly the public key that was given', async () => {
    const { der } = await issue()
    const carried = new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' })
    expect(createHash('sha256').update(carried).digest()).toEqual(createHash('sha256').update(key.spki).digest())
  })
})
