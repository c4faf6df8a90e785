import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allowedOrigins, clouds } from '@/lib/microsoft/clouds'
import { controlOver } from '@/practice-cloud/control/client'
import { openBrowser } from '../support/browser'
import { createOwner, startPortal, type Portal } from '../support/portal'

/** Every host of Microsoft's clouds that this product may ask, in all four of them. */
const microsoftHosts = [
  'login.microsoftonline.com:443',
  'graph.microsoft.com:443',
  'login.microsoftonline.us:443',
  'graph.microsoft.us:443',
  'dod-graph.microsoft.us:443',
  'login.partner.microsoftonline.cn:443',
  'microsoftgraph.chinacloudapi.cn:443',
]

const folder = mkdtempSync(path.join(os.tmpdir(), 'sockets-'))
const portals: Portal[] = []
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  for (const portal of portals) await portal.stop()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

const parts = ['supervisor', 'portal', 'practice-cloud'] as const
type Part = (typeof parts)[number]

interface Watched {
  portal: Portal
  page: Page
  /** Targets of all connections that a part has begun, each once; `others` are programs that a part ran for a while. */
  targets: (part: Part | 'others') => string[]
}

function pidOf({ house }: Portal, part: Part): number {
  const pid = part === 'supervisor' ? house.child.pid : house.part(part)?.pid
  if (pid === undefined) throw new Error(`no ${part} runs`)
  return pid
}

/** A portal whose processes write down each connection (the practice cloud inherits no preload: the kernel is asked of it), with an owner who is signed in. `preload` is a script of the test. */
async function startWatched(environment: Record<string, string>, preload?: string): Promise<Watched> {
  const record = path.join(folder, `${randomUUID()}.jsonl`)
  const scripts = [path.resolve('tests/support/socket-watch.cjs'), ...(preload === undefined ? [] : [preload])]
  const portal = await startPortal({
    ...environment,
    SOCKET_RECORD: record,
    NODE_OPTIONS: scripts.map((script) => `--require=${script}`).join(' '),
  })
  portals.push(portal)
  const page = await (await browser.newContext({ baseURL: portal.url })).newPage()
  page.setDefaultTimeout(40_000)
  await createOwner(page, portal.setupLink, { name: 'Owner', email: 'o@provider.example', password: randomUUID() })
  const running = (['supervisor', 'portal'] as const).map((part) => [part, pidOf(portal, part)] as const)
  const targets = (part: Part | 'others') => {
    const lines = readFileSync(record, 'utf8').trim().split('\n')
    const entries = lines.map((line) => JSON.parse(line) as { pid: number; target: string })
    const whose = (pid: number) => running.find(([, each]) => each === pid)?.[0] ?? 'others'
    return [...new Set(entries.filter(({ pid }) => whose(pid) === part).map(({ target }) => target))]
  }
  return { portal, page, targets }
}

function isDatabase(target: string): boolean {
  return /^\/.*\.s\.PGSQL\.\d+$/.test(target)
}

/** What is neither the database's socket nor an allowed host. */
function foreign(targets: readonly string[], allowed: readonly string[]): string[] {
  return targets.filter((target) => !isDatabase(target) && !allowed.includes(target))
}

/** Next asks its own server for the page to which an action leads, and answers both at once. */
function itself({ portal }: Watched): string {
  return `127.0.0.1:${new URL(portal.url).port}`
}

async function connectTenant({ portal, page }: Watched): Promise<void> {
  const cloud = controlOver(portal.practiceOrigin)
  const domain = `t${randomUUID().slice(0, 8)}.example`
  const { tenantId } = await cloud.createTenant({ domain, displayName: domain })
  await cloud.fault(tenantId, { name: 'device-interval', seconds: 0.2 })
  await page.goto('/tenants/connect')
  await page.getByLabel('Customer').fill(domain)
  await page.getByLabel('Their domain').fill(domain)
  await page.getByRole('button', { name: 'Get a sign-in code' }).click()
  const code = await page.locator('.usercode output').innerText()
  await cloud.signIn({ userCode: code.replaceAll(/\s/g, ''), person: 'global-administrator' })
  await page.getByRole('heading', { level: 1, name: `${domain} is connected and proved` }).waitFor()
}

test('the hosts that calls may go to are exactly Microsoft’s', () => {
  const origins = clouds({ practiceOrigin: null }).flatMap((cloud) => [...allowedOrigins(cloud)])
  const hosts = new Set(origins.map((origin) => `${new URL(origin).host}:443`))
  expect([...hosts].toSorted()).toEqual(microsoftHosts.toSorted())
})

