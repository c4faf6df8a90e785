import { randomUUID } from 'node:crypto'
import { systemClock } from './clock'
import { createDatabase, type Database } from './db/client'
import { createBus } from './db/notify'
import { readSettings, type Settings } from './env'
import { openInstallationRing } from './keys/canary'
import { createEnvelopeCustodian, type KeySource } from './keys/envelope-custodian'
import { createVault } from './keys/vault'
import { startJobs } from './jobs/handlers'
import { log } from './log'
import { callCounterName, createCallCounter } from './microsoft/call-counter'
import { clouds } from './microsoft/clouds'
import { installRuntime, type Runtime } from './runtime'
import { startSweeping } from './tenants/sweep'

/** Puts the house together, once per process. Refuses to start with one sentence when the key ring does not fit. */
export async function boot(): Promise<void> {
  const settings = readSettings()
  if (settings.DATABASE_URL === undefined) throw new Error('DATABASE_URL is missing: start Latchkey with npm start.')
  const closing = new AbortController()
  const runtime = await makeRuntime(settings, settings.DATABASE_URL, closing.signal)
  installRuntime(runtime)
  startSweeping()
  startJobs()
  closeOnSignal(runtime, closing)
}

/** Everything that a process needs; tests make their own with their database and practice cloud. */
export async function makeRuntime(
  settings: Settings,
  databaseUrl: string,
  closing: AbortSignal,
  keys?: KeySource,
): Promise<Runtime> {
  const db = createDatabase(databaseUrl)
  const installationId = await readInstallation(db)
  const ring = await openInstallationRing({ db, file: settings.keyRingFile, installationId })
  const calls = createCallCounter()
  return {
    settings,
    clock: systemClock,
    db,
    bus: createBus(databaseUrl),
    custodian: createEnvelopeCustodian({ db, ring, installationId }, keys),
    vault: createVault({ db, ring, installationId }),
    clouds: clouds({
      practiceOrigin: settings.PRACTICE === 'on' ? settings.practiceOrigin : null,
      onCall: calls.count,
    }),
    installationId,
    processId: randomUUID(),
    liveRuns: new Map(),
    streams: new Set(),
    rooms: new Map([[callCounterName, calls]]),
    closing,
  }
}

async function readInstallation(db: Database): Promise<string> {
  const row = await db.installation.upsert({ where: { only: true }, create: { id: randomUUID() }, update: {} })
  return row.id
}

/** Next ends on SIGTERM only when no stream is open, and what this process holds in memory must not outlive it. */
function closeOnSignal(runtime: Runtime, closing: AbortController): void {
  const close = () => {
    closing.abort()
    for (const end of runtime.streams) end()
    void Promise.allSettled([...runtime.liveRuns.values()].map((run) => run.rest))
      .then(() => Promise.allSettled([runtime.bus.close(), runtime.db.$disconnect()]))
      .catch((error: unknown) => {
        log.report(error)
      })
  }
  process.once('SIGTERM', close)
  process.once('SIGINT', close)
}
