import type { IncomingMessage, ServerResponse } from 'node:http'

/** A request, read whole. Header names are lower case. */
export interface Message {
  method: string
  /** Decoded path segments are the router's business; this is the raw path. */
  path: string
  query: URLSearchParams
  /** Raw, with `?`, or empty. */
  search: string
  headers: Readonly<Record<string, string>>
  body: string
}

export interface Answer {
  status: number
  headers: Record<string, string>
  body: string
}

/** Why a request could not even be read. */
export class Unreadable extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const BODY_LIMIT = 4 * 1024 * 1024

export async function readMessage(request: IncomingMessage): Promise<Message> {
  const target = request.url ?? '/'
  const mark = target.indexOf('?')
  const search = mark === -1 ? '' : target.slice(mark)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  return {
    method: (request.method ?? 'GET').toUpperCase(),
    path: mark === -1 ? target : target.slice(0, mark),
    query: new URLSearchParams(search),
    search,
    headers,
    body: await readBody(request),
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > BODY_LIMIT) throw new Unreadable(413, 'The request is too large.')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** `date` is this cloud's own time (milliseconds), which may be set apart from the machine's. */
export function sendAnswer(response: ServerResponse, answer: Answer, date: number): void {
  if (response.destroyed || response.headersSent) return
  response.writeHead(answer.status, {
    date: new Date(date).toUTCString(),
    ...answer.headers,
    'content-length': String(Buffer.byteLength(answer.body)),
  })
  response.end(answer.body)
}

export function jsonAnswer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  }
}
