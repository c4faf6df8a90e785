import { inspectPage } from '../support/browser'
import { continueAs, expectAnswer, expectEnding, runAs } from '../support/endings'
import {
  connectTenant,
  expect,
  expectConnected,
  heading,
  readCode,
  test,
  type JourneyTenant,
} from '../support/journeys'
import type { Control } from '@/practice-cloud/control/control'
import type { Page } from '@playwright/test'

/** The one application of ours in a connected tenant. */
async function ownApplication(cloud: Control, tenant: JourneyTenant) {
  const { applications } = await cloud.god(tenant.tenantId)
  const own = applications.find(({ foreign }) => !foreign)
  if (own === undefined) throw new Error(`no application of ours in ${tenant.domain}`)
  return own
}

/** A connected tenant in which somebody deleted our application; ends where the run page asks what to do. */
async function foundDeleted(page: Page, cloud: Control, tenant: JourneyTenant): Promise<string> {
  await connectTenant(page, cloud, tenant)
  const { appId } = await ownApplication(cloud, tenant)
  await cloud.plant(tenant.tenantId, { deleteApplication: { application: appId } })
  await runAs(page, cloud, tenant)
  await expectEnding(page, tenant, {
    title: 'Our application was deleted there. Restore it, or begin with a new one?',
    who: /You decide; then an administrator of/,
    written: 'Nothing was written.',
    way: 'Restore it',
    letter: null,
  })
  const { applications, deletedItems } = await cloud.god(tenant.tenantId)
  expect(applications).toEqual([])
  expect(deletedItems.filter(({ kind }) => kind === 'application')).toMatchObject([{ appId }])
  return appId
}

test('our application was deleted: restored by the operator’s word, it goes on with its key', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  const appId = await foundDeleted(page, cloud, tenant)
  await continueAs(page, cloud, 'Restore it')
  await expectConnected(page, cloud, tenant)
  expect((await ownApplication(cloud, tenant)).appId).toBe(appId)
})

test('our application was deleted: deleted for good by the operator’s word, a new one takes its place', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  const appId = await foundDeleted(page, cloud, tenant)
  await page.getByRole('listitem').getByRole('button', { name: 'Delete it for good' }).click()
  await cloud.signIn({ userCode: await readCode(page), person: 'global-administrator' })
  await expectConnected(page, cloud, tenant)
  expect((await ownApplication(cloud, tenant)).appId).not.toBe(appId)
  const { deletedItems } = await cloud.god(tenant.tenantId)
  expect(deletedItems.filter(({ kind }) => kind === 'application')).toEqual([])
})

/** Our name in a tenant differs from that in another by the tenant’s id alone. */
async function uniqueNameFor(page: Page, cloud: Control, known: JourneyTenant, tenant: JourneyTenant): Promise<string> {
  await connectTenant(page, cloud, known)
  const { uniqueName } = await ownApplication(cloud, known)
  return (uniqueName ?? '').replace(known.tenantId, tenant.tenantId)
}

test('a foreign application under our name: untouched, its keeper is asked, and once it is gone the run goes on', async ({
  page,
  cloud,
  newTenant,
}) => {
  test.setTimeout(90_000)
  const tenant = await newTenant()
  const uniqueName = await uniqueNameFor(page, cloud, await newTenant(), tenant)
  const planted = await cloud.plant(tenant.tenantId, { foreignApplication: { displayName: 'Stranger', uniqueName } })
  await cloud.plant(tenant.tenantId, { foreignKey: { application: planted.id } })
  const before = await cloud.god(tenant.tenantId)
  await runAs(page, cloud, tenant)
  await expectEnding(page, tenant, {
    title: 'An application that Latchkey did not make holds our name there',
    who: /administrator of/,
    written: 'Nothing was written.',
    way: 'Get a new code',
    letter: ['Stranger', /find out whose it is/, /can be restored/],
  })
  expect((await cloud.god(tenant.tenantId)).applications).toEqual(before.applications)
  await cloud.plant(tenant.tenantId, { purgeApplication: { application: planted.id } })
  await continueAs(page, cloud)
  await expectConnected(page, cloud, tenant)
})

