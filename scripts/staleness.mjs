// What has to be done again, told by content and not by dates: a clone, a checkout and a copy change all dates.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** SHA-256 over names and contents of files and folders; what does not exist counts as absent. */
export function hashOf(...places) {
  const hash = createHash('sha256')
  for (const file of places.flatMap(filesUnder).sort()) hash.update(`${file}\0`).update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

/** True when `stamp` says that the work was done for the same `hash`, and its result still stands. */
export function isDone({ stamp, hash, result }) {
  return read(stamp) === hash && existsSync(result)
}

/** Runs `work` and notes it. The old note goes first: a kill in the middle must look like nothing was done. */
export async function redo({ stamp, hash }, work) {
  rmSync(stamp, { force: true })
  await work()
  mkdirSync(path.dirname(stamp), { recursive: true })
  writeFileSync(stamp, hash)
}

/** True when what npm says it installed is what the lock file wants; npm writes that record last. */
export function hasDependencies() {
  const record = read('node_modules/.package-lock.json')
  if (record === undefined) return false
  const installed = JSON.parse(record).packages
  const wanted = Object.entries(JSON.parse(readFileSync('package-lock.json', 'utf8')).packages)
  return wanted.every(([name, { version, optional, peer }]) => {
    if (name === '' || ((optional || peer) && installed[name] === undefined)) return true
    return installed[name]?.version === version
  })
}

export function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function filesUnder(place) {
  const found = statSync(place, { throwIfNoEntry: false })
  if (!found) return []
  if (!found.isDirectory()) return [place]
  const entries = readdirSync(place, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
}
