import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { makeRuntime } from '@/lib/boot'
import { readSettings } from '@/lib/env'
import type { KeySource } from '@/lib/keys/envelope-custodian'
import { installRuntime, type Runtime } from '@/lib/runtime'
import type { Actor } from '@/lib/staff/actor'
import type { RunView } from '@/lib/tenants/run-page-views'
import { getRun } from '@/lib/tenants/run-view'
import type { NewTenant } from '@/practice-cloud/control/control'
import { startPracticeCloud, type PracticeCloud } from '@/practice-cloud/server'
import { freshDatabase, type FreshDatabase } from './database'
import { sharedKeys } from './key-pool'

/** The real house without its pages: a fresh database, a practice cloud of its own, waits of seconds. */
export interface House {
  cloud: PracticeCloud
  database: FreshDatabase
  actor: Actor
  home: string
  /** What another process needs to be a portal of the same house. */
  environment: Readonly<Record<string, string>>
  /** A tenant of the practice cloud that no other test knows. */
  newTenant(options?: Partial<NewTenant>): Promise<{ domain: string; tenantId: string }>
  /** What a kill and a new start do: everything in memory is gone, the database stays. */
  restart(): Promise<Runtime>
  close(): Promise<void>
}

/** Settings, and what the house reaches its database through; the test itself always has the straight way. */
type HouseOptions = Readonly<Record<string, string>> | { through: (url: string) => Promise<string> }

export async function openHouse(options: HouseOptions = {}, keys: KeySource = sharedKeys): Promise<House> {
  const database = await freshDatabase()
  const through = typeof options['through'] === 'function' ? options['through'] : null
  const databaseUrl = through === null ? database.url : await through(database.url)
  const overrides = through === null ? (options as Readonly<Record<string, string>>) : {}
  const cloud = await startPracticeCloud()
  const home = mkdtempSync(path.join(os.tmpdir(), 'latchkey-house-'))
  const environment = {
    LATCHKEY_HOME: home,
    DATABASE_URL: databaseUrl,
    PRACTICE_PORT: new URL(cloud.origin).port,
    SPREAD_PAUSE_SECONDS: '0.1',
    SPREAD_DEADLINE_SECONDS: '20',
    STALE_PATIENCE_SECONDS: '5',
    LEASE_SECONDS: '2',
    MICROSOFT_TIMEOUT_SECONDS: '5',
    CODES_PER_RUN: '1',
    ...overrides,
  }
  const settings = readSettings(environment)
  let closing = new AbortController()
  const start = async () => {
    const made = await makeRuntime(settings, databaseUrl, closing.signal, keys)
    installRuntime(made)
    return made
  }
  let current = await start()
  const operator = await database.db.operator.create({
    data: { email: `${randomUUID()}@provider.example`, name: 'Marta Ruiz', role: 'owner', passwordHash: 'unused' },
  })
  const stop = async () => {
    closing.abort()
    await Promise.allSettled([...current.liveRuns.values()].map((run) => run.rest))
    await current.bus.close()
    await current.db.$disconnect()
  }
  return {
    cloud,
    database,
    home,
    environment,
    actor: {
      ...{ kind: 'operator', id: operator.id, name: operator.name, email: operator.email },
      ...{ role: 'owner', reach: 'all' },
    },
    newTenant: async (options = {}) => {
      const domain = `t${randomUUID().slice(0, 8)}.example`
      const { tenantId } = await cloud.control.createTenant({ domain, displayName: 'Test Company', ...options })
      await cloud.control.fault(tenantId, { name: 'device-interval', seconds: 0.1 })
      return { domain, tenantId }
    },
    restart: async () => {
      await stop()
      closing = new AbortController()
      current = await start()
      return current
    },
    close: async () => {
      await stop()
      installRuntime(undefined)
      await cloud.close()
      await database.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** Waits for a state of the run that the page would show; says what it saw instead when the deadline comes. */
export async function untilRun(
  house: House,
  runId: string,
  is: (run: RunView) => boolean,
  timeoutMs = 60_000,
): Promise<RunView> {
  const until = Date.now() + timeoutMs
  for (;;) {
    const run = await getRun(house.actor, runId)
    if (is(run)) return run
    if (Date.now() > until) {
      const steps = run.steps.map((step) => `${step.key}:${step.status}:${step.detail ?? ''}`).join(' | ')
      throw new Error(`run stays in ${run.phase} (${run.verdict?.reason ?? 'no verdict'}): ${steps}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
