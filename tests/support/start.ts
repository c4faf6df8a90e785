import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findEmbedded } from '@/lib/db/embedded'
import { holderOf } from '@/lib/db/lock'
import { isAlive, markOf, signal, type ProcessMark } from '@/lib/db/process-mark'

export interface HouseOptions {
  home?: string
  /** Settings; PORT and PRACTICE_PORT are any free ones unless given. */
  environment?: Record<string, string>
  /** Words before `node scripts/start.mjs`, for example to become another account. */
  as?: readonly string[]
  /** Through npm, as people start it: the supervisor is then npm’s child and not ours. */
  throughNpm?: boolean
}

export const partNames = ['portal', 'practice-cloud', 'postmaster'] as const
export type PartName = (typeof partNames)[number]

/** The whole product as `npm start` starts it, with a home of its own. */
export class House {
  readonly home: string
  readonly child: ChildProcess
  output = ''
  readonly ended: Promise<number | null>

  constructor(options: HouseOptions = {}) {
    const { environment = {}, as = [] } = options
    const home = options.home ?? makeHome()
    this.home = home
    const start = options.throughNpm ? ['npm', 'start'] : [process.execPath, 'scripts/start.mjs']
    const [program = '', ...words] = [...as, ...start]
    const env = { PATH: process.env['PATH'], PORT: '0', PRACTICE_PORT: '0', ...environment, LATCHKEY_HOME: home }
    this.child = spawn(program, words, {
      env: env as unknown as NodeJS.ProcessEnv,
      detached: options.throughNpm === true, // a group of its own, so that a test can press Ctrl-C
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const take = (chunk: Buffer) => {
      this.output += chunk.toString()
    }
    this.child.stdout?.on('data', take)
    this.child.stderr?.on('data', take)
    this.ended = new Promise((resolve) => this.child.once('close', resolve))
  }

  /** Resolves once it printed that it is ready; rejects with all that it said when it ended before. */
  async ready(milliseconds = 90_000): Promise<this> {
    await this.until(() => this.output.includes('Stop with Ctrl-C.'), milliseconds)
    return this
  }

  async until(isSo: () => boolean, milliseconds = 30_000): Promise<void> {
    const deadline = Date.now() + milliseconds
    while (!isSo()) {
      if (this.child.exitCode !== null || this.child.signalCode !== null || Date.now() > deadline) {
        throw new Error(`It never came so far; it said: ${this.output}\n${this.logs()}`)
      }
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  get url(): string {
    return /Latchkey is ready: (\S+)/.exec(this.output)?.[1] ?? ''
  }

  get practiceOrigin(): string {
    return /Practice cloud: (\S+)/.exec(this.output)?.[1] ?? ''
  }

  get setupLink(): string {
    return /minutes\): (\S+)/.exec(this.output)?.[1] ?? ''
  }

  async databaseUrl(): Promise<string> {
    return (await findEmbedded(this.home))?.url ?? ''
  }

  /** The mark of a part that was started in this home and still lives. */
  part(name: PartName): ProcessMark | undefined {
    const mark = name === 'postmaster' ? this.#postmaster() : this.#record(name)
    return mark && isAlive(mark) ? mark : undefined
  }

  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM')
    return await this.ended
  }

  /** What the terminal does: the signal reaches npm, its shell and the supervisor alike. */
  pressCtrlC(): void {
    if (this.child.pid !== undefined) process.kill(-this.child.pid, 'SIGINT')
  }

  /** As a crash would: nothing is told to the parts. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL')
    await this.ended
  }

  async end(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.stop()
  }

  /** Ends whatever is left, also after a test that failed, and removes the home. */
  async remove(): Promise<void> {
    await this.end()
    const supervisor = holderOf(path.join(this.home, 'locks', 'start'))
    if (supervisor) signal(supervisor, 'SIGKILL')
    for (const name of partNames) {
      const mark = this.part(name)
      if (mark) signal(mark, name === 'postmaster' ? 'SIGQUIT' : 'SIGKILL')
    }
    rmSync(this.home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }

  logs(): string {
    const folder = path.join(this.home, 'logs')
    const files = existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : []
    return files.map((file) => `--- ${file}\n${readFileSync(file, 'utf8').slice(-2000)}`).join('\n')
  }

  #record(name: string): ProcessMark | undefined {
    const file = path.join(this.home, 'processes', `${name}.json`)
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ProcessMark) : undefined
  }

  #postmaster(): ProcessMark | undefined {
    const file = path.join(this.home, 'postgres', 'data', 'postmaster.pid')
    const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0
    return markOf(pid)
  }
}

export function makeHome(): string {
  return mkdtempSync(path.join(os.tmpdir(), 'house-'))
}
