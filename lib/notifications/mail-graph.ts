import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import { fetchAppToken, type AppTokenResult } from '../microsoft/app-token'
import { sendMime } from '../microsoft/send-mail'
import { cloudByName, tokenEndpoint } from '../microsoft/clouds'
import { runtime } from '../runtime'
import { assertionWith, provedKey } from '../settings/own-application-keys'
import { findOwnApplication } from '../settings/own-application-store'
import type { Mail } from './mail'
import { tryAgain, type Outcome } from './outcome'
import { retryAfter } from './web-post'

/**
 * One try through Microsoft Graph, as the provider’s own application in the provider’s own tenant: mail servers of
 * Microsoft 365 stop taking names and passwords. The token lives for this one call.
 */
export async function sendByGraph(sender: string, mail: Mail): Promise<Outcome> {
  const { clouds, clock, settings } = runtime()
  const own = await findOwnApplication()
  const key = await provedKey()
  if (own?.clientId == null || key === null) {
    return tryAgain('not sent: the own application is not set up and tested yet')
  }
  const cloud = cloudByName(clouds, own.cloud)
  const limits = { cloud, clock, timeoutMs: settings.NOTIFY_TIMEOUT_SECONDS * 1000 }
  const assertion = assertionWith(own.clientId, key)
  const granted = await fetchAppToken({
    ...limits,
    tenantId: own.homeTenantId,
    clientId: own.clientId,
    assertion: () => assertion(tokenEndpoint(cloud, own.homeTenantId)),
    resource: cloud.graphResource,
    fresh: true,
  })
  if (granted.status === 'refused') return tryAgain(`Microsoft gave no token (${codeOf(granted)})`)
  const { token } = granted
  try {
    const mime = await new MailComposer(mail).compile().build()
    const answer = await sendMime(limits, { token, sender, mime })
    if (!answer.arrived) return tryAgain(`no answer (${answer.code})`)
    if (answer.status >= 200 && answer.status < 300) return { status: 'accepted', answer: String(answer.status) }
    return tryAgain(wordsFor(answer.status), retryAfter(answer.retryAfter ?? undefined, clock.now()))
  } finally {
    token.drop()
  }
}

function codeOf({ failure }: Extract<AppTokenResult, { status: 'refused' }>): string {
  return failure.code
}

function wordsFor(status: number): string {
  if (status === 403) return 'the own application may not send mail: it needs Mail.Send (403)'
  if (status === 404) return 'the sender has no mailbox in your tenant (404)'
  return String(status)
}
