import { createPublicKey, generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto'
import forge from 'node-forge'

/** A certificate authority of this cloud's own, with its private key: it vouches for nothing outside of practice. */
export interface Authority {
  certificatePem: string
  /** Base64 DER. */
  pkcs8: string
}

const DAY_MS = 86_400_000
const TEN_YEARS_MS = 3650 * DAY_MS

function newPair(): { publicKey: forge.pki.rsa.PublicKey; privatePem: string; pkcs8: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    publicKey: forge.pki.publicKeyFromPem(publicKey.export({ format: 'pem', type: 'spki' }).toString()),
    privatePem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    pkcs8: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  }
}

function keyOf(pkcs8: string): forge.pki.rsa.PrivateKey {
  return forge.pki.privateKeyFromAsn1(forge.asn1.fromDer(forge.util.decode64(pkcs8)))
}

/** `now` in milliseconds; whole seconds are all that a certificate can say. */
function blank(now: number, lifeMs: number): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate()
  const startsAt = Math.floor(now / 1000) * 1000 - 900_000
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`
  certificate.validity.notBefore = new Date(startsAt)
  certificate.validity.notAfter = new Date(startsAt + lifeMs)
  return certificate
}

/** Valid for ten years. */
export function createAuthority(commonName: string, now: number): Authority {
  const { publicKey, pkcs8 } = newPair()
  const certificate = blank(now, TEN_YEARS_MS)
  const name = [{ name: 'commonName', value: commonName }]
  certificate.publicKey = publicKey
  certificate.setSubject(name)
  certificate.setIssuer(name)
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ])
  certificate.sign(keyOf(pkcs8), forge.md.sha256.create())
  return { certificatePem: forge.pki.certificateToPem(certificate), pkcs8 }
}

function signBy(authority: Authority, certificate: forge.pki.Certificate): string {
  certificate.setIssuer(forge.pki.certificateFromPem(authority.certificatePem).subject.attributes)
  certificate.sign(keyOf(authority.pkcs8), forge.md.sha256.create())
  return forge.pki.certificateToPem(certificate)
}

/** A server certificate for these names and addresses, made anew at each start: its key is never stored. */
export function issueForServer(
  authority: Authority,
  hosts: readonly string[],
  now: number,
): { certificatePem: string; keyPem: string } {
  const { publicKey, privatePem } = newPair()
  const certificate = blank(now, 365 * DAY_MS)
  certificate.publicKey = publicKey
  certificate.setSubject([{ name: 'commonName', value: hosts[0] ?? 'localhost' }])
  const isAddress = (host: string) => /^[\d.]+$|:/.test(host)
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    {
      name: 'subjectAltName',
      altNames: hosts.map((host) => (isAddress(host) ? { type: 7, ip: host } : { type: 2, value: host })),
    },
  ])
  return { certificatePem: signBy(authority, certificate), keyPem: privatePem }
}

/** RFC 2986: a certificate for whoever signed the request. Absent where the request cannot be read or its signature does not fit. */
export function issueForRequest(authority: Authority, csrPem: string, days: number, now: number): string | undefined {
  const request = readRequest(csrPem)
  if (request?.publicKey === undefined || request.publicKey === null) return undefined
  const certificate = blank(now, days * DAY_MS)
  certificate.publicKey = request.publicKey
  certificate.setSubject(request.subject.attributes)
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', digitalSignature: true, critical: true },
    { name: 'extKeyUsage', clientAuth: true },
  ])
  return signBy(authority, certificate)
}

function readRequest(csrPem: string): forge.pki.CertificateSigningRequest | undefined {
  try {
    const request = forge.pki.certificationRequestFromPem(csrPem)
    return request.verify() ? request : undefined
  } catch {
    return undefined
  }
}

/** Whether this authority signed the certificate (RFC 5280 §6.1.3, signature and name). */
export function isIssuedBy(authority: Authority, certificate: X509Certificate): boolean {
  const issuer = new X509Certificate(authority.certificatePem)
  return certificate.checkIssued(issuer) && certificate.verify(createPublicKey(authority.certificatePem))
}
