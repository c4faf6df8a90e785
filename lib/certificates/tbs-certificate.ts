import { createHash } from 'node:crypto'
import forge from 'node-forge'
import type { SubjectName } from './distinguished-name'

const { asn1 } = forge
type Node = forge.asn1.Asn1

/** Dates from 2050 on are GeneralizedTime, earlier ones UTCTime (RFC 5280 §4.1.2.5). */
const generalizedFrom = Date.UTC(2050, 0, 1)

const oids = {
  commonName: '2.5.4.3',
  organizationName: '2.5.4.10',
  sha256WithRsaEncryption: '1.2.840.113549.1.1.11',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  clientAuth: '1.3.6.1.5.5.7.3.2',
} as const

export interface CertificateContent {
  /** 16 bytes, the first between 0x40 and 0x7F, so that the INTEGER is positive and minimal. */
  serial: Buffer
  subject: SubjectName
  notBefore: Date
  notAfter: Date
  /** SubjectPublicKeyInfo, DER. */
  spki: Buffer
  /** The RSAPublicKey inside it, DER: what the key identifiers are made of (RFC 5280 §4.2.1.2, method 1). */
  rsaPublicKey: Buffer
}

/** The TBSCertificate (RFC 5280 §4.1.2), DER: the bytes that a custodian signs. Issuer and subject are the same. */
export function encodeTbsCertificate(content: CertificateContent): Buffer {
  const name = encodeName(content.subject)
  return toBuffer(
    sequence([
      context(0, [universal(asn1.Type.INTEGER, '\x02')]),
      universal(asn1.Type.INTEGER, content.serial.toString('latin1')),
      signatureAlgorithm(),
      name,
      sequence([encodeTime(content.notBefore), encodeTime(content.notAfter)]),
      name,
      asn1.fromDer(content.spki.toString('latin1')),
      context(3, [sequence(encodeExtensions(content.rsaPublicKey))]),
    ]),
  )
}

/** Puts the signature under the very bytes that were signed (RFC 5280 §4.1.1). */
export function assembleCertificate(tbs: Buffer, signature: Buffer): Buffer {
  const body = [
    asn1.fromDer(tbs.toString('latin1')),
    signatureAlgorithm(),
    universal(asn1.Type.BITSTRING, `\x00${signature.toString('latin1')}`),
  ]
  return toBuffer(sequence(body))
}

function encodeName(subject: SubjectName): Node {
  const attributes: [string, string | undefined][] = [
    [oids.organizationName, subject.organizationName],
    [oids.commonName, subject.commonName],
  ]
  return sequence(
    attributes.flatMap(([oid, value]) =>
      value === undefined ? [] : [structure(asn1.Type.SET, [sequence([identifier(oid), utf8(value)])])],
    ),
  )
}

function encodeExtensions(rsaPublicKey: Buffer): Node[] {
  const keyIdentifier = createHash('sha1').update(rsaPublicKey).digest().toString('latin1')
  const digitalSignature = '\x07\x80' // one bit is used, seven are not
  return [
    extension(oids.basicConstraints, true, sequence([])), // cA is FALSE by default and left out in DER
    extension(oids.keyUsage, true, universal(asn1.Type.BITSTRING, digitalSignature)),
    extension(oids.extendedKeyUsage, false, sequence([identifier(oids.clientAuth)])),
    extension(oids.subjectKeyIdentifier, false, universal(asn1.Type.OCTETSTRING, keyIdentifier)),
    extension(oids.authorityKeyIdentifier, false, sequence([context(0, keyIdentifier)])),
  ]
}

function extension(oid: string, isCritical: boolean, value: Node): Node {
  const critical = isCritical ? [universal(asn1.Type.BOOLEAN, '\xff')] : []
  return sequence([identifier(oid), ...critical, universal(asn1.Type.OCTETSTRING, asn1.toDer(value).getBytes())])
}

function encodeTime(date: Date): Node {
  return date.getTime() < generalizedFrom
    ? universal(asn1.Type.UTCTIME, asn1.dateToUtcTime(date))
    : universal(asn1.Type.GENERALIZEDTIME, asn1.dateToGeneralizedTime(date))
}

function signatureAlgorithm(): Node {
  return sequence([identifier(oids.sha256WithRsaEncryption), universal(asn1.Type.NULL, '')])
}

function identifier(oid: string): Node {
  return universal(asn1.Type.OID, asn1.oidToDer(oid).getBytes())
}

function utf8(text: string): Node {
  return universal(asn1.Type.UTF8, Buffer.from(text, 'utf8').toString('latin1'))
}

function universal(type: forge.asn1.Type, bytes: string): Node {
  return asn1.create(asn1.Class.UNIVERSAL, type, false, bytes)
}

function structure(type: forge.asn1.Type, children: Node[]): Node {
  return asn1.create(asn1.Class.UNIVERSAL, type, true, children)
}

function sequence(children: Node[]): Node {
  return structure(asn1.Type.SEQUENCE, children)
}

function context(tag: number, content: string | Node[]): Node {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- forge types every tag as a universal one; a context tag is just its number
  return asn1.create(asn1.Class.CONTEXT_SPECIFIC, tag, Array.isArray(content), content)
}

function toBuffer(node: Node): Buffer {
  return Buffer.from(asn1.toDer(node).getBytes(), 'latin1')
}
