import forge from 'node-forge'
import type { SubjectName } from './distinguished-name'

const { asn1 } = forge
export type Node = forge.asn1.Asn1

/** Object identifiers of RFC 5280 and RFC 2986, as far as they are written here. */
export const oids = {
  commonName: '2.5.4.3',
  organizationName: '2.5.4.10',
  sha256WithRsaEncryption: '1.2.840.113549.1.1.11',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  extensionRequest: '1.2.840.113549.1.9.14',
} as const

/** The organization before the common name, each as UTF-8. */
export function encodeName(subject: SubjectName): Node {
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

/** RFC 5280 §4.1: an Extension. */
export function extension(oid: string, isCritical: boolean, value: Node): Node {
  const critical = isCritical ? [universal(asn1.Type.BOOLEAN, '\xff')] : []
  return sequence([identifier(oid), ...critical, universal(asn1.Type.OCTETSTRING, asn1.toDer(value).getBytes())])
}

/** What the key is for: signatures (RFC 5280 §4.2.1.3), and proving a client (§4.2.1.12). Microsoft asks for no more. */
export function encodeUsage(): Node[] {
  const digitalSignature = '\x07\x80' // one bit is used, seven are not
  return [
    extension(oids.keyUsage, true, universal(asn1.Type.BITSTRING, digitalSignature)),
    extension(oids.extendedKeyUsage, false, sequence([identifier(oids.clientAuth)])),
  ]
}

/** What a custodian signed, with its signature under the very bytes (RFC 5280 §4.1.1, RFC 2986 §4.2). */
export function assembleSigned(content: Buffer, signature: Buffer): Buffer {
  const body = [
    asn1.fromDer(content.toString('latin1')),
    signatureAlgorithm(),
    universal(asn1.Type.BITSTRING, `\x00${signature.toString('latin1')}`),
  ]
  return toBuffer(sequence(body))
}

/** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 4055 §5). */
export function signatureAlgorithm(): Node {
  return sequence([identifier(oids.sha256WithRsaEncryption), universal(asn1.Type.NULL, '')])
}

/** OBJECT IDENTIFIER. */
export function identifier(oid: string): Node {
  return universal(asn1.Type.OID, asn1.oidToDer(oid).getBytes())
}

function utf8(text: string): Node {
  return universal(asn1.Type.UTF8, Buffer.from(text, 'utf8').toString('latin1'))
}

/** A primitive value, as a string of bytes. */
export function universal(type: forge.asn1.Type, bytes: string): Node {
  return asn1.create(asn1.Class.UNIVERSAL, type, false, bytes)
}

/** A constructed value. */
export function structure(type: forge.asn1.Type, children: Node[]): Node {
  return asn1.create(asn1.Class.UNIVERSAL, type, true, children)
}

/** SEQUENCE. */
export function sequence(children: Node[]): Node {
  return structure(asn1.Type.SEQUENCE, children)
}

/** A context-specific tag, primitive or constructed. */
export function context(tag: number, content: string | Node[]): Node {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- forge types every tag as a universal one; a context tag is just its number
  return asn1.create(asn1.Class.CONTEXT_SPECIFIC, tag, Array.isArray(content), content)
}

/** DER. */
export function toBuffer(node: Node): Buffer {
  return Buffer.from(asn1.toDer(node).getBytes(), 'latin1')
}
