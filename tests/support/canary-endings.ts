import type { Page } from '@playwright/test'
import type { Control } from '@/practice-cloud/control/control'
import { setUpByHand } from './administrator'
import type { Portal } from './portal'
import type { Recorder } from './recorder'

interface Started {
  tenantId: string
  domain: string
}

/** What a run needs of its test: each begins in a tenant of its own, and what the page shows is recorded. */
export interface Journey {
  portal: Portal
  cloud: Control
  page: Page
  recorder: Recorder
  startRun: () => Promise<Started>
  signIn: (person: string) => Promise<void>
  untilHeading: (text: RegExp) => Promise<void>
}

/** Runs that end at the sign-in: by who signed in, by nobody, by Microsoft, by the operator. */
export async function endAtSignIn({ cloud, page, recorder, startRun, signIn, untilHeading }: Journey): Promise<void> {
  const untilCode = async () => {
    await page.locator('.usercode output').waitFor()
    await recorder.snapshot()
  }
  await startRun()
  await signIn('another-tenant')
  await untilHeading(/another tenant\. Nothing was written/)

  await startRun()
  await signIn('ordinary-user')
  await untilHeading(/may not do this\. Nothing was written/)

  const declined = await startRun()
  await untilCode()
  await cloud.fault(declined.tenantId, { name: 'code-declined' })
  await untilHeading(/cancelled at Microsoft/)

  const expired = await startRun()
  await untilCode()
  await cloud.fault(expired.tenantId, { name: 'code-expired' })
  await untilHeading(/Nobody signed in before the code ended/)

  await startRun()
  await untilCode()
  await page.getByRole('button', { name: 'Stop here' }).click()
  await untilHeading(/^Stopped/)
}

/** A policy blocks the code after the sign-in; the administrator sets it up by hand, and it is proved. */
export async function endByHand({ portal, cloud, page, startRun, signIn, untilHeading }: Journey): Promise<void> {
  const { tenantId } = await startRun()
  await cloud.fault(tenantId, { name: 'device-code-blocked', variant: 'token-endpoint' })
  await signIn('global-administrator')
  await untilHeading(/does not allow signing in with a code/)
  await cloud.clearFaults(tenantId)
  await page.locator('.win-foot').getByRole('button', { name: 'Set it up by hand' }).click()
  await untilHeading(/set it up by hand/)
  const script = await page.getByLabel('The script').innerText()
  const link = await page.locator('.made').getByRole('link', { name: 'Download' }).getAttribute('href')
  const certificate = await page.request.get(link ?? '')
  const given = {
    uniqueName: /uniqueName='([^']+)'/.exec(script)?.[1] ?? '',
    certificatePem: await certificate.text(),
    roles: [...script.matchAll(/roles = @\('([^']+)'/g)].map((match) => match[1] ?? ''),
  }
  const appId = await setUpByHand({ origin: portal.practiceOrigin, control: cloud }, tenantId, given)
  await page.getByLabel(/Application \(client\) id/).fill(appId)
  await page.getByRole('button', { name: 'Prove this application' }).click()
  await untilHeading(/is connected and proved/)
}
