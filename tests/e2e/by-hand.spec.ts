import { setUpByHand } from '../support/administrator'
import {
  bestWay,
  expect,
  expectConnected,
  heading,
  practiceOrigin,
  signInAtMicrosoft,
  startRun,
  test,
} from '../support/journeys'

for (const variant of ['token-endpoint', 'page-only'] as const) {
  test(`device code blocked (${variant}) leads to by hand, and what is brought back is proved`, async ({
    page,
    cloud,
    newTenant,
  }) => {
    const tenant = await newTenant()
    await tenant.fault({ name: 'device-code-blocked', variant })
    await startRun(page, tenant)
    await signInAtMicrosoft(page, tenant.administrator)
    if (variant === 'token-endpoint') {
      await heading(page, `${tenant.customer}’s own policy does not allow signing in with a code`)
      await bestWay(page, 'Set it up by hand').click()
    } else {
      await tenant.fault({ name: 'code-expired' }) // Microsoft's page refused; the code is never used
      await heading(page, 'Nobody signed in before the code ended')
      await page.getByRole('list', { name: 'Ways on' }).getByRole('button', { name: 'Set it up by hand' }).click()
    }

    await heading(page, `Let an administrator of ${tenant.domain} set it up by hand`)
    const script = await page.getByLabel('The script').innerText()
    expect(script).not.toContain('PRIVATE KEY')
    const opened = page.waitForEvent('download')
    await page.locator('.made').getByRole('link', { name: 'Download' }).click()
    const certificate = await (await opened).createReadStream()
    let certificatePem = ''
    for await (const chunk of certificate) certificatePem += String(chunk)
    expect(certificatePem).toMatch(/^-----BEGIN CERTIFICATE-----/)

    await tenant.calm()
    const appId = await setUpByHand({ origin: practiceOrigin(), control: cloud }, tenant.tenantId, {
      uniqueName: /uniqueName='([^']+)'/.exec(script)?.[1] ?? '',
      certificatePem,
      roles: [...script.matchAll(/roles = @\('([^']+)'/g)].map((match) => match[1] ?? ''),
    })
    await page.getByLabel(/Application \(client\) id/).fill('nonsense')
    await page.getByRole('button', { name: 'Prove this application' }).click()
    await expect(page.locator('#applicationId-hint')).toHaveClass(/hint-bad/)
    await page.getByLabel(/Application \(client\) id/).fill(appId)
    await page.getByRole('button', { name: 'Prove this application' }).click()
    await expectConnected(page, cloud, tenant)
    await expect(page.getByText(appId)).toBeVisible()
  })
}
