import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClock } from './clock'
import type { Cloud, TlsFace } from './cloud'
import type { Control } from './control/control'
import { createControl } from './control/driver'
import { serveControl } from './control/http'
import { Authorizations } from './entra/authorizations'
import { DeviceFlows } from './entra/flows'
import { serveEntra } from './entra/service'
import { FaultBox } from './faults/box'
import { serveGraph } from './graph/service'
import { RESET } from './http/exchange'
import { RequestLog } from './http/log'
import { jsonAnswer, readMessage, sendAnswer, Unreadable } from './http/message'
import type { Answer, Message } from './http/message'
import { servePages } from './pages/pages'
import { addFirstTenants, createCloudState, loadCloud, storeCloud } from './state/cloud'
import { MEMORY_ONLY, stateFile } from './state/file'
import type { StateFile } from './state/file'
import { createSigningKey, loadSigningKey } from './state/signing-key'
import { facing, openTls } from './tls'

export interface PracticeCloudOptions {
  /** 0 takes any free port. */
  port?: number
  host?: string
  /** Where to remember everything; absent: in memory only. */
  stateFile?: string
  /** How clients reach it, if not under host and port. */
  publicOrigin?: string
  /** A second listener with TLS, for clients that insist on https: `true` takes any free port. */
  tls?: boolean | { port: number }
}

export interface PracticeCloud {
  origin: string
  /** Where it listens, when clients reach it by another name. */
  localOrigin: string
  /** With `tls`: the https origin, and the certificate of the authority to trust, which rests in `caFile` beside the state file. */
  tlsOrigin?: string
  caPem?: string
  caFile?: string
  control: Control
  /** Breaks open connections and frees the ports. */
  close(): Promise<void>
}

/** A stand-in for Entra ID and Microsoft Graph on one origin. Throws where a port is taken (`EADDRINUSE`). */
export async function startPracticeCloud(options: PracticeCloudOptions = {}): Promise<PracticeCloud> {
  const host = options.host ?? '127.0.0.1'
  const cloud = await openCloud(options.stateFile)
  const control = createControl(cloud)
  const server = createServer((request, response) => void answer(cloud, control, request, response))
  const port = await listen(server, options.port ?? 0, host)
  const localOrigin = `http://${shownHost(host)}:${String(port)}`
  cloud.origin = options.publicOrigin ?? localOrigin
  cloud.hosts = new Set(NAMES.concat(host).map((name) => `${shownHost(name)}:${String(port)}`))
  cloud.hosts.add(new URL(cloud.origin).host)
  const servers: Server[] = [server]
  if (options.tls !== undefined && options.tls !== false) {
    const wanted = options.tls === true ? 0 : options.tls.port
    servers.push(await listenEncrypted(cloud, control, host, wanted, options.stateFile))
  }
  await cloud.file.save()
  const tls = cloud.tls === undefined ? {} : tlsFacts(cloud.tls)
  return { origin: cloud.origin, localOrigin, ...tls, control, close: () => close(cloud, servers) }
}

const NAMES = ['localhost', '127.0.0.1', '::1']

function shownHost(name: string): string {
  return name.includes(':') ? `[${name}]` : name
}

function tlsFacts({ origin, caPem, caFile }: TlsFace) {
  return { tlsOrigin: origin, caPem, ...(caFile === undefined ? {} : { caFile }) }
}

async function listenEncrypted(
  cloud: Cloud,
  control: Control,
  host: string,
  wantedPort: number,
  stateFile: string | undefined,
): Promise<Server> {
  const names = [...new Set([...NAMES, host])]
  const { server, ...trust } = await openTls(cloud, names, stateFile, (request, response) => {
    void answer(facing(cloud, request.headers.host ?? ''), control, request, response)
  })
  const port = await listen(server, wantedPort, host)
  for (const name of names) cloud.hosts.add(`${shownHost(name)}:${String(port)}`)
  cloud.tls = { origin: `https://${shownHost(host)}:${String(port)}`, ...trust }
  return server
}

async function openCloud(path: string | undefined): Promise<Cloud> {
  const clock = createClock()
  const file: StateFile = path === undefined ? MEMORY_ONLY : stateFile(path, () => storeCloud(cloud.state))
  const stored = await file.load()
  const key = stored === undefined ? createSigningKey() : loadSigningKey(stored.signingKey.pkcs8)
  const cloud: Cloud = {
    origin: '',
    hosts: new Set(),
    tls: undefined,
    state: createCloudState(clock, key),
    file,
    faults: new FaultBox(),
    log: new RequestLog(),
    flows: new DeviceFlows(),
    authorizations: new Authorizations(),
    markers: { deviceCode: '', accessToken: '', authorizationCode: '', usedAccessTokens: new Set() },
    csrf: randomBytes(24).toString('base64url'),
    refreshTokens: new Map(),
  }
  if (stored === undefined) addFirstTenants(cloud.state)
  else loadCloud(cloud.state, stored)
  return cloud
}

function listen(server: Server, port: number, host: string): Promise<number> {
  server.keepAliveTimeout = 30_000
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

async function close(cloud: Cloud, servers: readonly Server[]): Promise<void> {
  const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())))
  for (const server of servers) server.closeAllConnections()
  await Promise.all(closed)
  await cloud.file.save()
}

async function answer(
  cloud: Cloud,
  control: Control,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const send = (answered: Answer) => sendAnswer(response, answered, cloud.state.clock.now())
  try {
    const message = await readMessage(request)
    const answered = await dispatch(cloud, control, message)
    if (answered === RESET) response.destroy()
    else send(answered)
  } catch (error) {
    if (error instanceof Unreadable) {
      send(jsonAnswer(error.status, { error: error.message }))
      return
    }
    if (request.destroyed && !request.complete) return
    process.stderr.write(`practice cloud: ${error instanceof Error ? (error.stack ?? error.message) : 'failed'}\n`)
    send(jsonAnswer(500, { error: { code: 'InternalServerError', message: 'The practice cloud itself failed.' } }))
  }
}

async function dispatch(cloud: Cloud, control: Control, message: Message): Promise<Answer | typeof RESET> {
  if (!cloud.hosts.has((message.headers['host'] ?? '').toLowerCase()))
    return jsonAnswer(421, { error: 'This practice cloud answers under another name.' })
  if (message.path.startsWith('/v1.0/')) return serveGraph(cloud, message)
  const answered =
    (await serveControl(control, message)) ??
    (await servePages(cloud, control, message)) ??
    (await serveEntra(cloud, message))
  return answered ?? jsonAnswer(404, { error: { code: 'NotFound', message: 'The practice cloud has nothing here.' } })
}
