import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isAlive, markOf, type ProcessMark } from './process-mark'

/** Who holds a lock, and what it says about itself (for example the address it serves). */
export interface Holder extends ProcessMark {
  about: string
}

export interface Lock {
  /** Changes what others read about the holder. */
  describe(about: string): void
  release(): void
}

/**
 * A lock between processes that outlives no one: it belongs to a living process, so a killed holder blocks nobody.
 * Claims are numbered files made by link(2), which is exclusive. A claimant that finds any other living claim after its
 * own withdraws and looks again: of two claims the later one always sees the earlier one, whatever either believed before,
 * so a slow one can never share the lock with a faster one. Only claims of the dead are cleared away by others.
 */
export function tryLock(folder: string, about: string): Lock | Holder {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const self = markOf(process.pid)
  if (!self) throw new Error('This machine does not tell when a process started, so that nothing can be locked safely.')
  for (;;) {
    const top = claims(folder)[0]
    const holder = top === undefined ? undefined : readHolder(folder, top)
    if (holder && isAlive(holder)) return holder
    const mine = (top ?? 0) + 1
    if (!claim(folder, mine, { ...self, about })) continue
    const others = claims(folder).filter((number) => number !== mine)
    if (!others.some((number) => isHeld(folder, number))) {
      for (const dead of others) rmSync(path.join(folder, String(dead)), { force: true })
      return heldLock(folder, mine, self)
    }
    rmSync(path.join(folder, String(mine)), { force: true })
  }
}

export function isHolder(result: Lock | Holder): result is Holder {
  return 'pid' in result
}

/** Who holds the lock now; undefined when it is free. */
export function holderOf(folder: string): Holder | undefined {
  try {
    const top = claims(folder)[0]
    const holder = top === undefined ? undefined : readHolder(folder, top)
    return holder && isAlive(holder) ? holder : undefined
  } catch {
    return undefined
  }
}

/** Waits for the lock; the message of the error is what a person reads when it never comes free. */
export async function waitForLock(folder: string, about: string, milliseconds: number): Promise<Lock> {
  const deadline = Date.now() + milliseconds
  for (;;) {
    const result = tryLock(folder, about)
    if (!isHolder(result)) return result
    if (Date.now() > deadline) throw new Error(`Process ${result.pid} is still busy with this: ${result.about}.`)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

function heldLock(folder: string, number: number, self: ProcessMark): Lock {
  const file = path.join(folder, String(number))
  return {
    describe: (about) => {
      renameSync(writeClaim(folder, { ...self, about }), file)
    },
    release: () => {
      rmSync(file, { force: true })
    },
  }
}

function isHeld(folder: string, number: number): boolean {
  const holder = readHolder(folder, number)
  return holder !== undefined && isAlive(holder)
}

/** Highest first. */
function claims(folder: string): number[] {
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => b - a)
}

function claim(folder: string, number: number, holder: Holder): boolean {
  const draft = writeClaim(folder, holder)
  try {
    linkSync(draft, path.join(folder, String(number)))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function writeClaim(folder: string, holder: Holder): string {
  const draft = path.join(folder, `draft-${randomUUID()}`)
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 })
  return draft
}

function readHolder(folder: string, number: number): Holder | undefined {
  try {
    const read = JSON.parse(readFileSync(path.join(folder, String(number)), 'utf8')) as Partial<Holder>
    if (typeof read.pid !== 'number' || typeof read.started !== 'string') return undefined
    return { pid: read.pid, started: read.started, about: read.about ?? '' }
  } catch {
    return undefined
  }
}
