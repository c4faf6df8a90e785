import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bringCertificate, requestSignature } from '@/lib/tenants/deciding'
import { getRun } from '@/lib/tenants/run-view'
import { getTenant } from '@/lib/tenants/tenant'
import { Authority } from '../../support/authority'
import { openHouse, untilRun, type House } from '../../support/tenants'
import { expectConnected, expectNoResidue, signInTo, startAgain, startRun, untilVerdict } from '../../support/runs'

let house: House
const authority = new Authority()

beforeAll(async () => {
  house = await openHouse()
})
afterAll(async () => {
  authority.close()
  await house.close()
})

async function waiting(trusts: 'anyone' | 'customer-authority' = 'anyone') {
  const started = await startRun(house, [{ name: 'self-signed-forbidden', trusts }])
  await signInTo(house, started)
  const verdict = await untilVerdict(house, started)
  expect(verdict).toMatchObject({ reason: 'self-signed-forbidden' })
  expect(verdict.written).not.toMatch(/^Written/)
  expect(verdict.who).toContain('certificate authority')
  expect(verdict.ways.map((way) => way.kind)).toEqual(['request-certificate', 'copy-text', 'new-code'])
  await expectNoResidue(house, started)
  await requestSignature(house.actor, started.runId)
  const { certificateRequest } = await getRun(house.actor, started.runId)
  return { started, request: certificateRequest }
}

describe('their policy forbids self-signed certificates', () => {
  test('the request goes out, the signed certificate comes back, and the run goes on with it', async () => {
    const { started, request } = await waiting()
    expect(request?.pem).not.toContain('PRIVATE')
    expect(request?.letter).toContain('client authentication')
    const pem = authority.sign(request?.pem ?? '', { days: 200 })
    await bringCertificate(house.actor, started.runId, Buffer.from(pem))
    await signInTo(house, started)
    const { run, application } = await expectConnected(house, started)
    expect(run.receipt?.rows.find((row) => row.label === 'Certificate')?.value).toContain('Contoso Issuing CA')
    const { certificate } = await getTenant(house.actor, started.rowId)
    expect(certificate?.sha1).toBe(application?.keyCredentials[0]?.sha1)
    const days = (Date.parse(certificate?.notAfter ?? '') - Date.parse(certificate?.notBefore ?? '')) / 86_400_000
    expect(Math.round(days)).toBe(200)
    // the same lifecycle as of every certificate: due within its own life, before its last third
    expect(Date.parse(certificate?.renewAt ?? '')).toBeLessThan(Date.now() + 134 * 86_400_000)
    const keys = await house.database.db.sealedKey.count({ where: { tenantId: started.rowId, destroyedAt: null } })
    expect(keys).toBe(1)
  })

  test('a policy that trusts one authority alone: that one’s certificate is taken, another’s is refused at the write', async () => {
    const { started, request } = await waiting('customer-authority')
    await bringCertificate(house.actor, started.runId, Buffer.from(authority.sign(request?.pem ?? '')))
    await signInTo(house, started)
    expect(await untilVerdict(house, started)).toMatchObject({ reason: 'self-signed-forbidden' })
    await expectNoResidue(house, started)
    await requestSignature(house.actor, started.runId)
    const csrPem = (await getRun(house.actor, started.runId)).certificateRequest?.pem ?? ''
    const { certificatePem, authorityPem } = await house.cloud.control.issueCertificate({ csrPem })
    await bringCertificate(house.actor, started.runId, Buffer.from(authorityPem + certificatePem))
    await signInTo(house, started)
    await expectConnected(house, started)
  })

  test('a certificate of another key is refused in its field, and the run still waits for the right one', async () => {
    const { started, request } = await waiting()
    const other = await waiting()
    const stranger = authority.sign(other.request?.pem ?? '')
    await expect(bringCertificate(house.actor, started.runId, Buffer.from(stranger))).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'certificate',
      say: expect.stringMatching(/another key.*request of this page/),
    })
    const again = await getRun(house.actor, started.runId)
    expect(again.certificateRequest?.pem).toBe(request?.pem)
    await expectNoResidue(house, started)
  })

  test('asked twice, the request stays the same: what was sent to an authority must stay good', async () => {
    const { started, request } = await waiting()
    await requestSignature(house.actor, started.runId)
    const { certificateRequest } = await getRun(house.actor, started.runId)
    expect(certificateRequest?.pem).toBe(request?.pem)
  })

  test('a connected tenant whose certificate is good keeps it, whatever the policy says now', async () => {
    const started = await startRun(house)
    await signInTo(house, started)
    const { application } = await expectConnected(house, started)
    await house.cloud.control.fault(started.tenantId, { name: 'self-signed-forbidden' })
    const again = await startAgain(house, started)
    await signInTo(house, again)
    const after = await expectConnected(house, again)
    expect(after.application?.keyCredentials).toEqual(application?.keyCredentials)
  })
})

describe('their policy caps the life of certificates', () => {
  test('a shorter one is made by itself; step, receipt and tenant say so, and the refused key is destroyed', async () => {
    const started = await startRun(house, [{ name: 'key-lifetime-policy', maxLifetime: 'P30D' }])
    await signInTo(house, started)
    const { run } = await expectConnected(house, started)
    const why = /30 days only, because their policy limits the life of certificates/
    expect(run.steps.find((step) => step.key === 'key')?.detail).toMatch(why)
    expect(run.receipt?.rows.find((row) => row.label === 'Certificate')?.value).toMatch(why)
    const { certificate } = await getTenant(house.actor, started.rowId)
    expect(certificate?.whyThisLife).toMatch(why)
    const keys = await house.database.db.sealedKey.count({ where: { tenantId: started.rowId, destroyedAt: null } })
    expect(keys).toBe(1)
  })

  test('a cap below a month is met by a week', async () => {
    const started = await startRun(house, [{ name: 'key-lifetime-policy', maxLifetime: 'P10D' }])
    await signInTo(house, started)
    await expectConnected(house, started)
  })

  test('a cap that nobody could keep up with ends in words, with nothing written', async () => {
    const started = await startRun(house, [{ name: 'key-lifetime-policy', maxLifetime: 'P1D' }])
    await signInTo(house, started)
    const verdict = await untilVerdict(house, started)
    expect(verdict).toMatchObject({ reason: 'cap-too-short', written: 'Nothing was written.' })
    await expectNoResidue(house, started)
  })

  test('an authority’s certificate beyond the cap is asked for anew, shorter', async () => {
    const { started, request } = await waiting()
    await house.cloud.control.fault(started.tenantId, { name: 'key-lifetime-policy', maxLifetime: 'P30D' })
    await bringCertificate(house.actor, started.runId, Buffer.from(authority.sign(request?.pem ?? '', { days: 90 })))
    await signInTo(house, started)
    expect(await untilVerdict(house, started)).toMatchObject({ reason: 'authority-life-too-long' })
    await requestSignature(house.actor, started.runId)
    const second = (await untilRun(house, started.runId, (run) => run.certificateRequest !== null)).certificateRequest
    expect(second?.pem).not.toBe(request?.pem)
    await bringCertificate(house.actor, started.runId, Buffer.from(authority.sign(second?.pem ?? '', { days: 20 })))
    await signInTo(house, started)
    await expectConnected(house, started)
  })
})
