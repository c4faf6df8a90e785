import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { clouds, type Cloud } from '@/lib/microsoft/clouds'

export interface Heard {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

/** How to answer one request; `reset` breaks the connection, `hang` never answers. */
export type Script = (request: Heard, turn: number) => Reply | 'reset' | 'hang'

export interface Reply {
  status?: number
  headers?: Record<string, string>
  json?: unknown
  text?: string
}

export interface ScriptedServer {
  origin: string
  cloud: Cloud
  heard: readonly Heard[]
  close(): Promise<void>
}

/** A server that says exactly what a test wants, for answers that a well-behaved one never gives. */
export async function scriptedServer(script: Script): Promise<ScriptedServer> {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const message = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body }
      heard.push(message)
      answer(response, script(message, heard.length))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const cloud = clouds({ practiceOrigin: origin }).find(({ name }) => name === 'practice')
  if (cloud === undefined) throw new Error('no practice cloud')
  return {
    origin,
    cloud,
    heard,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

function answer(response: ServerResponse, reply: Reply | 'reset' | 'hang'): void {
  if (reply === 'hang') return
  if (reply === 'reset') {
    response.socket?.destroy()
    return
  }
  const type = reply.json === undefined ? 'text/html' : 'application/json'
  response.writeHead(reply.status ?? 200, { 'content-type': type, ...reply.headers })
  response.end(reply.json === undefined ? (reply.text ?? '') : JSON.stringify(reply.json))
}
