import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { GET as metadata } from '@/app/api/oauth/metadata/route'
import { POST as revoke } from '@/app/api/oauth/revoke/route'
import { POST as token } from '@/app/api/oauth/token/route'
import { openApi } from '@/app/api/[[...route]]/_api'
import { openHouse, type House } from './tenants'

export interface TokenHouse {
  house: House
  /** The issuer. */
  url: string
  post(path: string, body: string, headers?: Record<string, string>): Promise<Response>
  close(): Promise<void>
}

type Handler = (request: Request) => Promise<Response> | Response
const handlers: Readonly<Record<string, Handler>> = {
  'GET /.well-known/oauth-authorization-server': metadata,
  'POST /api/oauth/token': token,
  'POST /api/oauth/revoke': revoke,
}

/** A house, the three endpoints of RFC 6749, 7009 and 8414 and the REST API over HTTP, without the pages around them. */
export async function openTokenHouse(settings: Readonly<Record<string, string>> = {}): Promise<TokenHouse> {
  const rest = openApi()
  const api: Handler = (request) => rest.fetch(request)
  const server = createServer((incoming, outgoing) => {
    const handle = async () => {
      const { pathname } = new URL(incoming.url ?? '/', 'http://localhost')
      const handler = handlers[`${incoming.method} ${pathname}`]
      const answer = handler ?? (pathname.startsWith('/api/v1/') ? api : null)
      const response = answer === null ? new Response(null, { status: 405 }) : await answer(await read(incoming))
      outgoing.writeHead(response.status, Object.fromEntries(response.headers))
      outgoing.end(Buffer.from(await response.arrayBuffer()))
    }
    handle().catch((error: unknown) => {
      outgoing.writeHead(599).end(String(error))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const house = await openHouse({ PUBLIC_URL: url, ...settings })
  return {
    house,
    url,
    post: (path, body, headers = {}) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
        body,
      }),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await house.close()
    },
  }
}

async function read(incoming: IncomingMessage): Promise<Request> {
  const parts: Buffer[] = []
  for await (const part of incoming) parts.push(part as Buffer)
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) if (typeof value === 'string') headers.set(name, value)
  const body = parts.length === 0 ? null : Buffer.concat(parts)
  return new Request(`http://localhost${incoming.url ?? '/'}`, { method: incoming.method ?? 'GET', headers, body })
}
