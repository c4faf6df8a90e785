import { createServer as createHttpServer, request as forwardTo } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { makeAuthority } from './tls-authority'

/** Answers for a host that the practice cloud does not play; undefined means that nobody answers. */
export type Neighbour = (host: string, path: string) => unknown

export interface TlsFront {
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
 * A proxy that stands in for Microsoft's own hosts, with an authority of the moment, and leads to a practice cloud: clients
 * with fixed hosts stay as they are. Nothing leaves this machine.
 */
export async function startTlsFront(neighbours: readonly string[] = [], neighbour?: Neighbour): Promise<TlsFront> {
  const door = new Door(neighbours, neighbour)
  const { authority, key, cert } = makeAuthority(door.hosts)
  const secure = createHttpsServer({ key, cert }, (message, response) => {
    door.answer(hostOf(message.headers.host), message.url ?? '/', message, response)
  })
  const proxy = createHttpServer((message, response) => {
    door.answerProxied(message, response)
  })
  proxy.on('connect', (message: IncomingMessage, socket: Socket) => {
    if (door.admit(hostOf(message.url), socket)) secure.emit('connection', socket)
  })
  const port = await listen(proxy)
  return {
    proxy: `http://127.0.0.1:${String(port)}`,
    authority,
    asked: door.asked,
    leadTo: (practiceOrigin) => {
      door.target = practiceOrigin
    },
    close: async () => {
      for (const socket of door.sockets) socket.destroy()
      secure.closeAllConnections()
      proxy.closeAllConnections()
      await new Promise((resolve) => proxy.close(resolve))
    },
  }
}

/** Who may come in, and who answers. */
class Door {
  readonly hosts: readonly string[]
  readonly asked: TlsFront['asked'] = new Map()
  readonly sockets = new Set<Socket>()
  target = ''
  readonly #neighbours: readonly string[]
  readonly #neighbour: Neighbour | undefined

  constructor(neighbours: readonly string[], neighbour: Neighbour | undefined) {
    this.hosts = [...microsoft, ...neighbours]
    this.#neighbours = neighbours
    this.#neighbour = neighbour
  }

  answer(host: string, path: string, message: IncomingMessage, response: ServerResponse): void {
    if (this.#neighbours.includes(host)) answerAs(this.#neighbour?.(host, path), response)
    else forward(this.target, path, message, response)
  }

  /** Some clients hand an https address to the proxy whole, instead of asking for a tunnel. */
  answerProxied(message: IncomingMessage, response: ServerResponse): void {
    const { hostname, pathname, search } = new URL(message.url ?? '', 'http://nobody.invalid')
    if (this.#note(hostname)) this.answer(hostname, `${pathname}${search}`, message, response)
    else response.writeHead(403).end()
  }

  admit(host: string, socket: Socket): boolean {
    const isOurs = this.#note(host)
    socket.on('error', () => socket.destroy())
    if (isOurs) this.sockets.add(socket)
    if (isOurs) socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    else socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    return isOurs
  }

  #note(host: string): boolean {
    const isOurs = this.hosts.includes(host)
    this.asked.set(host, { count: (this.asked.get(host)?.count ?? 0) + 1, isOurs })
    return isOurs
  }
}

function hostOf(authority: string | undefined): string {
  return (authority ?? '').split(':')[0] ?? ''
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
function forward(target: string, path: string, message: IncomingMessage, response: ServerResponse): void {
  const { hostname, port, host } = new URL(target)
  const headers = { ...message.headers, host }
  const onward = forwardTo({ hostname, port, method: message.method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => response.destroy())
  message.pipe(onward)
}
