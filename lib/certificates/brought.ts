import { X509Certificate } from 'node:crypto'
import forge from 'node-forge'
import { encodePem, smallestForeignBits, thumbprints, type Certificate } from './issue'
import { publicKeyOf } from './request'
import type { SignedRefusal } from './signed'

/** What a machine with a key of its own brings: its certificate, or a request for one. Never its private half. */
export type Brought = { certificate: Certificate } | { request: { spki: Buffer } } | SignedRefusal

const longestYears = 3
const dayMs = 86_400_000

/** PEM or DER of a certificate, or of a PKCS#10 request (RFC 2986) that is signed by its own key. */
export function readBrought(file: Uint8Array, now: Date): Brought {
  const text = Buffer.from(file).toString('latin1')
  if (text.includes('PRIVATE KEY-----')) return refusals.privateKey
  const [, label = '', body = ''] = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----/.exec(text) ?? []
  const der = body === '' ? Buffer.from(file) : Buffer.from(body, 'base64')
  if (label.endsWith('CERTIFICATE REQUEST')) return readRequest(der) ?? refusals.unreadable
  return readCertificate(der, now) ?? readRequest(der) ?? refusals.unreadable
}

const again = 'Make it anew on the backup server.'

const refusals = {
  privateKey: {
    reason: 'This file contains a private key. Nothing of it was kept.',
    mend: 'Bring the certificate or the request alone. Whoever made that file should treat its key as known to others.',
  },
  unreadable: {
    reason: 'This is neither a certificate nor a signing request that can be read.',
    mend: 'Bring it as PEM (.pem, .crt, .csr) or DER (.cer).',
  },
  weak: { reason: `Its key is no RSA key of at least ${smallestForeignBits} bits.`, mend: again },
  forged: { reason: 'This request is not signed by its own key.', mend: again },
} satisfies Record<string, SignedRefusal>

function readCertificate(der: Buffer, now: Date): Brought | null {
  const own = parseCertificate(der)
  if (own === null) return null
  const notBefore = new Date(own.validFrom)
  const notAfter = new Date(own.validTo)
  if (own.publicKey.asymmetricKeyType !== 'rsa' || bitsOf(own) < smallestForeignBits) return refusals.weak
  if (own.ca) return { reason: 'This is the certificate of an authority, not of a machine.', mend: again }
  if (notAfter <= now) return { reason: `This certificate ended on ${dayOf(notAfter)}.`, mend: again }
  if (notBefore > now)
    return { reason: `This certificate is valid from ${dayOf(notBefore)} on only.`, mend: 'Bring it then.' }
  if (notAfter.getTime() - now.getTime() > longestYears * 366 * dayMs) {
    return { reason: `This certificate lives longer than ${longestYears} years.`, mend: 'Make one that ends sooner.' }
  }
  return {
    certificate: {
      ...thumbprints(der),
      der,
      pem: encodePem(der),
      serial: own.serialNumber.toUpperCase(),
      subject: own.subject.split('\n').filter(Boolean).reverse().join(', '),
      notBefore,
      notAfter,
    },
  }
}

function parseCertificate(der: Buffer): X509Certificate | null {
  try {
    return new X509Certificate(der)
  } catch {
    return null
  }
}

function readRequest(der: Buffer): Brought | null {
  try {
    const request = forge.pki.certificationRequestFromAsn1(forge.asn1.fromDer(der.toString('latin1')), true)
    const key = request.publicKey as forge.pki.rsa.PublicKey
    if (key.n.bitLength() < smallestForeignBits) return refusals.weak
    return request.verify() ? { request: { spki: publicKeyOf(der) } } : refusals.forged
  } catch {
    return null
  }
}

function bitsOf({ publicKey }: X509Certificate): number {
  return publicKey.asymmetricKeyDetails?.modulusLength ?? 0
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}
