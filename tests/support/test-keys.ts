import { constants, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto'
import { issueCertificate } from '@/lib/certificates/issue'
import { clientAssertion, keyProof } from '@/lib/certificates/proof'
import { tokenEndpoint, type Cloud } from '@/lib/microsoft/clouds'
import type { PublicKeyCredential } from '@/lib/microsoft/observed'

/** A key pair that lives in this test process only, with its certificate as it is written to an application. */
export interface TestKey {
  credential: PublicKeyCredential
  /** A client assertion for the application's own sign-in. */
  assertion(cloud: Cloud, tenantId: string, clientId: string, now?: Date): Promise<string>
  /** A proof of possession for addKey and removeKey. */
  proof(objectId: string, now?: Date): Promise<string>
}

const day = 86_400_000

let shared: { privateKey: KeyObject; publicKey: KeyObject } | undefined

/** One key pair for all certificates of a process, because making one takes a second. The certificates differ. */
export async function makeTestKey(life: { notBefore?: Date; days?: number } = {}): Promise<TestKey> {
  const { privateKey, publicKey } = sharedPair()
  const notBefore = life.notBefore ?? new Date(Math.floor(Date.now() / 1000) * 1000 - day)
  const notAfter = new Date(notBefore.getTime() + (life.days ?? 365) * day)
  const certificate = await issueCertificate({
    spki: publicKey.export({ type: 'spki', format: 'der' }),
    subject: { commonName: 'Latchkey test' },
    notBefore,
    notAfter,
    sign: (tbs) => Promise.resolve(sign('sha256', tbs, privateKey)),
  })
  const { sha1, sha256 } = certificate
  return {
    credential: {
      keyId: randomUUID(),
      displayName: 'Latchkey test',
      sha1,
      der: certificate.der.toString('base64'),
      notBefore: notBefore.toISOString(),
      notAfter: notAfter.toISOString(),
    },
    assertion: (cloud, tenantId, clientId, now = new Date()) =>
      clientAssertion({ tokenEndpoint: tokenEndpoint(cloud, tenantId), clientId, sha256, now, sign: pss(privateKey) }),
    proof: (objectId, now = new Date()) =>
      keyProof({ objectId, sha1, sha256, algorithm: 'PS256', now, sign: pss(privateKey) }),
  }
}

function sharedPair(): { privateKey: KeyObject; publicKey: KeyObject } {
  shared ??= generateKeyPairSync('rsa', { modulusLength: 3072 })
  return shared
}

function pss(key: KeyObject) {
  return (data: Uint8Array) =>
    Promise.resolve(sign('sha256', data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }))
}
