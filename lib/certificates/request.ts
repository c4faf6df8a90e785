import { createPublicKey, verify } from 'node:crypto'
import forge from 'node-forge'
import { AppError } from '@/lib/errors'
import {
  assembleSigned,
  context,
  encodeName,
  encodeUsage,
  identifier,
  oids,
  sequence,
  structure,
  toBuffer,
  universal,
  type Node,
} from './der'
import { describeSubject, subjectName, type SubjectName } from './distinguished-name'
import { encodePem } from './issue'

const { asn1 } = forge

/** A request for an authority to sign: the public key and a name, signed by the private half that stays here. */
export interface SigningRequest {
  der: Buffer
  pem: string
  /** RFC 4514 text, for people. */
  subject: string
}

/**
 * PKCS#10 (RFC 2986 §4), with the key usage that is wanted as an extension request (RFC 2985 §5.4.2). As with a
 * certificate, only the bytes go out to `sign`, and the result is verified against `spki` before it leaves.
 */
export async function requestCertificate(given: {
  spki: Buffer
  subject: SubjectName
  sign: (content: Uint8Array) => Promise<Buffer>
}): Promise<SigningRequest> {
  const subject = subjectName(given.subject)
  const content = encodeContent(given.spki, subject)
  const signature = await given.sign(content)
  const key = createPublicKey({ key: given.spki, format: 'der', type: 'spki' })
  if (!verify('sha256', content, key, signature)) {
    throw new AppError('key_unreadable', 'the request was signed by a key that is not its own')
  }
  const der = assembleSigned(content, signature)
  return { der, pem: encodePem(der, 'CERTIFICATE REQUEST'), subject: describeSubject(subject) }
}

function encodeContent(spki: Buffer, subject: SubjectName): Buffer {
  const wanted = structure(asn1.Type.SET, [sequence(encodeUsage())])
  return toBuffer(
    sequence([
      universal(asn1.Type.INTEGER, '\x00'),
      encodeName(subject),
      asn1.fromDer(spki.toString('latin1')),
      context(0, [sequence([identifier(oids.extensionRequest), wanted])]),
    ]),
  )
}

/** The SubjectPublicKeyInfo inside a request of ours, DER. */
export function publicKeyOf(requestDer: Uint8Array): Buffer {
  const [content] = asn1.fromDer(Buffer.from(requestDer).toString('latin1')).value as Node[]
  const spki = (content?.value as Node[] | undefined)?.[2]
  if (spki === undefined) throw new AppError('internal', 'the stored request has no public key')
  return toBuffer(spki)
}
