import { connect, type Socket } from 'node:net'
import { createTransport } from 'nodemailer'
import type SMTPTransport from 'nodemailer/lib/smtp-transport'
import { runtime } from '../runtime'
import { egress, type Target } from './egress'
import type { Mail } from './mail'
import { openPassword, type SmtpSender } from './mail-store'
import { tryAgain, type Outcome } from './outcome'
import { isAddress } from './public-address'

/** One try at the mail server, over TLS; without it only where who runs Latchkey listed the server. */
export async function sendBySmtp(sender: SmtpSender, mail: Mail): Promise<Outcome> {
  const admission = await egress().admitMail(sender.host, sender.port)
  if (!admission.admitted) return tryAgain(`not sent: ${admission.refusal.say}`)
  const { target } = admission
  if (sender.security === 'none' && !target.listed) return tryAgain('not sent: this server may be used with TLS only')
  const password = sender.passwordRef === null ? null : await openPassword(sender.passwordRef)
  const timeoutMs = runtime().settings.NOTIFY_TIMEOUT_SECONDS * 1000
  const deadline = AbortSignal.timeout(timeoutMs)
  let connection: Socket | null = null
  try {
    connection = await openSocket(target, deadline)
    const transport = createTransport({
      ...transportOptions(sender, target, timeoutMs),
      ...(sender.account !== null && password !== null && { auth: { user: sender.account, pass: password } }),
      connection,
    })
    const { accepted, rejected } = await transport.sendMail({
      ...mail,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    return { status: 'accepted', answer: `taken for ${accepted.length} of ${accepted.length + rejected.length}` }
  } catch (error) {
    return tryAgain(deadline.aborted ? 'no answer in time' : answerOf(error))
  } finally {
    connection?.destroy()
  }
}

function transportOptions(sender: SmtpSender, target: Target, timeoutMs: number): SMTPTransport.Options {
  return {
    host: target.address,
    port: target.port,
    secure: sender.security === 'tls',
    requireTLS: sender.security === 'starttls',
    ignoreTLS: sender.security === 'none',
    tls: { minVersion: 'TLSv1.2', ...(isAddress(target.host) ? {} : { servername: target.host }) },
    name: sender.sender.split('@')[1] ?? 'latchkey.invalid',
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  }
}

/** To the address that was judged. The signal ends the whole conversation, however slowly the server goes on talking. */
function openSocket(target: Target, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: target.address, port: target.port, signal })
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(socket)
    })
  })
}

const words: Readonly<Record<string, string>> = {
  EAUTH: 'the mail server refused the name or password',
  EENVELOPE: 'the mail server refused the sender or a recipient',
  EMESSAGE: 'the mail server refused the mail',
  ETLS: 'no protected connection',
  ESOCKET: 'no protected connection or no answer',
  ETIMEDOUT: 'no answer in time',
}

/** The server’s number and our words. Its own text stays out: it may repeat what it was sent. */
function answerOf(error: unknown): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown }
  const said = typeof code === 'string' ? (words[code] ?? `no answer (${code})`) : 'no answer'
  return typeof responseCode === 'number' ? `${said} (${responseCode})` : said
}
