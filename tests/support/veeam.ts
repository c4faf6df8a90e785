import { X509Certificate } from 'node:crypto'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { makeAuthority } from '@/scripts/tls-authority'

export interface StandIn {
  address: string
  /** Of its certificate, as people copy it. */
  sha256: string
  heard: { method: string; url: string; type: string; body: string }[]
  /** How it answers from now on. */
  answer: { status: number; body: string }
  close(): Promise<void>
}

const given = JSON.stringify({
  access_token: 'veeam-access-token',
  token_type: 'bearer',
  refresh_token: 'veeam-refresh-token',
  expires_in: 3600,
  '.issued': '2026-11-22T12:00:00Z',
  '.expires': '2026-11-22T13:00:00Z',
})

/** Plays a Veeam Backup for Microsoft 365 server: TLS with a certificate that nobody vouches for, one token path. */
export async function startStandIn(): Promise<StandIn> {
  const { key, cert } = makeAuthority(['localhost'])
  const heard: StandIn['heard'] = []
  const standIn = { answer: { status: 200, body: given } }
  const server = https.createServer({ key, cert }, (request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const type = request.headers['content-type'] ?? ''
      heard.push({ method: request.method ?? '', url: request.url ?? '', type, body })
      const { status, body: text } = standIn.answer
      response.writeHead(status, { 'content-type': 'application/json' }).end(text)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(standIn, {
    address: `https://127.0.0.1:${port}`,
    sha256: new X509Certificate(cert).fingerprint256,
    heard,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  })
}
