import { randomUUID } from 'node:crypto'
import type { Locator, Page } from '@playwright/test'
import { connectTenant, expect, heading, startRun, test } from '../support/journeys'

const names = ['Ash', 'Birch', 'Cedar', 'Elm']

function row(page: Page, name: string): Locator {
  return page.getByRole('table', { name: 'Tenants' }).getByRole('row', { name: new RegExp(name) })
}

function box(page: Page, name: string): Locator {
  return row(page, name).getByRole('checkbox')
}

function link(page: Page, name: string): Locator {
  return row(page, name).getByRole('rowheader').getByRole('link')
}

async function expectTicked(page: Page, ...ticked: string[]): Promise<void> {
  for (const name of names) await expect(box(page, name), name).toBeChecked({ checked: ticked.includes(name) })
  const many = `${ticked.length} selected`
  if (ticked.length > 0)
    await expect(page.getByRole('group', { name: 'Act on the selected tenants' })).toContainText(many)
  await expect(page.getByRole('status').filter({ hasText: `Rows selected: ${ticked.length || 'none'}` })).toBeAttached()
}

/** Nothing lies over the middle of what has the focus. */
async function expectFocusInSight(page: Page): Promise<void> {
  const isInSight = () => {
    const focused = document.activeElement
    if (focused === null) return false
    const { left, top, width, height } = focused.getBoundingClientRect()
    return focused.contains(document.elementFromPoint(left + width / 2, top + height / 2))
  }
  await expect.poll(() => page.evaluate(isInSight)).toBe(true)
}

/** Four rows of this journey alone: Ash is connected, the others wait for their administrator. */
async function openRows(page: Page, mark: string): Promise<void> {
  await page.goto(`/?q=${mark}&sort=customer`)
  await expect(page.getByRole('table', { name: 'Tenants' }).getByRole('row')).toHaveCount(names.length + 1)
}

