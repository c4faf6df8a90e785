import { createHash } from 'node:crypto'
import forge from 'node-forge'
import {
  context,
  encodeName,
  encodeUsage,
  extension,
  oids,
  sequence,
  signatureAlgorithm,
  toBuffer,
  universal,
  type Node,
} from './der'
import type { SubjectName } from './distinguished-name'

const { asn1 } = forge

/** Dates from 2050 on are GeneralizedTime, earlier ones UTCTime (RFC 5280 §4.1.2.5). */
const generalizedFrom = Date.UTC(2050, 0, 1)

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
  /** Who signs; absent: the key itself. */
  issuer?: { name: SubjectName; rsaPublicKey: Buffer }
}

/** The TBSCertificate (RFC 5280 §4.1.2), DER: the bytes that a custodian signs. */
export function encodeTbsCertificate(content: CertificateContent): Buffer {
  const { subject, rsaPublicKey, issuer = { name: subject, rsaPublicKey } } = content
  return toBuffer(
    sequence([
      context(0, [universal(asn1.Type.INTEGER, '\x02')]),
      universal(asn1.Type.INTEGER, content.serial.toString('latin1')),
      signatureAlgorithm(),
      encodeName(issuer.name),
      sequence([encodeTime(content.notBefore), encodeTime(content.notAfter)]),
      encodeName(subject),
      asn1.fromDer(content.spki.toString('latin1')),
      context(3, [sequence(encodeExtensions(rsaPublicKey, issuer.rsaPublicKey))]),
    ]),
  )
}

function encodeExtensions(rsaPublicKey: Buffer, issuerPublicKey: Buffer): Node[] {
  const identify = (key: Buffer) => createHash('sha1').update(key).digest().toString('latin1')
  return [
    extension(oids.basicConstraints, true, sequence([])), // cA is FALSE by default and left out in DER
    ...encodeUsage(),
    extension(oids.subjectKeyIdentifier, false, universal(asn1.Type.OCTETSTRING, identify(rsaPublicKey))),
    extension(oids.authorityKeyIdentifier, false, sequence([context(0, identify(issuerPublicKey))])),
  ]
}

function encodeTime(date: Date): Node {
  return date.getTime() < generalizedFrom
    ? universal(asn1.Type.UTCTIME, asn1.dateToUtcTime(date))
    : universal(asn1.Type.GENERALIZEDTIME, asn1.dateToGeneralizedTime(date))
}
