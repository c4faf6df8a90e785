import { Webhook } from 'standardwebhooks'
import { runtime } from '../runtime'
import type { ChannelSecrets } from './channel-secrets'
import { egress } from './egress'
import { headline, type Message } from './message'
import { tryAgain, type Outcome } from './outcome'
import { postTo } from './web-post'

/** One try, signed as Standard Webhooks 1.0 says: the id is the event’s on every try, the time is this try’s. */
export async function sendWebhook(secrets: ChannelSecrets, message: Message): Promise<Outcome> {
  const now = runtime().clock.now()
  const body = JSON.stringify(payloadOf(message))
  return postJson(secrets.url, body, {
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': signaturesOf(secrets, now)
      .map((secret) => new Webhook(secret).sign(message.id, now, body))
      .join(' '),
  })
}

/** The newest first; for a day after a change the former one signs beside it. */
function signaturesOf({ signing, former }: ChannelSecrets, now: Date): readonly string[] {
  const living = former !== undefined && Date.parse(former.until) > now.getTime() ? [former.signing] : []
  return [...(signing === undefined ? [] : [signing]), ...living]
}

/** `type` and `timestamp` say what happened and when; `data` is whole, so that no receiver has to ask back. */
function payloadOf({ id, kind, at, severity, thread, facts, tenant, link, ...rest }: Message) {
  return {
    type: kind,
    timestamp: at.toISOString(),
    data: {
      id,
      severity,
      thread,
      headline: headline({ facts, severity, tenant }),
      ...facts,
      practice: tenant?.practice ?? false,
      tenant,
      link,
      openedBy: rest.openedBy,
    },
  }
}

/** A POST of JSON through the gate; only 2xx counts as taken, and 410 ends the channel. */
export async function postJson(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const { clock, settings } = runtime()
  const admission = await egress().admitWeb(url)
  if (!admission.admitted) return tryAgain(`not sent: ${admission.refusal.say}`)
  const answer = await postTo(admission.target, {
    headers: { 'content-type': 'application/json', 'user-agent': 'Latchkey', ...headers },
    body,
    timeoutMs: settings.NOTIFY_TIMEOUT_SECONDS * 1000,
    now: clock.now(),
  })
  if (!answer.arrived) return tryAgain(answer.why)
  const { status, retryAfterSeconds } = answer
  if (status >= 200 && status < 300) return { status: 'accepted', answer: String(status) }
  if (status === 410) return { status: 'gone', answer: '410' }
  return tryAgain(String(status), retryAfterSeconds)
}
