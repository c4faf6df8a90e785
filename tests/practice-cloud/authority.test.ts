import { createPublicKey, X509Certificate } from 'node:crypto'
import forge from 'node-forge'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { controlOver } from '@/practice-cloud/control/client'
import type { PracticeCloud } from '@/practice-cloud/server'
import { code, newCertificate, newTenant, startCloud } from './support'

let cloud: PracticeCloud
beforeAll(async () => {
  cloud = await startCloud()
})
afterAll(() => cloud.close())

/** A signing request for a fresh key; `signedBy` another key makes one whose signature does not fit. */
function newRequest({ signedBy }: { signedBy?: ReturnType<typeof newCertificate> } = {}): string {
  const own = newCertificate()
  const pemOf = ({ privateKey }: typeof own) => privateKey.export({ format: 'pem', type: 'pkcs1' }).toString()
  const request = forge.pki.createCertificationRequest()
  request.publicKey = forge.pki.publicKeyFromPem(
    createPublicKey(own.privateKey).export({ format: 'pem', type: 'spki' }).toString(),
  )
  request.setSubject([{ name: 'commonName', value: 'Backup of Ünited' }])
  request.sign(forge.pki.privateKeyFromPem(pemOf(signedBy ?? own)), forge.md.sha256.create())
  return forge.pki.certificationRequestToPem(request)
}

const keyOf = (pem: string) => ({
  type: 'AsymmetricX509Cert',
  usage: 'Verify',
  key: new X509Certificate(pem).raw.toString('base64'),
})

test('the authority of a customer signs a request as it was asked, over HTTP too', async () => {
  const { certificatePem, authorityPem } = await controlOver(cloud.origin).issueCertificate({
    csrPem: newRequest(),
    days: 90,
  })
  const issued = new X509Certificate(certificatePem)
  const authority = new X509Certificate(authorityPem)
  expect([issued.subject, issued.checkIssued(authority), issued.verify(authority.publicKey)]).toEqual([
    'CN=Backup of Ünited',
    true,
    true,
  ])
  const days = (Date.parse(issued.validTo) - Date.parse(issued.validFrom)) / 86_400_000
  expect(days).toBe(90)
})

test('a request that another key signed, or that is none, gets nothing', async () => {
  const { control } = cloud
  await expect(control.issueCertificate({ csrPem: newRequest({ signedBy: newCertificate() }) })).rejects.toThrow(
    'own key',
  )
  await expect(control.issueCertificate({ csrPem: 'hello' })).rejects.toThrow('cannot be read')
})

test('a policy that trusts the customer’s authority takes its certificates and no other’s', async () => {
  const visitor = await newTenant(cloud)
  const token = await visitor.signIn('global-administrator')
  await cloud.control.fault(visitor.tenantId, { name: 'self-signed-forbidden', trusts: 'customer-authority' })
  const create = (key: object) =>
    visitor.graph(token, 'POST', '/applications', { displayName: 'B', keyCredentials: [key] })
  const foreign = newCertificate({ issuedBy: 'Practice Customer Authority' })
  const refused = await create({ type: 'AsymmetricX509Cert', usage: 'Verify', key: foreign.der })
  expect([refused.status, code(refused)]).toEqual([400, 'CredentialTypeNotAllowedAsPerAppPolicy'])
  const { certificatePem } = await cloud.control.issueCertificate({ csrPem: newRequest() })
  expect((await create(keyOf(certificatePem))).status).toBe(201)
})

test('by hand: the page signs what is pasted, and explains what it cannot read', async () => {
  const page = await (await fetch(`${cloud.origin}/certificate-authority`)).text()
  const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const send = async (request: string, fields: Record<string, string> = {}) => {
    const body = new URLSearchParams({ csrf, request, days: '30', ...fields })
    const response = await fetch(`${cloud.origin}/certificate-authority`, { method: 'POST', body })
    return { status: response.status, text: await response.text() }
  }
  const signed = await send(newRequest())
  const pem = /-----BEGIN CERTIFICATE-----[^<]+/.exec(signed.text)?.[0] ?? ''
  expect(new X509Certificate(pem).issuer).toBe('CN=Practice Customer Authority')
  expect(await send('hello')).toMatchObject({ status: 400, text: expect.stringContaining('cannot be read') as string })
  expect((await send(newRequest(), { days: 'forever' })).text).toContain('1 to 3650 days')
  expect((await send(newRequest(), { csrf: 'guessed' })).status).toBe(400)
})
