import http from 'node:http'
import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { Webhook } from 'standardwebhooks'

export interface HeardCall {
  headers: http.IncomingHttpHeaders
  body: string
}

/** A receiver of webhooks on this machine. */
export interface WebhookReceiver {
  url: string
  heard: HeardCall[]
  /** What it answers from now on; taken in order, the last one stays. */
  answers: { status: number; headers?: Record<string, string> }[]
  /** Called after a whole request and before its answer. */
  beforeAnswer: (() => Promise<void>) | null
  close(): void
}

export function isSignedWith({ headers, body }: HeardCall, secret: string): boolean {
  try {
    return Boolean(new Webhook(secret).verify(body, headers as Record<string, string>))
  } catch {
    return false
  }
}

/** A part of each receiver’s address that is a secret, as many webhooks have one. */
export const addressCanary = 'canary-of-the-address'

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      receiver.heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
      const answer = receiver.answers.length > 1 ? receiver.answers.shift() : receiver.answers[0]
      void (receiver.beforeAnswer?.() ?? Promise.resolve()).then(() => {
        response.writeHead(answer?.status ?? 204, answer?.headers ?? {}).end()
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=${addressCanary}`,
    heard: [],
    answers: [{ status: 204 }],
    beforeAnswer: null,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
  return receiver
}

export interface MailSink {
  port: number
  mails: { mail: Email; raw: string; to: string[]; signedInAs: string | null; secure: boolean }[]
  /** An SMTP code to refuse the next mails with; null takes them. */
  refuseWith: number | null
  close(): Promise<void>
}

export const mailAccount = { user: 'latchkey', pass: 'canary-of-the-mail-password' }

/** A real mail server on this machine that keeps what it gets; with its own certificate for STARTTLS. */
export async function startMailSink(options: { tls?: boolean } = {}): Promise<MailSink> {
  const server = new SMTPServer({
    authOptional: true,
    ...(options.tls === true ? {} : { disabledCommands: ['STARTTLS'] }),
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) => {
      if (username === mailAccount.user && password === mailAccount.pass) done(null, { user: username })
      else done(new Error('Invalid login'))
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks)
        void PostalMime.parse(raw).then((mail) => {
          if (sink.refuseWith !== null) {
            done(Object.assign(new Error('Refused here'), { responseCode: sink.refuseWith }))
            return
          }
          const to = session.envelope.rcptTo.map(({ address }) => address)
          const signedInAs = typeof session.user === 'string' ? session.user : null
          sink.mails.push({ mail, raw: raw.toString('utf8'), to, signedInAs, secure: session.secure })
          done()
        })
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const sink: MailSink = {
    port: (server.server.address() as AddressInfo).port,
    mails: [],
    refuseWith: null,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
  return sink
}
