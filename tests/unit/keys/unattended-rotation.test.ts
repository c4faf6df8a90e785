import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { issueCertificate, type Certificate } from '@/lib/certificates/issue'
import { validity } from '@/lib/certificates/lifecycle'
import { clientAssertion, keyProof } from '@/lib/certificates/proof'
import type { PracticeCloud } from '@/practice-cloud/server'
import { aadsts, newTenant, startCloud, type Visitor } from '@/tests/practice-cloud/support'
import { makeBinding, makeInstallation, type TestInstallation } from './installation'

interface OwnKey {
  ref: string
  keyId: string
  certificate: Certificate
}

let home: TestInstallation
let cloud: PracticeCloud
let visitor: Visitor
beforeAll(async () => {
  home = await makeInstallation()
  cloud = await startCloud()
  visitor = await newTenant(cloud)
})
afterAll(() => Promise.all([home.close(), cloud.close()]))

async function makeKey(): Promise<OwnKey> {
  const keyId = randomUUID()
  const { ref, spki } = await home.custodian.create(makeBinding({ certificateId: keyId }))
  const certificate = await issueCertificate({
    spki,
    subject: { commonName: 'Latchkey für 株式会社' },
    ...validity(new Date(), { maxLifetimeDays: null }),
    sign: (tbs) => home.custodian.sign(ref, 'RS256', tbs),
  })
  return { ref, keyId, certificate }
}

function credential({ keyId, certificate }: OwnKey): Record<string, unknown> {
  return { type: 'AsymmetricX509Cert', usage: 'Verify', key: certificate.der.toString('base64'), keyId }
}

async function askToken(appId: string, { ref, certificate }: OwnKey) {
  const assertion = await clientAssertion({
    tokenEndpoint: `${cloud.origin}/${visitor.tenantId}/oauth2/v2.0/token`,
    clientId: appId,
    sha256: certificate.sha256,
    now: new Date(),
    sign: (data) => home.custodian.sign(ref, 'PS256', data),
  })
  return visitor.tokenReply(appId, assertion)
}

function prove(objectId: string, { ref, certificate }: OwnKey, algorithm: 'RS256' | 'PS256'): Promise<string> {
  const { sha1, sha256 } = certificate
  const sign = (data: Uint8Array) => home.custodian.sign(ref, algorithm, data)
  return keyProof({ objectId, sha1, sha256, algorithm, now: new Date(), sign })
}

test.each(['RS256', 'PS256'] as const)(
  'sealed keys sign in, and roll by addKey and removeKey with a %s proof, without any permission',
  async (algorithm) => {
    const administrator = await visitor.signIn('global-administrator')
    const old = await makeKey()
    const made = await visitor.graph(administrator, 'POST', '/applications', {
      displayName: 'Backup',
      keyCredentials: [credential(old)],
    })
    const [objectId, appId] = [String(made.body['id']), String(made.body['appId'])]
    await visitor.graph(administrator, 'POST', '/servicePrincipals', { appId })

    const signedIn = await askToken(appId, old)
    expect(signedIn.status).toBe(200)
    const token = String(signedIn.body['access_token'])

    const next = await makeKey()
    const addition = { keyCredential: credential(next), passwordCredential: null }
    const wrong = await prove(appId, old, algorithm) // the client id instead of the object id
    expect(
      (await visitor.graph(token, 'POST', `/applications/${objectId}/addKey`, { ...addition, proof: wrong })).status,
    ).toBe(401)
    expect(aadsts(await askToken(appId, next))).toBe(700027)

    const proof = await prove(objectId, old, algorithm)
    expect(
      (await visitor.graph(token, 'POST', `/applications/${objectId}/addKey`, { ...addition, proof })).status,
    ).toBe(200)
    expect((await askToken(appId, next)).status).toBe(200)

    const removal = { keyId: old.keyId, proof: await prove(objectId, next, algorithm) }
    expect((await visitor.graph(token, 'POST', `/applications/${objectId}/removeKey`, removal)).status).toBe(204)
    expect(aadsts(await askToken(appId, old))).toBe(700027)
    await home.custodian.destroy(old.ref)
    expect((await askToken(appId, next)).status).toBe(200)
  },
)
