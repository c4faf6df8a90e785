import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClock } from './clock'
import type { Cloud } from './cloud'
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

export interface PracticeCloudOptions {
  /** 0 takes any free port. */
  port?: number
  host?: string
  /** Where to remember everything; absent: in memory only. */
  stateFile?: string
  /** How clients reach it, if not under host and port. */
  publicOrigin?: string
}

export interface PracticeCloud {
  origin: string
  /** Where it listens, when clients reach it by another name. */
  localOrigin: string
  control: Control
  /** Breaks open connections and frees the port. */
  close(): Promise<void>
}

/** A stand-in for Entra ID and Microsoft Graph on one origin. Throws where the port is taken (`EADDRINUSE`). */
export async function startPracticeCloud(options: PracticeCloudOptions = {}): Promise<PracticeCloud> {
  const host = options.host ?? '127.0.0.1'
  const cloud = await openCloud(options.stateFile)
  const control = createControl(cloud)
  const server = createServer((request, response) => void answer(cloud, control, request, response))
  server.keepAliveTimeout = 30_000
  await listen(server, options.port ?? 0, host)
  const { port } = server.address() as AddressInfo
  const localOrigin = `http://${host.includes(':') ? `[${host}]` : host}:${String(port)}`
  cloud.origin = options.publicOrigin ?? localOrigin
  cloud.hosts = new Set([host, 'localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${String(port)}`))
  cloud.hosts.add(new URL(cloud.origin).host)
  await cloud.file.save()
  return { origin: cloud.origin, localOrigin, control, close: () => close(cloud, server) }
}

async function openCloud(path: string | undefined): Promise<Cloud> {
  const clock = createClock()
  const file: StateFile = path === undefined ? MEMORY_ONLY : stateFile(path, () => storeCloud(cloud.state))
  const stored = await file.load()
  const key = stored === undefined ? createSigningKey() : loadSigningKey(stored.signingKey.pkcs8)
  const cloud: Cloud = {
    origin: '',
    hosts: new Set(),
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

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function close(cloud: Cloud, server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  await closed
  await cloud.file.save()
}

async function answer(
  cloud: Cloud,
  control: Control,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const message = await readMessage(request)
    const answered = await dispatch(cloud, control, message)
    if (answered === RESET) response.destroy()
    else sendAnswer(response, answered)
  } catch (error) {
    if (error instanceof Unreadable) {
      sendAnswer(response, jsonAnswer(error.status, { error: error.message }))
      return
    }
    if (request.destroyed && !request.complete) return
    process.stderr.write(`practice cloud: ${error instanceof Error ? (error.stack ?? error.message) : 'failed'}\n`)
    sendAnswer(
      response,
      jsonAnswer(500, { error: { code: 'InternalServerError', message: 'The practice cloud itself failed.' } }),
    )
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
