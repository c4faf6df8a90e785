import http from 'node:http'
import tls from 'node:tls'
import { isAddress } from '../notifications/public-address'
import { resolveServer, unreachable, type ServerVersion } from './server-address'

export interface ServerAnswer {
  status: number
  text: string
}

export interface CalledServer {
  name: string
  address: string
  version: ServerVersion
  pinnedSha256: string | null
}

const largestAnswer = 64 * 1024

/**
 * One POST to the server's token path. The certificate is checked as browsers do, or it is the pinned one; nothing of the
 * request is sent before that. Throws AppError with words when no answer came.
 */
export async function postToServer(server: CalledServer, body: string, timeoutMs: number): Promise<ServerAnswer> {
  const { host, ip, port } = await resolveServer(server.address)
  const signal = AbortSignal.timeout(timeoutMs)
  const socket = await connect(server, { host, ip, port }, signal)
  return new Promise((resolve, reject) => {
    const request = http.request({
      method: 'POST',
      path: `/${server.version}/Token`,
      headers: {
        host: `${host.includes(':') ? `[${host}]` : host}:${port}`,
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
      },
      createConnection: () => socket,
      signal,
    })
    request.once('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
        if (text.length > largestAnswer) response.destroy()
      })
      response.once('close', () => {
        resolve({ status: response.statusCode ?? 0, text: text.slice(0, largestAnswer) })
      })
    })
    request.once('error', () => {
      socket.destroy()
      reject(unreachable(`${server.name} took the connection and gave no whole answer. Try again, or look at its log.`))
    })
    request.end(body)
  })
}

function connect(
  server: CalledServer,
  { host, ip, port }: { host: string; ip: string; port: number },
  signal: AbortSignal,
): Promise<tls.TLSSocket> {
  return new Promise((resolve, reject) => {
    const pinned = server.pinnedSha256
    const socket = tls.connect({
      ...{ host: ip, port, minVersion: 'TLSv1.2' },
      ...(isAddress(host) ? {} : { servername: host }),
      checkServerIdentity: (_, certificate) => tls.checkServerIdentity(host, certificate),
      rejectUnauthorized: pinned === null,
    })
    const give = (say: string) => {
      signal.removeEventListener('abort', late)
      socket.destroy()
      reject(unreachable(say))
    }
    const late = () => {
      give(`${server.name} did not answer in time. Is it on, and does a firewall let Latchkey reach it?`)
    }
    signal.addEventListener('abort', late, { once: true })
    socket.once('error', (error: Error) => {
      give(wordsFor(server, error))
    })
    socket.once('secureConnect', () => {
      const shown = socket.getPeerCertificate().fingerprint256.replaceAll(':', '').toLowerCase()
      if (pinned !== null && shown !== pinned) {
        give(
          `${server.name} shows another certificate than the pinned one. Nothing was sent. If it was renewed, pin the new one.`,
        )
        return
      }
      signal.removeEventListener('abort', late)
      resolve(socket)
    })
  })
}

function wordsFor({ name }: CalledServer, error: Error): string {
  const { code } = error as { code?: unknown }
  if (typeof code === 'string' && /CERT|SIGNED|SIGNATURE|ALTNAME|ISSUER/.test(code)) {
    return `The certificate of ${name} is not trusted here. Nothing was sent. Give the server one that is, or pin its SHA-256 thumbprint.`
  }
  return `${name} could not be reached. Is it on, is the port right, and does a firewall let Latchkey reach it?`
}
