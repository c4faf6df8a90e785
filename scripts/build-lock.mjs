// One preparation at a time in one clone, before any dependency exists. The same idea as lib/db/lock.ts: numbered claims,
// made exclusively by link(2), each owned by a process that is told apart by its start time.
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** When a process started; undefined when it is gone. */
export function startOf(pid) {
  try {
    if (process.platform !== 'linux')
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)])
        .toString()
        .trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : fields[19]
  } catch {
    return undefined
  }
}

/** Waits for its turn; `onWait` is called once when somebody else is at it. Returns the release. */
export async function lockBuild(folder, onWait) {
  mkdirSync(folder, { recursive: true })
  for (let waited = false; ;) {
    const release = tryClaim(folder)
    if (release) return release
    if (!waited) onWait()
    waited = true
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

function tryClaim(folder) {
  const [top = 0] = claims(folder)
  if (top > 0 && isHeld(path.join(folder, String(top)))) return undefined
  const mine = path.join(folder, String(top + 1))
  const draft = path.join(folder, `draft-${randomUUID()}`)
  writeFileSync(draft, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }))
  try {
    linkSync(draft, mine)
  } catch (error) {
    if (error.code === 'EEXIST') return undefined
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
  const release = () => rmSync(mine, { force: true })
  if (claims(folder)[0] !== top + 1) return void release()
  for (const old of claims(folder)) if (old <= top) rmSync(path.join(folder, String(old)), { force: true })
  return release
}

function claims(folder) {
  const numbers = readdirSync(folder).filter((name) => /^\d+$/.test(name))
  return numbers.map(Number).sort((a, b) => b - a)
}

function isHeld(file) {
  try {
    const { pid, started } = JSON.parse(readFileSync(file, 'utf8'))
    return started !== undefined && startOf(pid) === started
  } catch {
    return false
  }
}
