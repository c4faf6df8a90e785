import { createHash, createPublicKey, randomBytes, X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { AppError } from '@/lib/errors'
import { describeSubject, subjectName } from './distinguished-name'
import type { SubjectName } from './distinguished-name'
import { assembleSigned } from './der'
import { encodeTbsCertificate } from './tbs-certificate'

/** 128 bits of strength until after 2030 (NIST SP 800-57 part 1, table 2). */
const smallestModulusBits = 3072
/** Keys that others made are theirs to choose; below this Microsoft refuses them too. */
export const smallestForeignBits = 2048

export interface CertificateRequest {
  /** SubjectPublicKeyInfo of an RSA key of at least 3,072 bits, DER. */
  spki: Buffer
  subject: SubjectName
  notBefore: Date
  notAfter: Date
  /** RSASSA-PKCS1-v1_5 with SHA-256 over these bytes, by the private half of `spki`: a custodian's `RS256`. */
  sign: (tbs: Uint8Array) => Promise<Buffer>
  /** Who signs in place of the key itself, and whose `sign` that is: for a request that somebody else made. */
  issuer?: { subject: SubjectName; spki: Buffer }
}

/** The public half, as records and Microsoft need it. Thumbprints are upper-case hex of the hash of `der`. */
export interface Certificate {
  der: Buffer
  pem: string
  /** 40 characters: Microsoft's `customKeyIdentifier`. */
  sha1: string
  /** 64 characters: what `x5t#S256` is made of. */
  sha256: string
  /** 32 upper-case hex characters. */
  serial: string
  /** RFC 4514 text, for people. */
  subject: string
  notBefore: Date
  notAfter: Date
}

/**
 * An X.509 v3 certificate for client authentication, signed by its own key unless an issuer is named. The private key never comes here: the encoded bytes go
 * out to `sign`, and the result is verified against the signer’s public key, so that a signature by another key is refused, not uploaded.
 */
export async function issueCertificate(request: CertificateRequest): Promise<Certificate> {
  const { issuer } = request
  const publicKey = readPublicKey(request.spki, issuer === undefined ? smallestModulusBits : smallestForeignBits)
  const signer = issuer === undefined ? publicKey : readPublicKey(issuer.spki, smallestModulusBits)
  const notBefore = wholeSeconds(request.notBefore)
  const notAfter = wholeSeconds(request.notAfter)
  if (!(notAfter > notBefore)) throw new AppError('internal', 'a certificate must end after it begins')
  const subject = subjectName(request.subject)
  const serial = randomSerial()
  const tbs = encodeTbsCertificate({
    serial,
    subject,
    notBefore,
    notAfter,
    spki: request.spki,
    rsaPublicKey: publicKey.export({ type: 'pkcs1', format: 'der' }),
    ...(issuer === undefined
      ? {}
      : {
          issuer: {
            name: subjectName(issuer.subject),
            rsaPublicKey: signer.export({ type: 'pkcs1', format: 'der' }),
          },
        }),
  })
  const der = assembleSigned(tbs, await request.sign(tbs))
  verify(der, request.spki, signer)
  return {
    ...thumbprints(der),
    der,
    pem: encodePem(der),
    serial: serial.toString('hex').toUpperCase(),
    subject: describeSubject(subject),
    notBefore,
    notAfter,
  }
}

/** Both thumbprints of a DER certificate, upper-case hex without separators. */
export function thumbprints(der: Uint8Array): { sha1: string; sha256: string } {
  const digest = (algorithm: string) => createHash(algorithm).update(der).digest('hex').toUpperCase()
  return { sha1: digest('sha1'), sha256: digest('sha256') }
}

/** RFC 7468 text of DER, by default of a certificate. */
export function encodePem(der: Uint8Array, label = 'CERTIFICATE'): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}

function readPublicKey(spki: Buffer, leastBits: number): KeyObject {
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (key.asymmetricKeyType !== 'rsa' || bits < leastBits) {
    throw new AppError('internal', `a certificate needs an RSA key of at least ${leastBits} bits`)
  }
  return key
}

/** The reader is OpenSSL inside Node, not the encoder: two programs must agree before anything leaves. */
function verify(der: Buffer, spki: Buffer, signer: KeyObject): void {
  const certificate = new X509Certificate(der)
  const carried = certificate.publicKey.export({ type: 'spki', format: 'der' })
  if (!carried.equals(spki) || !certificate.verify(signer)) {
    throw new AppError('key_unreadable', 'the certificate was signed by a key that is not its signer’s')
  }
}

/** Positive, minimal and full length: RFC 5280 §4.1.2.2 allows 20 octets, these are 16 with 126 random bits. */
function randomSerial(): Buffer {
  const serial = randomBytes(16)
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40
  return serial
}

/** X.509 knows no milliseconds; records must show what the certificate says. */
function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000)
}
