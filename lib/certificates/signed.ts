import { X509Certificate } from 'node:crypto'
import forge from 'node-forge'
import { encodePem, thumbprints, type Certificate } from './issue'

/** A certificate that an authority signed over our key. `issuer` is for people. */
export interface SignedCertificate extends Certificate {
  issuer: string
}

/** Why a file is not the certificate that was asked for: what is wrong with it, and what mends it. */
export interface SignedRefusal {
  reason: string
  mend: string
}

const day = 86_400_000
const shortestMs = day
/** An authority's clock that runs ahead: by the time that somebody has signed in, the certificate is valid. */
const toleratedMs = 5 * 60_000

/**
 * Takes what an authority gives back: PEM, DER, or PKCS#7 with the chain. The certificate is ours by its public key; the
 * rest of the chain is used to check its signature, and not kept.
 */
export function acceptSigned(
  file: Uint8Array,
  expected: { spki: Buffer; now: Date; maxLifetimeDays: number | null },
): { certificate: SignedCertificate } | SignedRefusal {
  const text = Buffer.from(file).toString('latin1')
  if (text.includes('PRIVATE KEY-----')) return refusals.privateKey
  if (text.includes('CERTIFICATE REQUEST-----')) return refusals.request
  const found = readCertificates(file, text)
  if (found.length === 0) return refusals.unreadable
  const own = found.find((one) => spkiOf(one).equals(expected.spki))
  if (own === undefined) return refusals.otherKey
  return judge(own, found, expected) ?? { certificate: describe(own) }
}

const again = 'Ask them to sign this request again.'

const refusals = {
  privateKey: {
    reason: 'This file contains a private key. Nothing of it was kept.',
    mend: 'Bring the certificate alone. Whoever made that file should treat its key as known to others.',
  },
  request: {
    reason: 'This is the request itself, not the answer to it.',
    mend: 'Send it to the certificate authority, and bring back what they sign.',
  },
  unreadable: {
    reason: 'This is no certificate that can be read.',
    mend: 'Bring it as PEM (.pem, .crt), DER (.cer) or PKCS#7 (.p7b).',
  },
  otherKey: {
    reason: 'This certificate belongs to another key than the one of this request.',
    mend: 'Have exactly the request of this page signed; an older one does not count.',
  },
} satisfies Record<string, SignedRefusal>

function judge(
  own: X509Certificate,
  all: readonly X509Certificate[],
  { now, maxLifetimeDays }: { now: Date; maxLifetimeDays: number | null },
): SignedRefusal | null {
  const { notBefore, notAfter } = lifeOf(own)
  if (own.verify(own.publicKey))
    return { reason: 'This certificate is signed by its own key, which the policy forbids.', mend: again }
  if (notAfter <= now) return { reason: `This certificate ended on ${dayOf(notAfter)}.`, mend: again }
  if (notBefore.getTime() > now.getTime() + toleratedMs)
    return {
      reason: `This certificate is valid from ${dayOf(notBefore)} on only.`,
      mend: `Bring it then, or ask for one that is valid now.`,
    }
  if (notAfter.getTime() - now.getTime() < shortestMs)
    return { reason: 'This certificate ends within a day, too soon to be replaced in time.', mend: again }
  const days = Math.ceil((notAfter.getTime() - notBefore.getTime()) / day)
  if (maxLifetimeDays !== null && days > maxLifetimeDays)
    return {
      reason: `This certificate lives for ${days} days, and the policy of the tenant allows ${maxLifetimeDays}.`,
      mend: `Ask for one of at most ${maxLifetimeDays} days.`,
    }
  return judgeUse(own) ?? judgeChain(own, all)
}

/** Microsoft checks none of this at upload, and refuses some of it at the first sign-in. */
function judgeUse(own: X509Certificate): SignedRefusal | null {
  if (own.ca) return { reason: 'This is the certificate of an authority, not of a client.', mend: again }
  const uses = usesOf(own)
  if (uses === null) return refusals.unreadable
  const { signs, purposes, weak } = uses
  if (weak)
    return { reason: 'This certificate is signed with an outdated method.', mend: 'Ask for a signature with SHA-256.' }
  if (!signs)
    return { reason: 'This certificate may not make signatures.', mend: 'Ask for the key usage “digital signature”.' }
  const mayProve = purposes === null || purposes.clientAuth === true || purposes.any
  return mayProve
    ? null
    : {
        reason: 'This certificate is not for client authentication.',
        mend: 'Ask for the extended key usage “client authentication”.',
      }
}

/** Optional: where the file carries the issuer too, it must really have signed. */
function judgeChain(own: X509Certificate, all: readonly X509Certificate[]): SignedRefusal | null {
  const issuer = all.find((one) => one !== own && own.checkIssued(one))
  if (issuer === undefined || own.verify(issuer.publicKey)) return null
  return { reason: 'The authority in this file did not sign this certificate.', mend: again }
}

/** Null for what OpenSSL reads and forge does not: rather refused here than at the first sign-in. */
function usesOf(own: X509Certificate) {
  const parsed = parse(own.raw)
  if (parsed === null) return null
  const usage = parsed.getExtension('keyUsage') as { digitalSignature?: boolean } | null | undefined
  const extended = parsed.getExtension('extKeyUsage') as Record<string, unknown> | null | undefined
  const algorithm = forge.pki.oids[parsed.signatureOid] ?? ''
  return {
    signs: usage == null || usage.digitalSignature === true,
    purposes: extended == null ? null : { clientAuth: extended['clientAuth'], any: extended['2.5.29.37.0'] === true },
    weak: /^(?:md\d|sha1)/i.test(algorithm),
  }
}

function parse(der: Buffer): forge.pki.Certificate | null {
  try {
    return forge.pki.certificateFromAsn1(forge.asn1.fromDer(der.toString('latin1')))
  } catch {
    return null
  }
}

function describe(own: X509Certificate): SignedCertificate {
  const der = own.raw
  return {
    ...thumbprints(der),
    ...lifeOf(own),
    der,
    pem: encodePem(der),
    serial: own.serialNumber.toUpperCase(),
    subject: oneLine(own.subject),
    issuer: oneLine(own.issuer),
  }
}

function lifeOf(certificate: X509Certificate): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(certificate.validFrom), notAfter: new Date(certificate.validTo) }
}

/** Node gives one attribute per line, the least particular first. */
function oneLine(name: string): string {
  return name.split('\n').filter(Boolean).reverse().join(', ')
}

function readCertificates(file: Uint8Array, text: string): readonly X509Certificate[] {
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----/g)]
  const ders = blocks.length === 0 ? [Buffer.from(file)] : blocks.map(([, , body = '']) => Buffer.from(body, 'base64'))
  return ders.flatMap((der) => [...readOne(der), ...readBundle(der)])
}

function readOne(der: Buffer): readonly X509Certificate[] {
  try {
    return [new X509Certificate(der)]
  } catch {
    return []
  }
}

/** PKCS#7 without content: how authorities on Windows hand out a certificate with its chain (RFC 2315 §9.1). */
function readBundle(der: Buffer): readonly X509Certificate[] {
  try {
    const message = forge.pkcs7.messageFromAsn1(forge.asn1.fromDer(der.toString('latin1')))
    const certificates = 'certificates' in message ? message.certificates : []
    return certificates.flatMap((one) =>
      readOne(Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(one)).getBytes(), 'latin1')),
    )
  } catch {
    return []
  }
}

function spkiOf(certificate: X509Certificate): Buffer {
  return certificate.publicKey.export({ type: 'spki', format: 'der' })
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}
