import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { inspectPage } from '../support/browser'
import { expect, heading, readCode, test } from '../support/journeys'

test.describe.configure({ timeout: 900_000 })

const size = 50
const good = 43

test('fifty domains are pasted, seven of them bad, and the rest are connected one after the other', async ({
  page,
  cloud,
  newTenant,
}) => {
  const mark = randomUUID().slice(0, 6)
  const tenants = []
  for (let n = 0; n < good; n += 1) {
    tenants.push(await newTenant({ domain: `many-${mark}-${n}.example`, displayName: `Company ${n}` }))
  }
  const lines = [
    ...tenants.map(({ domain }, n) => `Customer ${mark} ${n}, ${domain}`),
    ...['nobody-lives-here.example', 'neither-here.example', 'not a domain', 'http://', '..'],
    ...[`Twice, ${tenants[0]?.domain}`, `Thrice, ${tenants[1]?.domain.toUpperCase()}`],
  ]
  expect(lines).toHaveLength(size)

  await page.goto('/tenants/connect/many')
  await inspectPage(page)
  await page.getByLabel('Customers and domains').fill(lines.join('\n'))
  await page.getByLabel('What all of them get').selectOption({ label: 'Exchange only' })
  await page.getByRole('button', { name: 'Check the list' }).click()
  await page.waitForURL(/\/tenants\/batches\//)
  await heading(page, `${good} lines are good. 7 lines need another look.`, 60_000)
  const batch = page.url()
  await expect(page.getByText(/Stands in this list already/)).toHaveCount(2)
  await inspectPage(page)

  await page.getByRole('button', { name: 'Go on with the next sign-in' }).click()
  for (let n = 0; n < good; n += 1) {
    await page.waitForURL(/\/runs\//)
    const customer = `Customer ${mark} ${n}`
    await expect(page.getByText(`An administrator of many-${mark}-${n}.example`).first()).toBeVisible()
    await cloud.signIn({ userCode: await readCode(page), person: 'global-administrator' })
    await heading(page, `${customer} is connected and proved`, 60_000)
    if (n + 1 < good) await page.getByRole('button', { name: `Next: Customer ${mark} ${n + 1}`, exact: true }).click()
    if (n + 1 < good) await expect(page.getByRole('heading', { level: 1 })).not.toContainText(`${customer} is`)
  }

  await page.goto(batch)
  await heading(page, `All ${good} tenants of the list are connected. 7 lines need another look.`)
  const waiting = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Results as CSV' }).click()
  const file = await readFile(await (await waiting).path(), 'utf8')
  expect(file.match(/"Connected and proved\."/g)).toHaveLength(good)
})
