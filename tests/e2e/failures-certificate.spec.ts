import { readFileSync } from 'node:fs'
import { Authority } from '../support/authority'
import { inspectPage } from '../support/browser'
import { expectAnswer, expectEnding, expectNothingWritten, runAs, wayOn } from '../support/endings'
import { expect, expectConnected, heading, readCode, test } from '../support/journeys'

let authority: Authority
test.beforeAll(() => {
  authority = new Authority()
})
test.afterAll(() => {
  authority.close()
})

test('a policy caps the certificate’s life: a shorter one is made by itself, and the page says so', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await runAs(page, cloud, tenant, { weather: [{ name: 'key-lifetime-policy', maxLifetime: 'P30D' }] })
  await expectConnected(page, cloud, tenant)
  await expect(page.locator('.made')).toContainText(/Certificate.*until .*(limit|policy|allow)/is)
  const [key] = (await cloud.god(tenant.tenantId)).applications[0]?.keyCredentials ?? []
  const days = (Date.parse(key?.notAfter ?? '') - Date.parse(key?.notBefore ?? '')) / 86_400_000
  expect(days).toBeLessThanOrEqual(30)
})

test('a policy forbids self-signed certificates: a request goes out, the signed one comes back, and it is connected', async ({
  page,
  cloud,
  newTenant,
}) => {
  test.setTimeout(90_000)
  const tenant = await newTenant()
  await runAs(page, cloud, tenant, { weather: [{ name: 'self-signed-forbidden' }] })
  await expectEnding(page, tenant, {
    title: 'Their policy admits only certificates that their own authority has signed',
    who: /Who runs the certificate authority of/,
    written: /Nothing was written|Not written/,
    way: 'Make the request',
    letter: [/certificate/, /authority signs our request/, /until you remove it/],
  })
  await expectAnswer(page, 'CredentialTypeNotAllowedAsPerAppPolicy')
  await expectNothingWritten(cloud, tenant)
  await wayOn(page, 'Make the request').click()
  await heading(page, `Let the certificate authority of ${tenant.customer} sign this request`)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ])
  const request = readFileSync(await download.path(), 'utf8')
  await inspectPage(page)
  await page.getByText('The message, to be read before it is sent').click()
  await expect(page.locator('section pre').first()).toContainText(tenant.customer)

  await page.getByLabel('Or its text').fill(authority.certificatePem)
  await page.getByRole('button', { name: 'Use this certificate' }).click()
  await expect(page.locator('#certificate-hint')).toContainText(/key|request/)
  await expectNothingWritten(cloud, tenant)

  await page.getByLabel('Or its text').fill(authority.sign(request, { days: 200 }))
  await page.getByRole('button', { name: 'Use this certificate' }).click()
  await cloud.signIn({ userCode: await readCode(page), person: 'global-administrator' })
  await expectConnected(page, cloud, tenant)
})
