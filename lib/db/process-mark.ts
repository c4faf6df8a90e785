import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A process, told apart from a later one that got the same pid: pids are used again, start times are not. */
export interface ProcessMark {
  pid: number
  started: string
}

/** The mark of a living process; undefined when it has ended, also when it only waits to be reaped. */
export function markOf(pid: number): ProcessMark | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined
  const started = process.platform === 'linux' ? startedOnLinux(pid) : startedElsewhere(pid)
  return started === undefined ? undefined : { pid, started }
}

export function isAlive(mark: ProcessMark): boolean {
  return markOf(mark.pid)?.started === mark.started
}

/** The command line, to prove that a pid found in a file is the program that we think it is. */
export function commandOf(pid: number): string[] {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean)
    return askPs(pid, 'command').split(' ')
  } catch {
    return []
  }
}

/** The process that started it, or has adopted it since; undefined when it is gone. */
export function parentOf(pid: number): number | undefined {
  try {
    const parent = process.platform === 'linux' ? statOf(pid)[1] : askPs(pid, 'ppid')
    return parent === undefined ? undefined : Number(parent)
  } catch {
    return undefined
  }
}

/** Signals exactly this process, and nothing when it has ended meanwhile. */
export function signal(mark: ProcessMark, name: NodeJS.Signals): void {
  if (!isAlive(mark)) return
  try {
    process.kill(mark.pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** True when the process ended within that many milliseconds. */
export async function waitForEnd(mark: ProcessMark, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds
  while (isAlive(mark)) {
    if (Date.now() > deadline) return false
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return true
}

function startedOnLinux(pid: number): string | undefined {
  try {
    const fields = statOf(pid)
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19] ?? ''}`
  } catch {
    return undefined
  }
}

/** proc(5), from the state on, which is its third field: the second may hold spaces and brackets. The start time is the 22nd. */
function statOf(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function startedElsewhere(pid: number): string | undefined {
  try {
    if (askPs(pid, 'state').startsWith('Z')) return undefined
    return askPs(pid, 'lstart') || undefined
  } catch {
    return undefined
  }
}

function askPs(pid: number, field: string): string {
  return execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' }).trim()
}
