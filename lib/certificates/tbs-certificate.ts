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

function encodeExtensions(rsaPublicKey: Buffer): Node[] {
  const keyIdentifier = createHash('sha1').update(rsaPublicKey).digest().toString('latin1')
  return [
    extension(oids.basicConstraints, true, sequence([])), // cA is FALSE by default and left out in DER
    ...encodeUsage(),
    extension(oids.subjectKeyIdentifier, false, universal(asn1.Type.OCTETSTRING, keyIdentifier)),
    extension(oids.authorityKeyIdentifier, false, sequence([context(0, keyIdentifier)])),
  ]
}

function encodeTime(date: Date): Node {
  return date.getTime() < generalizedFrom
    ? universal(asn1.Type.UTCTIME, asn1.dateToUtcTime(date))
    : universal(asn1.Type.GENERALIZEDTIME, asn1.dateToGeneralizedTime(date))
}