const hasTrace = existsSync('/usr/bin/strace') && process.getuid?.() === 0

interface Calls {
  /** What the kernel was asked to connect to. */
  connects: string[]
  /** How many connections it took: what is traced at all shows here. */
  accepted: number
}

/** What a process and its threads ask of the kernel, from now on until the answer is called for. */
async function traceCalls(pid: number): Promise<() => Promise<Calls>> {
  const file = path.join(folder, `strace-${pid}.txt`)
  const strace = spawn('/usr/bin/strace', ['-f', '-qq', '-e', 'trace=connect,accept4', '-o', file, '-p', String(pid)])
  const ended = new Promise((resolve) => strace.once('close', resolve))
  const threads = () => readdirSync(`/proc/${pid}/task`).map((id) => `/proc/${pid}/task/${id}/status`)
  await expect
    .poll(() => threads().every((file) => !/^TracerPid:\s0$/m.test(readFileSync(file, 'utf8'))), { timeout: 60_000 })
    .toBe(true)
  return async () => {
    strace.kill('SIGINT')
    await ended
    const text = readFileSync(file, 'utf8')
    return { connects: text.match(/connect\(.*/g) ?? [], accepted: (text.match(/accept4\(.*= \d/g) ?? []).length }
  }
}

let practising: Watched
const traced = new Map<Part, Calls>()

test('a practice tenant is connected with the practice cloud and the database alone', async () => {
  practising = await startWatched({})
  const traces: [Part, () => Promise<Calls>][] = []
  if (hasTrace) for (const part of parts) traces.push([part, await traceCalls(pidOf(practising.portal, part))])
  await connectTenant(practising)
  for (const [part, stop] of traces) traced.set(part, await stop())
  const practice = new URL(practising.portal.practiceOrigin).host
  for (const part of ['portal', 'supervisor'] as const) {
    const targets = practising.targets(part)
    expect(foreign(targets, [practice, itself(practising)])).toEqual([])
    expect(targets).toContain(practice) // the supervisor asks whether it answers yet
    expect(targets.some(isDatabase)).toBe(true)
  }
  expect(practising.targets('others')).toEqual([])
}, 300_000)

test.runIf(hasTrace)('the kernel saw no other connection of any part either', () => {
  const loopback = (address: string) => new RegExp(`htons\\(${new URL(address).port}\\).*"127\\.0\\.0\\.1"`)
  const practice = loopback(practising.portal.practiceOrigin)
  const allowed: Record<Part, RegExp[]> = {
    portal: [/sa_family=AF_UNIX.*\.s\.PGSQL\./, practice, loopback(`http://${itself(practising)}`)],
    supervisor: [], // all is started, and it waits
    'practice-cloud': [],
  }
  for (const part of parts) {
    const connects = traced.get(part)?.connects
    expect([part, connects?.filter((call) => !allowed[part].some((one) => one.test(call)))]).toEqual([part, []])
  }
  expect(traced.get('portal')?.connects.some((call) => practice.test(call))).toBe(true)
  expect(traced.get('practice-cloud')?.accepted).toBeGreaterThan(0)
})

test('without practice only Microsoft’s hosts are asked, and a planted foreign connection of each part is seen', async () => {
  const plant = path.join(folder, 'plant.cjs')
  writeFileSync(
    plant,
    `if (process.argv.join().includes('next')) {
      fetch('https://telemetry.example/').catch(() => undefined)
      require('node:net').connect(25, '198.51.100.7').on('error', () => undefined)
    }
    if (process.argv[1]?.endsWith('start.mjs')) fetch('https://updates.example/').catch(() => undefined)`,
  )
  const watched = await startWatched({ PRACTICE: 'off' }, plant)
  const { page, targets } = watched
  await page.goto('/tenants/connect')
  await page.getByLabel('Their domain').fill('contoso.com')
  await page.getByLabel('Their domain').blur()
  await page.locator('#domain-hint.hint-bad').waitFor()
  expect(foreign(targets('portal'), [...microsoftHosts, itself(watched)]).toSorted()).toEqual([
    '198.51.100.7:25',
    'telemetry.example:443',
  ])
  expect(targets('portal')).toContain('login.microsoftonline.com:443')
  expect(foreign(targets('supervisor'), [itself(watched)])).toEqual(['updates.example:443'])
  expect(targets('others')).toEqual([])
}, 300_000)
