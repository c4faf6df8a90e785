import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { markOf, parentOf } from '@/lib/db/process-mark'
import { openBrowser } from '../tests/support/browser'
import { createOwner } from '../tests/support/portal'
import { House, partNames } from '../tests/support/start'

/** How long does a start take, cold and warm, what does each process hold at rest, and how heavy is the fleet page? */
const goals = { warmSeconds: 3, stopSeconds: 5, portal: 350, 'practice-cloud': 150, pageRatio: 1.25 }
const restMilliseconds = 10_000

const clone = makeClone()
try {
  process.chdir(clone)
  const cold = await timedStart()
  const stopSeconds = await timedStop(cold.house)
  const warm = await timedStart(cold.house.home)
  console.log(`cold start, dependencies installed, nothing built: ${cold.seconds} s`)
  console.log(`SIGTERM to everything ended: ${stopSeconds} s (goal ≤ ${goals.stopSeconds} s)`)
  console.log(`warm start to the first page: ${warm.seconds} s (goal ≤ ${goals.warmSeconds} s)`)
  await reportFleetPage(warm.house)
  await new Promise((resolve) => setTimeout(resolve, restMilliseconds))
  reportMemory(warm.house)
  await warm.house.remove()
} finally {
  rmSync(clone, { recursive: true, force: true })
}

/** The tracked files and the installed dependencies; the build of this folder stays as it is. */
function makeClone(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-'))
  const tracked = execFileSync('git', ['ls-files', '-z'], { maxBuffer: 100_000_000 })
  execFileSync('tar', ['cf', path.join(folder, 'tracked.tar'), '--null', '--files-from=-'], { input: tracked })
  execFileSync('tar', ['xf', 'tracked.tar'], { cwd: folder })
  const linked = spawnSync('cp', ['-al', 'node_modules', folder]).status === 0
  if (!linked) execFileSync('cp', ['-a', 'node_modules', folder])
  return folder
}

async function timedStart(home?: string): Promise<{ house: House; seconds: string }> {
  const begun = performance.now()
  const house = new House(home === undefined ? {} : { home })
  await house.ready(600_000)
  const page = await fetch(`${house.url}/sign-in`)
  if (!page.ok) throw new Error(`The first page answered ${page.status}.`)
  return { house, seconds: ((performance.now() - begun) / 1000).toFixed(1) }
}

async function reportFleetPage(house: House): Promise<void> {
  const browser = await openBrowser()
  const page = await browser.newPage()
  await createOwner(page, house.setupLink, {
    name: 'Bench',
    email: 'bench@provider.example',
    password: 'bench on a rainy day',
  })
  const scripts = new Set<Promise<Buffer>>()
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.add(response.body())
  })
  await page.goto(`${house.url}/`, { waitUntil: 'networkidle' })
  const fleet = sizeOf(await Promise.all(scripts))
  await browser.close()
  const { rootMainFiles } = JSON.parse(readFileSync('.next/build-manifest.json', 'utf8')) as { rootMainFiles: string[] }
  const bare = sizeOf(rootMainFiles.map((file) => readFileSync(path.join('.next', file))))
  const ratio = (fleet / bare).toFixed(2)
  console.log(`fleet page: ${fleet} kB of JavaScript, gzip; a bare page of this build: ${bare} kB`)
  console.log(`ratio: ${ratio} × (goal ≤ ${goals.pageRatio} ×)`)
}

function sizeOf(files: readonly Buffer[]): number {
  return Math.round(files.reduce((sum, file) => sum + gzipSync(file).length, 0) / 100) / 10
}

function reportMemory(house: House): void {
  const supervisor = markOf(house.child.pid ?? 0)
  if (supervisor) console.log(`supervisor: ${megabytesOf(supervisor.pid)} MB at rest`)
  for (const name of partNames) {
    const pid = house.part(name)?.pid ?? 0
    const goal = name === 'postmaster' ? '' : ` (goal ≤ ${goals[name]} MB)`
    const sum = [pid, ...childrenOf(pid)].reduce((total, each) => total + megabytesOf(each, name === 'postmaster'), 0)
    console.log(`${name === 'postmaster' ? 'database' : name}: ${sum} MB at rest${goal}`)
  }
}

/**
 * Resident size of a process; for the database the proportional one, or memory that its processes share would count for
 * each of them.
 */
function megabytesOf(pid: number, isShared = false): number {
  if (process.platform !== 'linux') {
    return Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024)
  }
  const [file, name] = isShared ? ['smaps_rollup', 'Pss'] : ['status', 'VmRSS']
  const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/${file}`, 'utf8'))?.[1]
  return Math.round(Number(kilobytes) / 1024)
}

function childrenOf(pid: number): number[] {
  if (process.platform !== 'linux') return []
  const running = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return running.map(Number).filter((each) => parentOf(each) === pid)
}

async function timedStop(house: House): Promise<string> {
  const begun = performance.now()
  await house.stop()
  return ((performance.now() - begun) / 1000).toFixed(1)
}
