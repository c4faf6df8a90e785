import { createServer as createHttpServer, request as forwardTo } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { makeAuthority } from './tls-authority'

/** Answers for a host that the practice cloud does not play; undefined means that nobody answers. */
export type Neighbour = (host: string, path: string) => unknown

export interface TlsFront {
  /** `https://localhost:…`: the same answers without any proxy. */
  origin: string
  /** For `HTTPS_PROXY`: takes connections to Microsoft's hosts here. Every other host is refused. */
  proxy: string
  /** Certificate of the authority that clients have to trust, as PEM. */
  authority: string
  /** Hosts that clients wanted, with how often, and whether they were let in. */
  asked: Map<string, { count: number; isOurs: boolean }>
  /** From now on requests go to the practice cloud at this origin. */
  leadTo(practiceOrigin: string): void
  close(): Promise<void>
}

const microsoft = ['login.microsoftonline.com', 'graph.microsoft.com']

/**
 * TLS before a practice cloud, for clients that insist on it, with an authority of the moment. As a proxy it stands in for
 * Microsoft's own hosts, so that clients with fixed hosts stay as they are. Nothing leaves this machine.
 */
export async function startTlsFront(neighbours: readonly string[] = [], neighbour?: Neighbour): Promise<TlsFront> {
  const hosts = [...microsoft, ...neighbours]
  const { authority, key, cert } = makeAuthority(['localhost', ...hosts])
  const asked: TlsFront['asked'] = new Map()
  const sockets = new Set<Socket>()
  let target = ''
  const secure = createHttpsServer({ key, cert }, (message, response) => {
    const host = (message.headers.host ?? '').split(':')[0] ?? ''
    if (neighbours.includes(host)) answerAs(neighbour?.(host, message.url ?? '/'), response)
    else forward(target, message, response)
  })
  const proxy = createHttpServer((_message, response) => response.writeHead(405).end())
  proxy.on('connect', (message: IncomingMessage, socket: Socket) => {
    const host = (message.url ?? '').split(':')[0] ?? ''
    const isOurs = hosts.includes(host)
    asked.set(host, { count: (asked.get(host)?.count ?? 0) + 1, isOurs })
    socket.on('error', () => socket.destroy())
    if (!isOurs) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
      return
    }
    sockets.add(socket)
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    secure.emit('connection', socket)
  })
  const [origin, proxyOrigin] = await Promise.all([listen(secure), listen(proxy)])
  return {
    origin: `https://localhost:${String(origin)}`,
    proxy: `http://127.0.0.1:${String(proxyOrigin)}`,
    authority,
    asked,
    leadTo: (practiceOrigin) => {
      target = practiceOrigin
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      secure.closeAllConnections()
      proxy.closeAllConnections()
      await Promise.all([secure, proxy].map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

function listen(server: ReturnType<typeof createHttpServer>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function answerAs(body: unknown, response: ServerResponse): void {
  response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body ?? { error: { code: 'NotFound', message: 'Nobody answers here.' } }))
}

/** The practice cloud knows itself under its own name, so that is what it is called. */
function forward(target: string, message: IncomingMessage, response: ServerResponse): void {
  const { hostname, port, host } = new URL(target)
  const headers = { ...message.headers, host }
  const onward = forwardTo({ hostname, port, method: message.method, path: message.url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => response.destroy())
  message.pipe(onward)
}
