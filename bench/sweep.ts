import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { makeRuntime } from '../lib/boot'
import { readSettings } from '../lib/env'
import { handlers } from '../lib/jobs/handlers'
import { scheduleMany } from '../lib/queue/queue-store'
import { startWorker } from '../lib/queue/worker'
import { installRuntime, runtime } from '../lib/runtime'
import { controlOver } from '../practice-cloud/control/client'
import { freshDatabase } from '../tests/support/database'
import makeTestHome from '../tests/support/test-home'
import { makeConnectedTenants } from './many-tenants'

/** How long does it take to check a thousand tenants when every call costs 50 ms, against the least that could be? */
const tenants = Number(process.argv[2] ?? 1000)
const latencyMs = 50
const goalRatio = 1.5
const goalGrowthMb = 150
const kind = 'check'

const home = mkdtempSync(path.join(os.tmpdir(), 'latchkey-sweep-'))
const endDatabases = makeTestHome()
const database = await freshDatabase()
const practice = await startPractice()
const closing = new AbortController()
try {
  const settings = readSettings({
    LATCHKEY_HOME: home,
    PRACTICE_PORT: new URL(practice.origin).port,
    WORK_PER_SECOND: '1000',
    WORK_AT_ONCE: process.env['WORK_AT_ONCE'],
    WORK_TICK_SECONDS: '0.1',
  })
  installRuntime(await makeRuntime(settings, database.url, closing.signal))
  const control = controlOver(practice.origin)
  const began = Date.now()
  const ids = await makeConnectedTenants(control, tenants)
  console.log(`${tenants} tenants made in ${((Date.now() - began) / 1000).toFixed(0)} s`)
  await control.fault('*', { name: 'latency', ms: latencyMs })
  await sweep(ids.slice(0, 1), 1)
  await control.clearLog()
  const alone = await sweep(ids.slice(0, 1), 1)
  const rounds = countRounds((await control.log()).filter(({ batch }) => batch === undefined))
  const warm = await sweep(ids.slice(0, Math.ceil(tenants / 5)))
  const practiceBefore = practice.cpuSeconds()
  const figures = await sweep(ids)
  const practiceMs = ((practice.cpuSeconds() ?? 0) - (practiceBefore ?? 0)) * 1000
  report({ ...figures, growthMb: figures.highestMb - warm.highestMb, practiceMs }, rounds, alone.calls)
} finally {
  closing.abort()
  await runtime().bus.close()
  await runtime().db.$disconnect()
  practice.stop()
  await database.close()
  await endDatabases()
  rmSync(home, { recursive: true, force: true })
}
process.exit()

interface Figures {
  seconds: number
  /** Of this process, in which the worker is. */
  cpuMs: number
  calls: number
  mostInFlight: number
  highestMb: number
}

/** All of these once, by the worker that the product has; it stops when none is due any more. */
async function sweep(ids: readonly string[], atOnce = runtime().settings.WORK_AT_ONCE): Promise<Figures> {
  const { db, settings } = runtime()
  const stop = new AbortController()
  const wire = watchWire()
  const began = new Date()
  await scheduleMany(kind, ids, new Date(began.getTime() - 1000))
  const before = { closing: runtime().closing, atOnce: settings.WORK_AT_ONCE }
  Object.assign(runtime(), { closing: AbortSignal.any([before.closing, stop.signal]) })
  settings.WORK_AT_ONCE = atOnce
  const start = performance.now()
  const cpu = process.cpuUsage()
  startWorker(handlers)
  let highestMb = 0
  do {
    await new Promise((resolve) => setTimeout(resolve, 100))
    highestMb = Math.max(highestMb, process.memoryUsage.rss() / 2 ** 20)
  } while ((await db.work.count({ where: { kind, nextAt: { lt: new Date() } } })) > 0)
  const seconds = (performance.now() - start) / 1000
  const used = process.cpuUsage(cpu)
  const cpuMs = (used.user + used.system) / 1000
  stop.abort()
  Object.assign(runtime(), { closing: before.closing })
  settings.WORK_AT_ONCE = before.atOnce
  const unproved = await db.tenant.count({ where: { id: { in: [...ids] }, NOT: { provedAt: { gte: began } } } })
  const bad = await db.condition.findMany({ where: { tenantId: { in: [...ids] }, status: { not: 'ok' } }, take: 3 })
  if (unproved > 0 || bad.length > 0) throw new Error(`${unproved} not proved; ${JSON.stringify(bad)}`)
  return { seconds, cpuMs, highestMb, ...wire.stop() }
}