test('what stood there before us without a key is shown, and changed only after the operator agreed', async ({
  page,
  cloud,
  newTenant,
}) => {
  test.setTimeout(90_000)
  const tenant = await newTenant()
  const uniqueName = await uniqueNameFor(page, cloud, await newTenant(), tenant)
  await cloud.plant(tenant.tenantId, { foreignApplication: { displayName: 'Stood here', uniqueName } })
  await runAs(page, cloud, tenant)
  await expectEnding(page, tenant, {
    title: 'Something of this kind stands there already. Agree before it is changed.',
    who: /You; then the administrator/,
    written: 'Nothing was written.',
    way: 'Agree and get a new code',
    letter: null,
  })
  expect((await cloud.god(tenant.tenantId)).applications).toMatchObject([{ displayName: 'Stood here' }])
  await continueAs(page, cloud, 'Agree and get a new code')
  await heading(page, `${tenant.customer} is connected and proved`, 40_000)
  expect((await cloud.god(tenant.tenantId)).applications).toHaveLength(1)
})

test('one permission of twenty is refused: the others stand, and a retry grants that one alone', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await runAs(page, cloud, tenant, { weather: [{ name: 'refuse-grant', role: 'Sites.Read.All' }] })
  await expectEnding(page, tenant, {
    title: 'Microsoft refused to grant Sites.Read.All',
    who: /Global Administrator or Privileged Role Administrator of/,
    written: /^Written: the application .*, (\d+) of \d+ permissions\. Not written: one permission\.$/,
    way: 'Get a new code',
    letter: ['Sites.Read.All', /Global Administrator/, /until somebody takes it back/],
  })
  await expectAnswer(page, 'Authorization_RequestDenied')
  await inspectPage(page)
  const before = await cloud.god(tenant.tenantId)
  await expect(page.locator('.win-foot > p')).toContainText(`${before.grants.length} of ${before.grants.length + 1} `)
  expect(before.applications).toHaveLength(1)
  expect(before.grants.map(({ role }) => role)).not.toContain('Sites.Read.All')
  await tenant.calm()
  await continueAs(page, cloud)
  await expectConnected(page, cloud, tenant)
  const after = await cloud.god(tenant.tenantId)
  expect(after.grants).toHaveLength(before.grants.length + 1)
})

test('a workload that is not licensed is called not present, on the receipt and afterwards, and the rest is connected', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant({ licences: ['exchange'] })
  await runAs(page, cloud, tenant)
  await expectConnected(page, cloud, tenant)
  await expect(page.locator('.made')).toContainText(/The tenant has no licence for Teams|has no Teams/)
  await expect(page.locator('.made')).toContainText('The tenant has no SharePoint.')
  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  await expect(page.locator('.condition.grey', { hasText: 'Teams' })).toContainText(/no licence|no Teams/)
  await expect(page.locator('.hero h1')).toHaveText(`${tenant.customer} is connected and proved.`)
})

test('an old tenant whose Graph lacks a role gets the older one, named and marked, and is connected', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant({ generation: '2025' })
  await page.goto('/tenants/connect')
  const exported = page.getByRole('listitem').filter({ hasText: 'Exports items whole' })
  await expect(exported).toContainText(/Where the tenant’s Graph is older: MailboxItem\.ImportExport\.All\s*can write/)
  await expect(page.getByRole('heading', { name: /^\d+ permissions, / })).toHaveText(
    /where Graph is older, 1 can write$/,
  )
  await expect(page.locator('.promise')).toContainText('except where the tenant’s Graph is older')
  await inspectPage(page)
  await runAs(page, cloud, tenant)
  await expectConnected(page, cloud, tenant)
  const instead = 'MailboxItem.ImportExport.All, which can write, in place of MailboxItem.Export.All'
  await expect(page.locator('.made > div').filter({ hasText: 'Permissions' })).toContainText(instead)
  await expect(page.locator('.made')).not.toContainText('read-only')
  await expect(page.locator('.lede')).toHaveText(/^On \d+ \w+ \d{4} at \d\d:\d\d:\d\d UTC the stored key got a token/)
  await expect(page.locator('.promise')).toContainText(/The next check is on .* UTC, then every 6 hours\./)
  await page.getByText('Every step and Microsoft’s answers').click()
  await expect(page.getByRole('listitem').filter({ hasText: 'permissions granted' })).toContainText(instead)
  await inspectPage(page)
  const { grants } = await cloud.god(tenant.tenantId)
  const roles = grants.map(({ role }) => role)
  expect(roles).toContain('MailboxItem.ImportExport.All')
  expect(roles).not.toContain('MailboxItem.Export.All')
  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'MailboxItem.ImportExport.All' })).toContainText('can write')
})
