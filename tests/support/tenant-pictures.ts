// Pictures of a tenant's certificate, of another application with the same rights, and of taking one over, by a portal of
// its own: `npx tsx tests/support/tenant-pictures.ts [folder]`. Without a folder it renews those of the guide.
import { inStudio } from './open-studio'
import { openForm, prepareTenant, readCode, signIn, untilHeading, type Customer, type Studio } from './studio'

const product = {
  displayName: 'Old Vault Backup',
  roles: [{ role: 'Files.Read.All' }, { role: 'Sites.Read.All' }, { role: 'MailboxItem.Read.All' }],
}

async function openTenant({ page }: Studio): Promise<void> {
  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  await page.getByRole('button', { name: 'Check now' }).waitFor()
}

async function shootSimilar(studio: Studio): Promise<void> {
  const { page, cloud, shoot } = studio
  const who = { customer: 'Contoso', domain: 'contoso.example' }
  const tenantId = await prepareTenant(cloud, who)
  await cloud.plant(tenantId, { otherProduct: product })
  await signIn(studio, who)
  await untilHeading(studio, /is connected and proved/)
  await openTenant(studio)
  await page.getByRole('button', { name: 'Check now' }).click()
  const card = page.getByRole('region', { name: 'Other applications with the same rights' })
  await card.waitFor()
  await card.evaluate((element) => {
    element.scrollIntoView({ block: 'end' })
  })
  await shoot('similar')
}

async function shootCertificate(studio: Studio): Promise<void> {
  const { page, cloud, shoot } = studio
  const who: Customer = { customer: 'Fourth Coffee', domain: 'fourthcoffee.example' }
  const tenantId = await prepareTenant(cloud, who)
  await signIn(studio, who)
  await untilHeading(studio, /is connected and proved/)
  await openTenant(studio)
  const certificate = page.getByRole('region', { name: 'Certificate' })
  await certificate.getByText(/^Notices/).click()
  await certificate.evaluate((element) => {
    element.scrollIntoView({ block: 'center' })
  })
  await shoot('certificate')
  await cloud.fault(tenantId, { name: 'self-signed-forbidden' })
  await certificate.getByRole('button', { name: 'Renew now' }).click()
  const address = page.url().split('#')[0] ?? ''
  for (let tries = 0; tries < 20; tries++) {
    await page.goto(address)
    await page.getByRole('button', { name: 'Check now' }).click()
    const warned = page.locator('.condition', { hasText: /forbid/ })
    const isThere = await warned.waitFor({ timeout: 3_000 }).then(
      () => true,
      () => false,
    )
    if (isThere) break
  }
  await page.evaluate(() => {
    scrollTo(0, 0)
  })
  await shoot('renewal-waits')
}

async function shootAdoption(studio: Studio): Promise<void> {
  const { page, cloud, shoot } = studio
  const who: Customer = { customer: 'Wide World Importers', domain: 'wideworld.example' }
  const tenantId = await prepareTenant(cloud, who)
  const { id: application } = await cloud.plant(tenantId, { otherProduct: product })
  await cloud.plant(tenantId, { foreignKey: { application } })
  await openForm(studio, who)
  await page.getByText('Use an application that exists already').click()
  await page.getByLabel('Application (client) ID').fill(application)
  await page.getByLabel('Application (client) ID').scrollIntoViewIfNeeded()
  await shoot('adopt-form')
  await page.getByRole('button', { name: 'Get a sign-in code' }).click()
  await cloud.signIn({ userCode: await readCode(studio), person: 'global-administrator' })
  await untilHeading(studio, /can be taken over/)
  await shoot('adopt')
}

await inStudio(async (studio) => {
  await shootAdoption(studio)
  await shootSimilar(studio)
  await shootCertificate(studio)
})