/** Counts requests to the practice cloud, and how many are on their way at most. */
function watchWire() {
  const before = globalThis.fetch
  let calls = 0
  let inFlight = 0
  let mostInFlight = 0
  globalThis.fetch = async (...args) => {
    calls += 1
    inFlight += 1
    mostInFlight = Math.max(mostInFlight, inFlight)
    try {
      return await before(...args)
    } finally {
      inFlight -= 1
    }
  }
  return {
    stop: () => {
      globalThis.fetch = before
      return { calls, mostInFlight }
    },
  }
}

/** A call that began before another one's answer did not wait for it. */
function countRounds(calls: readonly { at: string }[]): number {
  let rounds = 0
  let openUntil = 0
  const sorted = calls.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  for (const { at } of sorted) {
    if (Date.parse(at) < openUntil) continue
    rounds += 1
    openUntil = Date.parse(at) + latencyMs - 5
  }
  return rounds
}

/**
 * The least: as many checks at once as the worker has hands, each as long as its calls that wait for one another. That is
 * requests × latency ÷ concurrency, where concurrency is hands × calls of one check that are on their way together.
 */
function report(figures: Figures & { growthMb: number; practiceMs: number }, rounds: number, callsAlone: number): void {
  const hands = runtime().settings.WORK_AT_ONCE
  const concurrency = hands * (callsAlone / rounds)
  const least = (figures.calls * (latencyMs / 1000)) / concurrency
  const ratio = figures.seconds / least
  console.log(`tenants checked        ${tenants}, ${hands} at a time, ${latencyMs} ms per call`)
  console.log(`calls per tenant       ${(figures.calls / tenants).toFixed(1)}, of which ${rounds} wait for one another`)
  console.log(`on their way at most   ${figures.mostInFlight}`)
  console.log(
    `wall time              ${figures.seconds.toFixed(1)} s, ${(tenants / figures.seconds).toFixed(1)} tenants a second`,
  )
  console.log(
    `own work per tenant    ${(figures.cpuMs / tenants).toFixed(0)} ms of one core; the practice cloud’s ${(figures.practiceMs / tenants).toFixed(0)} ms`,
  )
  console.log(`load of the machine    ${os.loadavg()[0]?.toFixed(1) ?? ''} on ${os.cpus().length} cores`)
  console.log(`requests × latency ÷ concurrency   ${least.toFixed(1)} s at a concurrency of ${concurrency.toFixed(1)}`)
  console.log(`ratio                  ${ratio.toFixed(2)} (goal at most ${goalRatio})`)
  console.log(`memory growth          ${figures.growthMb.toFixed(0)} MB (goal at most ${goalGrowthMb})`)
  if (ratio > goalRatio || figures.growthMb > goalGrowthMb) process.exitCode = 1
}

/** In a process of its own, so that its work and its memory are not counted as ours. */
async function startPractice() {
  const child = spawn(process.execPath, ['--import', 'tsx', 'practice-cloud/main.ts'], {
    env: { ...process.env, PRACTICE_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const origin = /http:\S+/.exec(line.toString())?.[0]
  if (origin === undefined) throw new Error('the practice cloud did not start')
  return { origin, cpuSeconds: () => cpuSecondsOf(child.pid ?? 0), stop: () => child.kill() }
}

/** User and system time of a process, from the kernel (Linux); null elsewhere. */
function cpuSecondsOf(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return null
  }
}
