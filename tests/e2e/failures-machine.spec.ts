import { continueAs, expectEnding, expectNothingWritten, expectPlainWords } from '../support/endings'
import { expect, expectConnected, heading, readCode, readOwner, startRun, test } from '../support/journeys'
import { cutDatabase, fillDisk } from '../support/portal-database'
import { addColleague, openSession } from '../support/sessions'

test('the browser is closed and the run opened elsewhere: it shows the same code and goes on to its end', async ({
  page,
  browser,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await startRun(page, tenant)
  const code = await readCode(page)
  const address = page.url()
  await page.close()
  const { context, complaints } = await openSession(browser, readOwner())
  const elsewhere = await context.newPage()
  await elsewhere.goto(address)
  expect(await readCode(elsewhere)).toBe(code)
  await tenant.fault({ name: 'latency', ms: 400, match: { path: '/v1\\.0/' } })
  await cloud.signIn({ userCode: code, person: 'global-administrator' })
  await expect(elsewhere.getByRole('heading', { name: /of \w+ steps done\./ })).toBeVisible()
  await elsewhere.close()
  const later = await context.newPage()
  await later.goto(address)
  await expectConnected(later, cloud, tenant)
  expect(complaints).toEqual([])
  await context.close()
})

test('two operators begin at once: both meet in one run with one code, and both see it finish', async ({
  page,
  browser,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  const { context, complaints } = await openSession(browser, await addColleague())
  const desks = [page, await context.newPage()]
  for (const desk of desks) {
    await desk.goto('/tenants/connect')
    await desk.getByLabel('Customer').fill(tenant.customer)
    await desk.getByLabel('Their domain').fill(tenant.domain)
  }
  await Promise.all(desks.map((desk) => desk.getByRole('button', { name: 'Get a sign-in code' }).click()))
  const [first, second] = await Promise.all(desks.map(readCode))
  expect(second).toBe(first)
  await cloud.signIn({ userCode: first ?? '', person: 'global-administrator' })
  await Promise.all(desks.map((desk) => expectConnected(desk, cloud, tenant)))
  const { servicePrincipals } = await cloud.god(tenant.tenantId)
  expect(servicePrincipals).toHaveLength(1)
  expect(complaints).toEqual([])
  await context.close()
})

test.describe('a clock that is wrong', () => {
  test.afterEach(({ cloud }) => cloud.setClock({ offsetSeconds: 0 }))

  test('by ten minutes is named as such, with the difference, before anybody signs in', async ({
    page,
    cloud,
    newTenant,
  }) => {
    const tenant = await newTenant()
    await cloud.setClock({ offsetSeconds: 600 })
    await startRun(page, tenant)
    await expectEnding(
      page,
      { ...tenant, domain: 'Latchkey' },
      {
        title: 'The clock of this server is 10 minutes behind Microsoft’s',
        who: /Who runs this installation/,
        written: 'Nothing was written.',
        way: 'Get a new code',
        letter: [/at most five minutes/, /NTP/, /nothing has to be undone/],
      },
    )
    await expectNothingWritten(cloud, tenant)
    await cloud.setClock({ offsetSeconds: 0 })
    await continueAs(page, cloud)
    await expectConnected(page, cloud, tenant)
  })
})

test('the disk is full so that no key can be saved: nothing reaches Microsoft, and with room again the run continues', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await startRun(page, tenant)
  const userCode = await readCode(page)
  const { makeRoom } = await fillDisk('SealedKey')
  try {
    await cloud.signIn({ userCode, person: 'global-administrator' })
    await expectEnding(
      page,
      { ...tenant, domain: 'Latchkey' },
      {
        title: 'The disk of this installation is full',
        who: /Who runs this installation/,
        written: 'Nothing was written.',
        way: 'Get a new code',
        letter: [/disk that holds the database/, /make room/, /nothing has to be undone/],
      },
    )
    await expectNothingWritten(cloud, tenant)
  } finally {
    await makeRoom()
  }
  await continueAs(page, cloud)
  await expectConnected(page, cloud, tenant)
})

test.describe('the database is away for ten seconds', () => {
  // pages that are asked for meanwhile answer with an error, and the open one loses its line
  test.use({ expectedComplaints: [/status of 5\d\d|net::ERR_|Minified React error #441/] })

  test('pages say so plainly, and the run goes on or asks for one more sign-in; nothing is doubled', async ({
    page,
    context,
    cloud,
    newTenant,
  }) => {
    test.setTimeout(120_000)
    const tenant = await newTenant()
    await tenant.fault({ name: 'latency', ms: 400, match: { path: '/v1\\.0/' } })
    await startRun(page, tenant)
    await cloud.signIn({ userCode: await readCode(page), person: 'global-administrator' })
    await expect.poll(async () => (await cloud.god(tenant.tenantId)).applications.length).toBe(1)
    const { mend } = await cutDatabase()
    try {
      const other = await context.newPage()
      await other.goto('/')
      await heading(other, 'This page could not be shown')
      expectPlainWords(await other.getByRole('alert').first().innerText())
      await other.waitForTimeout(10_000)
      await other.close()
    } finally {
      mend()
    }
    await tenant.calm()
    const away = 'The database of this installation was away in the middle. Sign in again to continue.'
    const connected = page.getByRole('heading', { level: 1, name: `${tenant.customer} is connected and proved` })
    const rests = page.getByRole('heading', { level: 1, name: away })
    await expect(connected.or(rests)).toBeVisible({ timeout: 60_000 })
    if (await rests.isVisible()) {
      await expectEnding(page, tenant, {
        title: away,
        who: /The administrator, once more/,
        written: /the application with its certificate/,
        way: 'Get a new code',
        letter: null,
      })
      await continueAs(page, cloud)
    }
    await expectConnected(page, cloud, tenant)
  })
})
