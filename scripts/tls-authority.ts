import { generateKeyPairSync, randomBytes } from 'node:crypto'
import forge from 'node-forge'

const minuteMs = 60_000
const lifeMs = 24 * 60 * minuteMs

interface Pair {
  publicKey: string
  privateKey: string
}

/** An authority of the moment and one certificate of it for these hosts, as PEM. Its own key is forgotten at once. */
export function makeAuthority(hosts: readonly string[]): { authority: string; key: string; cert: string } {
  const [root, leaf] = [makePair(), makePair()]
  const issuer = [{ name: 'commonName', value: `Practice authority ${randomBytes(4).toString('hex')}` }]
  const authority = issue(root, root, issuer, issuer, [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ])
  const subject = [{ name: 'commonName', value: hosts[0] ?? 'localhost' }]
  const cert = issue(leaf, root, subject, issuer, [
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: [...hosts.map((value) => ({ type: 2, value })), { type: 7, ip: '127.0.0.1' }] },
  ])
  return { authority, key: leaf.privateKey, cert }
}

function makePair(): Pair {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
}

type Name = forge.pki.CertificateField[]

function issue(holder: Pair, signer: Pair, subject: Name, issuer: Name, extensions: object[]): string {
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.publicKeyFromPem(holder.publicKey)
  certificate.serialNumber = `01${randomBytes(16).toString('hex')}`
  certificate.validity.notBefore = new Date(Date.now() - 5 * minuteMs)
  certificate.validity.notAfter = new Date(Date.now() + lifeMs)
  certificate.setSubject(subject)
  certificate.setIssuer(issuer)
  certificate.setExtensions(extensions)
  certificate.sign(forge.pki.privateKeyFromPem(signer.privateKey), forge.md.sha256.create())
  return forge.pki.certificateToPem(certificate)
}
