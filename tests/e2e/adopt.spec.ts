import type { Page } from '@playwright/test'
import type { Control } from '@/practice-cloud/control/control'
import type { God } from '@/practice-cloud/control/god'
import { inspectPage } from '../support/browser'
import { expect, heading, signInAtMicrosoft, test, type JourneyTenant } from '../support/journeys'

test.describe.configure({ timeout: 120_000 })

const surplus = 'Mail.ReadWrite'

/** As an installation left it that is gone: its name, its tag, its key, a wanted permission and one that nobody wants. */
async function plantEarlier(cloud: Control, { tenantId }: JourneyTenant): Promise<void> {
  const uniqueName = `latchkey-backup-00000000-0000-4000-8000-000000000000-${tenantId}`
  const roles = [{ role: 'User.Read.All' }, { role: surplus }]
  const { id: application } = await cloud.plant(tenantId, {
    otherProduct: { displayName: 'Latchkey backup (old server)', uniqueName, roles },
  })
  await cloud.plant(tenantId, { settings: { application, change: { tags: ['latchkey'] } } })
  await cloud.plant(tenantId, { foreignKey: { application } })
  await cloud.plant(tenantId, { foreignOwner: { application } })
}

/** What the preview says of each thing: now, and after. */
async function readPreview(page: Page): Promise<Readonly<Record<string, readonly [string, string]>>> {
  const table = page.getByRole('table').filter({ hasText: 'After taking over' })
  await expect(table.getByRole('columnheader')).toContainText(['There now', 'After taking over'])
  const rows = await table.locator('tbody tr').all()
  const read = rows.map(async (row) => {
    const cells = row.getByRole('cell')
    const [what, now, after] = [row.getByRole('rowheader'), cells.first(), cells.last()]
    return [await what.innerText(), [await now.innerText(), await after.innerText()]] as const
  })
  return Object.fromEntries(await Promise.all(read))
}

const rolesOf = ({ grants }: God) => grants.map(({ role }) => role).sort()

/** The permissions that the preview says would be added, as many as it says. */
function addedBy(preview: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const [, count, names = ''] = /(\d+) added: (.*)$/.exec(preview['Permissions']?.[1] ?? '') ?? []
  const added = names.split(', ')
  expect(added).toHaveLength(Number(count))
  return added
}

/** The same application with one key, another than before; nothing else on it is different, and no permission beside these. */
function expectAlone(before: God, after: God, added: readonly string[]): void {
  const thumbprints = ({ applications }: God) =>
    applications.flatMap((one) => one.keyCredentials).map((one) => one.sha256)
  const bare = ({ applications }: God) => applications.map((one) => ({ ...one, keyCredentials: [] }))
  expect(bare(after)).toEqual(bare(before))
  expect(thumbprints(after)).toHaveLength(1)
  expect(thumbprints(after)).not.toEqual(thumbprints(before))
  expect(rolesOf(after)).toEqual([...rolesOf(before), ...added].sort())
}

test('what an earlier installation left is looked at first, taken over alone, and proved: as the preview said', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await plantEarlier(cloud, tenant)
  const before = await cloud.god(tenant.tenantId)
  await page.goto('/tenants/connect')
  await page.getByLabel('Customer').fill(tenant.customer)
  await page.getByLabel('Their domain').fill(tenant.domain)
  await page.getByText('Use an application that exists already').click()
  await page.getByRole('textbox', { name: 'Application (client) ID' }).fill('the old one')
  await page.getByRole('button', { name: 'Get a sign-in code' }).click()
  await expect(page.getByText(/^An application id looks like/)).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Application (client) ID' })).toHaveValue('the old one')
  await inspectPage(page)
  await page.getByRole('textbox', { name: 'Application (client) ID' }).fill('')
  await page.getByRole('checkbox', { name: /earlier installation/ }).check()
  await page.getByRole('button', { name: 'Get a sign-in code' }).click()
  await page.waitForURL(/\/tenants\/[^/]+\/runs\/[^/]+$/)

  await signInAtMicrosoft(page, tenant.administrator)
  await heading(page, /^“Latchkey backup \(old server\)” can be taken over/)
  const preview = await readPreview(page)
  expect(preview['Not wanted, granted by others']).toEqual([surplus, 'stay'])
  expect(preview['Application']?.[0]).toBe(before.applications[0]?.appId)
  await expect(page.getByText('Nothing was written.')).toBeVisible()
  expect(await cloud.god(tenant.tenantId)).toMatchObject({
    applications: before.applications,
    servicePrincipals: before.servicePrincipals,
    grants: before.grants,
  })
  await inspectPage(page)

  await page.getByRole('button', { name: 'Take it over alone' }).click()
  await signInAtMicrosoft(page, tenant.administrator)
  await heading(page, `${tenant.customer} is taken over and proved`)
  const receipt = page.locator('.made')
  await expect(receipt.getByText('“Latchkey backup (old server)”, with its name')).toBeVisible()
  await expect(receipt.getByText('taken off')).toBeVisible()
  await inspectPage(page)

  const added = addedBy(preview)
  for (const role of added) await expect(receipt.getByText(role).first()).toBeVisible()
  expectAlone(before, await cloud.god(tenant.tenantId), added)

  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  await page.getByRole('button', { name: 'Check now' }).click()
  await heading(page, `${tenant.customer} is connected, and 2 things need a person.`, 40_000)
  await expect(page.getByText(surplus).first()).toBeVisible()
})
