import { continueAs, expectEnding, expectNothingWritten } from '../support/endings'
import { expect, expectConnected, readCode, readOwner, startRun, test } from '../support/journeys'
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
  await expect(elsewhere.getByText(/of \w+ steps done\./)).toBeVisible()
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
