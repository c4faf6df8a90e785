import { addMailThere, addWebhookThere, sendTestThere, setUpMailThere } from './notification-pages'
import { startMailSink, startWebhookReceiver } from './receivers'
import type { Studio } from './studio'

/** The page of all channels, and one channel with its log. The portal must allow receivers on this machine. */
export async function shootNotifications({ page, shoot }: Studio): Promise<void> {
  const receiver = await startWebhookReceiver()
  const sink = await startMailSink()
  await page.goto('/settings/notifications')
  await shoot('notifications-empty')
  await setUpMailThere(page, sink)
  await addMailThere(page, 'Service desk', 'desk@relecloud.example, on-call@relecloud.example')
  await sendTestThere(page, /^Taken/)
  await addWebhookThere(page, 'Ticket system', receiver.url)
  await sendTestThere(page, /^Taken: 204/)
  receiver.answers = [{ status: 503, headers: { 'retry-after': '120' } }]
  await sendTestThere(page, /^Not taken: 503/)
  await page.reload()
  await shoot('notification-channel')
  await page.goto('/settings/notifications')
  await shoot('notifications')
  receiver.close()
  await sink.close()
}