test('the list is worked with keys alone, and the server gets exactly what they chose', async ({
  page,
  cloud,
  newTenant,
  browser,
  baseURL,
}) => {
  const mark = `keys${randomUUID().slice(0, 6)}`
  for (const name of names) {
    const tenant = { ...(await newTenant()), customer: `${name} ${mark}` }
    await (name === 'Ash' ? connectTenant(page, cloud, tenant) : startRun(page, tenant))
  }
  await openRows(page, mark)
  const press = (key: string) => page.keyboard.press(key)

  await test.step('arrows, Home and End keep to one kind of control, and nothing lies over it', async () => {
    await page.setViewportSize({ width: 1280, height: 420 })
    await box(page, 'Ash').focus()
    for (const name of ['Birch', 'Cedar', 'Elm']) {
      await press('ArrowDown')
      await expect(box(page, name)).toBeFocused()
      await expectFocusInSight(page)
    }
    await press('Home')
    await expect(box(page, 'Ash')).toBeFocused()
    await expectFocusInSight(page)
    await link(page, 'Ash').focus()
    await press('End')
    await expect(link(page, 'Elm')).toBeFocused()
    await press('ArrowUp')
    await expect(link(page, 'Cedar')).toBeFocused()
    await row(page, 'Cedar').locator('summary').focus()
    await press('ArrowUp')
    await expect(row(page, 'Birch').locator('summary')).toBeFocused()
  })

  await test.step('Space ticks, Shift extends from the row touched last, x ticks from anywhere in the row', async () => {
    await box(page, 'Ash').focus()
    await press('Space')
    await expectTicked(page, 'Ash')
    await press('End')
    await expectFocusInSight(page)
    await press('Shift+Space')
    await expectTicked(page, ...names)
    await box(page, 'Cedar').click({ modifiers: ['Shift'] })
    await expectTicked(page, 'Ash', 'Birch')
    expect(await page.evaluate(() => String(getSelection()))).toBe('')
    await link(page, 'Birch').focus()
    await press('x')
    await expectTicked(page, 'Ash')
  })

  await test.step('Ctrl A ticks all, then none; Escape closes a menu first, then clears', async () => {
    await page.getByRole('checkbox', { name: 'Select all on this page' }).press('Enter')
    await box(page, 'Ash').focus()
    await press('Control+a')
    await expectTicked(page, ...names)
    await expect(page.getByRole('checkbox', { name: 'Select all on this page' })).toBeChecked()
    await press('Control+a')
    await expectTicked(page)
    await press('Space')
    await row(page, 'Birch').locator('summary').focus()
    await press('Enter')
    await expect(page.getByRole('link', { name: 'Open', exact: true })).toBeVisible()
    await press('ArrowDown')
    await press('x')
    await expect(row(page, 'Birch').locator('summary')).toBeFocused()
    await expectTicked(page, 'Ash')
    await press('Escape')
    await expect(page.getByRole('link', { name: 'Open', exact: true })).toHaveCount(0)
    await expect(row(page, 'Birch').locator('summary')).toBeFocused()
    await expectTicked(page, 'Ash')
    await press('Escape')
    await expectTicked(page)
    await box(page, 'Ash').click()
    await expectTicked(page, 'Ash')
    await page.getByRole('button', { name: 'Clear the selection' }).press('Enter')
    await expectTicked(page)
    await expect(box(page, 'Ash')).toBeFocused()
  })

  await test.step('no key is caught in the search field', async () => {
    await press('x')
    const search = page.getByRole('searchbox', { name: /Search tenants/ })
    await search.focus()
    for (const key of ['Home', 'x', 'End', 'c', 'ArrowDown', 'ArrowUp', 'Control+a', 'c', 'x', 'Escape'])
      await press(key)
    await expect(search).toHaveValue('')
    await expect(search).toBeFocused()
    await expectTicked(page, 'Ash')
    await press('y')
    await expect(search).toHaveValue('y')
  })

  await test.step('a refusal keeps the ticks; Enter in a field of the bar gives that card’s order to exactly the chosen', async () => {
    await box(page, 'Ash').focus()
    await press('ArrowDown')
    await press('ArrowDown')
    await press('Space')
    const bar = page.getByRole('group', { name: 'Act on the selected tenants' })
    await bar.getByText('Tag…').click()
    await bar.getByPlaceholder('gold').press('Enter')
    await expect(page.locator('.bulk-form [role=alert]')).toBeVisible()
    await expectTicked(page, 'Ash', 'Cedar')
    await bar.getByPlaceholder('gold').fill(mark)
    await bar.getByPlaceholder('gold').press('Enter')
    await heading(page, 'All 2 tenants are done.')
    const named = page.getByRole('table', { name: 'Result per tenant' }).getByRole('rowheader')
    await expect(named).toHaveText([`Ash ${mark}`, `Cedar ${mark}`])
  })

  await test.step('Enter opens the tenant, c checks the one in the row and does nothing where the menu has no check', async () => {
    await openRows(page, mark)
    await box(page, 'Elm').focus()
    await press('Enter')
    await heading(page, new RegExp(`Elm ${mark}`))
    await openRows(page, mark)
    await box(page, 'Elm').check()
    await press('c')
    await press('Home')
    await expect(link(page, 'Ash').or(box(page, 'Ash')).and(page.locator(':focus'))).toBeVisible()
    await press('c')
    await heading(page, 'The one tenant is done.', 60_000)
    await expect(page.getByRole('table', { name: 'Result per tenant' }).getByRole('rowheader')).toHaveText(
      `Ash ${mark}`,
    )
  })

  await test.step('on a phone every field of the filters is in reach; Escape closes them', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await openRows(page, mark)
    const filters = page.getByRole('form', { name: 'Filters' })
    await page.getByText('Filter', { exact: true }).click()
    for (const field of await filters.getByRole('combobox').all()) {
      await field.scrollIntoViewIfNeeded()
      await expect(field).toBeInViewport({ ratio: 1 })
      expect((await field.boundingBox())!.width).toBeGreaterThan(100)
    }
    await filters.getByLabel('State').focus()
    await press('Escape')
    await expect(filters).toBeHidden()
    await expect(page.locator('summary:focus')).toHaveText('Filter')
  })

  await test.step('without scripts the form is a form, and Enter in its boxes and fields orders nothing', async () => {
    const storageState = await page.context().storageState()
    const context = await browser.newContext({ baseURL: baseURL!, storageState, javaScriptEnabled: false })
    const plain = await context.newPage()
    await openRows(plain, mark)
    await box(plain, 'Birch').check()
    await plain.getByText('Tag…').click()
    await plain.getByPlaceholder('gold').fill('plain')
    await plain.getByPlaceholder('gold').press('Enter')
    await box(plain, 'Birch').press('Enter')
    await expect(box(plain, 'Birch')).toBeFocused()
    await plain.getByRole('button', { name: 'Add' }).click()
    await heading(plain, 'The one tenant is done.')
    await expect(plain.getByRole('rowheader')).toHaveText(`Birch ${mark}`)
    await context.close()
  })

  await test.step('an auditor moves through the list; c and x send nothing', async () => {
    await page.goto('/settings/staff')
    const form = page.getByRole('form', { name: 'Invite a colleague' })
    await form.getByLabel('Their mail address').fill(`${mark}@provider.example`)
    await form.getByRole('radio', { name: /^Auditor/ }).check()
    await form.getByRole('button', { name: 'Make an invitation link' }).click()
    const invitation = await form.locator('.copy-field code').innerText()
    const context = await browser.newContext({ baseURL: baseURL!, storageState: { cookies: [], origins: [] } })
    const theirs = await context.newPage()
    await theirs.goto(invitation)
    await theirs.getByLabel('Your name').fill('Ada Bergström')
    await theirs.getByLabel('Password').fill('seven quiet lanterns')
    await theirs.getByRole('button', { name: 'Create my account' }).click()
    await theirs.waitForURL('/')
    await openRows(theirs, mark)
    const sent: string[] = []
    theirs.on('request', (request) => sent.push(request.method()))
    await link(theirs, 'Ash').focus()
    for (const key of ['c', 'x', 'Control+a', 'ArrowDown']) await theirs.keyboard.press(key)
    await expect(link(theirs, 'Birch')).toBeFocused()
    await theirs.keyboard.press('Enter')
    await theirs.waitForURL(/\/tenants\//)
    expect(sent).not.toContain('POST')
    await context.close()
  })
})
