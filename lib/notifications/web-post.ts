import http from 'node:http'
import https from 'node:https'
import { isAddress } from './public-address'
import type { Target } from './egress'

/** What came back: a status, or why none came. Bodies are not kept: a receiver may repeat what it was sent. */
export type WebAnswer =
  { arrived: true; status: number; retryAfterSeconds: number | null } | { arrived: false; why: string }

const largestAnswer = 64 * 1024

export interface WebPost {
  headers: Readonly<Record<string, string>>
  body: string
  /** Deadline of the whole exchange, in milliseconds. */
  timeoutMs: number
  /** For dates in Retry-After (RFC 9110 §10.2.3). */
  now: Date
  /** A further authority that the receiver’s certificate may come from, PEM. */
  authority?: string
}

/**
 * One POST to the admitted address. It resolves nothing, follows no redirect, reuses no connection, and reads no more
 * than 64 KB of the answer.
 */
export function postTo(target: Target, post: WebPost): Promise<WebAnswer> {
  const signal = AbortSignal.timeout(post.timeoutMs)
  const bytes = Buffer.from(post.body, 'utf8')
  const options = {
    method: 'POST',
    host: target.address,
    port: target.port,
    path: target.path,
    agent: false,
    signal,
    headers: { ...post.headers, host: hostHeader(target), 'content-length': bytes.byteLength },
  }
  return new Promise((resolve) => {
    const request = target.secure ? https.request({ ...options, ...tlsOf(target, post) }) : http.request(options)
    request.once('response', (response) => {
      resolve({
        arrived: true,
        status: response.statusCode ?? 0,
        retryAfterSeconds: retryAfter(response.headers['retry-after'], post.now),
      })
      drain(response)
    })
    request.on('error', (error) => {
      resolve({ arrived: false, why: signal.aborted ? 'no answer in time' : whyOf(error) })
    })
    request.end(bytes)
  })
}

/** The certificate is judged by the name that was typed, though the connection goes to an address. */
function tlsOf({ host }: Target, { authority }: WebPost): https.RequestOptions {
  return {
    servername: isAddress(host) ? '' : host,
    minVersion: 'TLSv1.2',
    ...(authority === undefined ? {} : { ca: authority }),
  }
}

function hostHeader({ host, port, secure }: Target): string {
  const written = host.includes(':') ? `[${host}]` : host
  return port === (secure ? 443 : 80) ? written : `${written}:${port}`
}

function drain(response: http.IncomingMessage): void {
  let size = 0
  response.on('data', (chunk: Buffer) => {
    size += chunk.byteLength
    if (size > largestAnswer) response.destroy()
  })
  response.on('error', () => undefined)
}

/** Seconds, or a date; null for anything else. */
export function retryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null
  if (/^\d{1,9}$/.test(header)) return Number(header)
  const date = Date.parse(header)
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now.getTime()) / 1000))
}

/** The code of the wire or of the certificate’s refusal, never a message: those carry addresses. */
function whyOf(error: Error): string {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? `no answer (${code})` : 'no answer'
}
