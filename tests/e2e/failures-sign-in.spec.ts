import {
  continueAs,
  expectAnswer,
  expectEnding,
  expectNothingWritten,
  personOf,
  runAs,
  wayOn,
} from '../support/endings'
import { expect, expectConnected, heading, test } from '../support/journeys'

const nothing = 'Nothing was written.'
const threeMinutes = /three minutes/
const undo = /undo it later, delete the application/

test('personal account: says that a work account is needed, and one continues', async ({ page, cloud, newTenant }) => {
  const tenant = await newTenant()
  await runAs(page, cloud, tenant, { person: 'personal-account' })
  await expectEnding(page, tenant, {
    title: /This account does not belong to the tenant|personal Microsoft account/,
    who: /administrator of|work account/,
    written: nothing,
    way: 'Get a new code',
    letter: [/Global Administrator/, threeMinutes, undo],
  })
  await expectNothingWritten(cloud, tenant)
  await continueAs(page, cloud)
  await expectConnected(page, cloud, tenant)
})

test('guest: says that guests cannot approve, and an own account continues', async ({ page, cloud, newTenant }) => {
  const tenant = await newTenant()
  await runAs(page, cloud, tenant, { person: 'guest' })
  await expectEnding(page, tenant, {
    title: /is a guest in this tenant/,
    who: /Global Administrator of/,
    written: nothing,
    way: 'Get a new code',
    letter: [/Global Administrator/, threeMinutes, undo],
  })
  await expectNothingWritten(cloud, tenant)
  await continueAs(page, cloud)
  await expectConnected(page, cloud, tenant)
})

test('application administrator only: may create but not consent, so nothing is begun and the role is asked for', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  const person = 'application-administrator'
  await runAs(page, cloud, tenant, { person })
  await expectEnding(page, tenant, {
    title: `${await personOf(cloud, tenant, person)} may not do this. Nothing was written.`,
    who: /Global Administrator/,
    written: nothing,
    way: 'Get a new code',
    letter: [/Privileged Role Administrator/, threeMinutes, undo],
  })
  await expect(page.getByRole('table')).toContainText('Application Administrator')
  await expectNothingWritten(cloud, tenant)
  await continueAs(page, cloud, 'Get a new code', 'privileged-and-application-administrator')
  await expectConnected(page, cloud, tenant)
})

test('a technician whose partner relationship lacks the role: the role is named, and both ways to get it', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  const person = 'gdap-technician-without-role'
  await runAs(page, cloud, tenant, { person })
  await expectEnding(page, tenant, {
    title: `${await personOf(cloud, tenant, person)} may not do this. Nothing was written.`,
    who: /Global Administrator/,
    written: nothing,
    way: 'Get a new code',
    letter: [/partner relationship/, /one of your own administrators/, threeMinutes, /can be ended at any time/, undo],
  })
  await expect(page.locator('.lede')).toContainText('through the partner relationship')
  await expect(page.getByRole('table')).toContainText('Helpdesk Administrator')
  await expectNothingWritten(cloud, tenant)
  await continueAs(page, cloud, 'Get a new code', 'gdap-technician')
  await expectConnected(page, cloud, tenant)
})

test('a second factor is demanded: says how to give it, and a new code continues', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await runAs(page, cloud, tenant, { weather: [{ name: 'mfa-required' }] })
  await expectEnding(page, tenant, {
    title: /wants a second factor/,
    who: /administrator of/,
    written: nothing,
    way: 'Get a new code',
    letter: [/second factor/, /on your phone/, /Nothing was set up/],
  })
  await expectAnswer(page, 'AADSTS50076')
  await expectNothingWritten(cloud, tenant)
  await tenant.calm()
  await continueAs(page, cloud)
  await expectConnected(page, cloud, tenant)
})

test('a policy blocks the code: by hand is offered, and a text for who keeps the policy', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await runAs(page, cloud, tenant, { weather: [{ name: 'device-code-blocked' }] })
  await expectEnding(page, tenant, {
    title: `${tenant.customer}’s own policy does not allow signing in with a code`,
    who: /administrator of/,
    written: nothing,
    way: 'Set it up by hand',
    letter: [/Conditional Access/, /one hour/, /remove the exception/],
  })
  await expectAnswer(page, 'AADSTS53003')
  await expectNothingWritten(cloud, tenant)
  await wayOn(page, 'Set it up by hand').click()
  await heading(page, /set it up by hand/)
})
