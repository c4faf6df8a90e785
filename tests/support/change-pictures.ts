import { prepareTenant, readCode, signIn, untilHeading, type Studio } from './studio'

const who = { customer: 'Proseware', domain: 'proseware.example' } as const

/** Reconfiguring, restoring and taking back, with one customer. */
export async function shootChanges(studio: Studio): Promise<void> {
  const { page, cloud, shoot } = studio
  const tenantId = await prepareTenant(cloud, who)
  await signIn(studio, who)
  await untilHeading(studio, /is connected and proved/)
  const application = (await cloud.god(tenantId)).applications[0]?.appId ?? ''
  await cloud.plant(tenantId, { foreignGrant: { application, role: 'Mail.ReadWrite' } })
  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  await page.getByRole('link', { name: 'Reconfigure…' }).click()
  await page.getByRole('checkbox', { name: 'Groups', exact: true }).uncheck()
  await page.getByRole('button', { name: 'Show what would change' }).click()
  await page.getByRole('checkbox', { name: /Mail\.ReadWrite/ }).waitFor()
  await page.locator('.change-preview').scrollIntoViewIfNeeded()
  await shoot('reconfigure')
  await page.getByRole('link', { name: 'Keep it as it is' }).click()
  await openRestore(studio)
  await shoot('restore')
  await page.getByRole('link', { name: 'Decommission…' }).click()
  await untilHeading(studio, `Decommission ${who.customer}?`)
  await shoot('decommission')
  const form = page.getByRole('form', { name: 'Decommission' })
  await form.getByLabel(/to confirm/).fill(who.domain)
  await form.getByRole('button', { name: 'Decommission' }).click()
  await untilHeading(studio, 'Sign in at Microsoft with this code')
  await cloud.signIn({ userCode: await readCode(studio), person: 'global-administrator' })
  await untilHeading(studio, `${who.customer} is taken back`)
  await shoot('taken-back')
}

async function openRestore(studio: Studio): Promise<void> {
  const { page, cloud } = studio
  const card = page.getByRole('region', { name: 'Restore application' })
  await card.getByText('Open one…').click()
  await card.getByRole('checkbox', { name: 'Exchange Online' }).check()
  await card.getByLabel('Reason').fill('Mailbox of A. Smith, ticket 4711')
  await card.getByRole('button', { name: 'Get a sign-in code' }).click()
  await untilHeading(studio, 'Sign in at Microsoft with this code')
  await cloud.signIn({ userCode: await readCode(studio), person: 'global-administrator' })
  await untilHeading(studio, /can be restored to for a while/)
  await page.getByRole('link', { name: 'To the tenant' }).click()
  await card.getByRole('button', { name: 'Close now' }).waitFor()
}
