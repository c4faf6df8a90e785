import { startPracticeCloud } from './server'
import type { PracticeCloud } from './server'

const DEFAULT_PORT = 3400

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

function readPort(): number {
  const text = process.env['PRACTICE_PORT'] ?? String(DEFAULT_PORT)
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) fail(`PRACTICE_PORT must be a port number, not '${text}'.`)
  return port
}

async function start(): Promise<PracticeCloud> {
  const port = readPort()
  const host = process.env['PRACTICE_HOST'] ?? '127.0.0.1'
  const stateFile = process.env['PRACTICE_STATE']
  try {
    return await startPracticeCloud({ port, host, ...(stateFile === undefined ? {} : { stateFile }) })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      fail(`The practice cloud cannot start: port ${String(port)} is taken (set PRACTICE_PORT).`)
    fail(`The practice cloud cannot start: ${error instanceof Error ? error.message : 'unknown reason'}.`)
  }
}

const cloud = await start()
process.stdout.write(`practice cloud ready on ${cloud.origin}\n`)
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    void cloud.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  })
