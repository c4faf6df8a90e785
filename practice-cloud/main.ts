import { startPracticeCloud } from './server'
import type { PracticeCloud } from './server'

const DEFAULT_PORT = 3400

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

function readPort(name: 'PRACTICE_PORT' | 'PRACTICE_TLS_PORT', text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) fail(`${name} must be a port number, not '${text}'.`)
  return port
}

/** Absent unless somebody asked for it: most clients are content with http on this machine. */
function readTls(): { port: number } | false {
  const text = process.env['PRACTICE_TLS_PORT'] ?? ''
  return text === '' ? false : { port: readPort('PRACTICE_TLS_PORT', text) }
}

function takenPort(error: Error): string {
  return 'port' in error ? `port ${String(error.port)}` : 'a port'
}

async function start(): Promise<PracticeCloud> {
  const port = readPort('PRACTICE_PORT', process.env['PRACTICE_PORT'] ?? String(DEFAULT_PORT))
  const tls = readTls()
  const host = process.env['PRACTICE_HOST'] ?? '127.0.0.1'
  const stateFile = process.env['PRACTICE_STATE']
  try {
    return await startPracticeCloud({ port, host, tls, ...(stateFile === undefined ? {} : { stateFile }) })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      fail(`The practice cloud cannot start: ${takenPort(error)} is taken (set PRACTICE_PORT or PRACTICE_TLS_PORT).`)
    fail(`The practice cloud cannot start: ${error instanceof Error ? error.message : 'unknown reason'}.`)
  }
}

const cloud = await start()
process.stdout.write(`practice cloud ready on ${cloud.origin}\n`)
if (cloud.tlsOrigin !== undefined)
  process.stdout.write(
    `practice cloud with TLS on ${cloud.tlsOrigin}; its authority is ${cloud.caFile ?? 'in memory only: set PRACTICE_STATE'}\n`,
  )
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    void cloud.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  })
