import { prepareTenant, signIn, untilHeading, type Studio } from './studio'

/** A tenant in which somebody added a secret and an owner, after a check. */
export async function shootDrift(studio: Studio): Promise<void> {
  const customer = { customer: 'Tailwind Toys', domain: 'tailwind-toys.example' }
  const tenantId = await prepareTenant(studio.cloud, customer)
  await signIn(studio, customer)
  await untilHeading(studio, /is connected and proved/)
  const application = (await studio.cloud.god(tenantId)).applications[0]?.appId ?? ''
  await studio.cloud.plant(tenantId, { foreignSecret: { application } })
  await studio.cloud.plant(tenantId, { foreignOwner: { application } })
  await studio.page.getByRole('link', { name: 'Give it to the backup server' }).click()
  await studio.page.getByRole('button', { name: 'Check now' }).click()
  await studio.page
    .getByText(/client secret stands on our application/)
    .first()
    .waitFor()
  await studio.page.evaluate(() => {
    scrollTo(0, 0)
  })
  await studio.shoot('drift')
}
