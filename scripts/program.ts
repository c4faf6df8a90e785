import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { isAlive, signal, waitForEnd, type ProcessMark } from '@/lib/db/process-mark'

const logLimitBytes = 10_000_000
const steadyMilliseconds = 60_000
const longestPauseMilliseconds = 30_000

export interface ProgramPlan {
  /** For people, as in “The portal ended”. */
  title: string
  name: string
  command: readonly string[]
  environment: NodeJS.ProcessEnv
  /** The home: records and logs go there. */
  home: string
}

/** A child that is started again when it dies, with growing pauses, until it is stopped. */
export class Program {
  readonly title: string
  readonly log: string
  readonly #plan: ProgramPlan
  #child: ChildProcess | undefined
  #timer: NodeJS.Timeout | undefined
  #pauseMilliseconds = 500
  #isStopping = false
  #logStart = 0

  constructor(plan: ProgramPlan) {
    this.#plan = plan
    this.title = plan.title
    this.log = path.join(plan.home, 'logs', `${plan.name}.log`)
    mkdirSync(path.dirname(this.log), { recursive: true, mode: 0o700 })
    mkdirSync(recordFolder(plan.home), { recursive: true, mode: 0o700 })
  }

  /** In a session of its own: Ctrl-C in the terminal reaches the supervisor alone, which ends all in order. */
  start(): void {
    if (this.#isStopping) return
    const { name, command, environment, home } = this.#plan
    if (existsSync(this.log) && statSync(this.log).size > logLimitBytes) renameSync(this.log, `${this.log}.1`)
    const log = openSync(this.log, 'a', 0o600)
    this.#logStart = fstatSync(log).size
    const record = path.join(recordFolder(home), `${name}.json`)
    const child = spawn(process.execPath, ['scripts/child.mjs', record, ...command], {
      env: { ...environment, SUPERVISOR_PID: String(process.pid) },
      detached: true,
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    this.#child = child
    const startedAt = Date.now()
    child.on('error', () => undefined) // `exit` does not follow, `close` does
    child.once('close', (code, name) => {
      this.#startAgain(code, name, Date.now() - startedAt)
    })
  }

  get isRunning(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null
  }

  async stop(graceMilliseconds: number): Promise<void> {
    this.#isStopping = true
    clearTimeout(this.#timer)
    const child = this.#child
    if (!child || !this.isRunning) return
    const ended = new Promise((resolve) => child.once('close', resolve))
    child.kill('SIGTERM')
    const timer = setTimeout(() => {
      console.log(`${this.title} did not end by itself and is killed.`)
      this.kill()
    }, graceMilliseconds)
    await ended
    clearTimeout(timer)
  }

  kill(): void {
    this.#isStopping = true
    clearTimeout(this.#timer)
    if (this.isRunning) this.#child?.kill('SIGKILL')
  }

  /** Why it does not work: what it said since it was last started, best the sentence of a refused boot. */
  complaint(): string {
    const said = readFileSync(this.log).subarray(this.#logStart).toString()
    const refused = /loading instrumentation hook: (.+)/.exec(said)?.[1]
    return (refused ?? said.trimEnd().split('\n').at(-1) ?? '').slice(0, 300).replace(/\.$/, '')
  }

  #startAgain(code: number | null, name: string | null, livedMilliseconds: number): void {
    if (this.#isStopping) return
    if (livedMilliseconds > steadyMilliseconds) this.#pauseMilliseconds = 500
    const why = name ?? `exit code ${code ?? 'unknown'}`
    console.log(`${this.title} ended unexpectedly (${why}) and is started again; its log is ${this.log}.`)
    this.#timer = setTimeout(() => {
      this.start()
    }, this.#pauseMilliseconds)
    this.#pauseMilliseconds = Math.min(this.#pauseMilliseconds * 2, longestPauseMilliseconds)
  }
}

/** Ends what a killed supervisor left running: only processes on record whose start time proves that they are ours. */
export async function endOrphans(home: string, names: readonly string[]): Promise<void> {
  const marks = names.map((name) => readMark(path.join(recordFolder(home), `${name}.json`)))
  await Promise.all(marks.flatMap((mark) => (mark && isAlive(mark) ? [endOrphan(mark)] : [])))
}

async function endOrphan(mark: ProcessMark): Promise<void> {
  signal(mark, 'SIGTERM')
  if (await waitForEnd(mark, 2000)) return
  signal(mark, 'SIGKILL')
  await waitForEnd(mark, 2000)
}

function recordFolder(home: string): string {
  return path.join(home, 'processes')
}

function readMark(file: string): ProcessMark | undefined {
  try {
    const { pid, started } = JSON.parse(readFileSync(file, 'utf8')) as Partial<ProcessMark>
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : undefined
  } catch {
    return undefined
  }
}
