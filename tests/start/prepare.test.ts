import { spawn, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

/** A clone in which every tool is a stand-in that writes down its name: what is prepared when, in milliseconds. */
let clone: string
const tools = {
  'node_modules/prisma/build/index.js': `require('fs').mkdirSync('prisma/generated', { recursive: true })
    require('fs').writeFileSync('prisma/generated/client.ts', '')
    note('generate ' + (process.env.PRISMA_SCHEMA_ENGINE_BINARY === process.execPath))`,
  'node_modules/esbuild/index.js': `exports.build = async ({ outdir }) => {
    require('fs').mkdirSync(outdir, { recursive: true }); require('fs').writeFileSync(outdir + '/supervisor.mjs', ''); note('bundle') }`,
  'node_modules/next/dist/bin/next': `require('fs').mkdirSync('.next', { recursive: true })
    if (require('fs').existsSync('app/broken')) { console.error('app/broken: reason'); process.exit(1) }
    require('fs').writeFileSync('.next/BUILD_ID', ''); note('build ' + process.env.NEXT_TELEMETRY_DISABLED)`,
  'npm.js': `const fs = require('fs'); note('npm ' + process.argv.slice(2).join(' '))
    fs.cpSync('tools', 'node_modules', { recursive: true }); fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json')`,
}
const note = `function note(line) { require('fs').appendFileSync('journal', line + '\\n') }\n`
const lockFile = (version: string) =>
  JSON.stringify({
    packages: { '': {}, 'node_modules/next': { version }, 'node_modules/other': { version, optional: true } },
  })

beforeEach(() => {
  clone = mkdtempSync(path.join(os.tmpdir(), 'clone-'))
  for (const name of ['prepare', 'build-lock', 'staleness'])
    cpSync(`scripts/${name}.mjs`, path.join(clone, 'scripts', `${name}.mjs`))
  for (const [file, source] of Object.entries(tools)) write(file.replace('node_modules', 'tools'), note + source)
  write('package.json', '{}')
  write('package-lock.json', lockFile('1.0.0'))
  for (const file of ['prisma/schema.prisma', 'lib/a.ts', 'app/page.tsx', 'practice-cloud/main.ts']) write(file, 'x')
})
afterEach(() => {
  rmSync(clone, { recursive: true, force: true })
})

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(clone, file)), { recursive: true })
  writeFileSync(path.join(clone, file), text)
}

const environment = () => ({ ...process.env, npm_execpath: path.join(clone, 'npm.js') })

function prepare(...options: string[]): { status: number | null; said: string; did: string[] } {
  rmSync(path.join(clone, 'journal'), { force: true })
  const words = [...options, path.join(clone, 'scripts', 'prepare.mjs')]
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', env: environment() })
  return { status, said: stdout + stderr, did: journal() }
}

function journal(): string[] {
  const file = path.join(clone, 'journal')
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
}

const everything = [
  'npm ci --ignore-scripts --no-audit --no-fund --loglevel=error',
  'generate true',
  'bundle',
  'build 1',
]

describe('preparing a clone', () => {
  test('a clean clone is prepared whole, in order; a second time nothing is done or said', () => {
    expect(prepare()).toMatchObject({ status: 0, did: everything })
    expect(prepare()).toEqual({ status: 0, said: '', did: [] })
  })

  test.each([
    ['a page', 'app/page.tsx', ['build 1']],
    ['the house', 'lib/a.ts', ['bundle', 'build 1']],
    ['the practice cloud', 'practice-cloud/main.ts', ['bundle']],
    ['the schema', 'prisma/schema.prisma', ['generate true', 'bundle', 'build 1']],
  ])('a change of %s prepares again what depends on it, and nothing else', (_, file, did) => {
    prepare()
    appendFileSync(path.join(clone, file), 'y')
    expect(prepare().did).toEqual(did)
  })

  test('dates do not count: a copy that only looks newer is not stale', () => {
    prepare()
    write('app/page.tsx', 'x')
    expect(prepare().did).toEqual([])
  })

  test('another lock file installs again; the same versions installed by hand do not', () => {
    prepare()
    write('package-lock.json', lockFile('1.0.1'))
    expect(prepare().did[0]).toContain('npm ci')
    rmSync(path.join(clone, 'node_modules', '.latchkey-lock'))
    expect(prepare().did).toEqual([])
  })

  test('an installation that was killed before its end is done again', () => {
    prepare()
    rmSync(path.join(clone, 'node_modules', '.latchkey-lock'))
    rmSync(path.join(clone, 'node_modules', '.package-lock.json'))
    expect(prepare().did[0]).toContain('npm ci')
  })

  test('a build that fails shows why, says which step, and is tried again the next time', () => {
    write('app/broken', '')
    const failed = prepare()
    expect(failed.status).toBe(1)
    expect(failed.said).toContain('app/broken: reason')
    expect(failed.said.trimEnd().split('\n').at(-1)).toBe('The pages could not be built: see the lines above.')
    rmSync(path.join(clone, 'app', 'broken'))
    expect(prepare()).toMatchObject({ status: 0, did: ['build 1'] })
  })

  test('two at once: one prepares, the other waits for it and finds all done', async () => {
    const run = () =>
      spawn(process.execPath, [path.join(clone, 'scripts', 'prepare.mjs')], { env: environment(), stdio: 'ignore' })
    const codes = await Promise.all(
      [run(), run(), run()].map((child) => new Promise((resolve) => child.once('close', resolve))),
    )
    expect(codes).toEqual([0, 0, 0])
    expect(journal()).toEqual(everything)
  })

  test('a kill in the middle leaves neither a lock nor a builder behind that hinders the next', async () => {
    write('tools/next/dist/bin/next', `setInterval(() => undefined, 1000)\n${note}note('stuck ' + process.pid)`)
    const child = spawn(process.execPath, [path.join(clone, 'scripts', 'prepare.mjs')], {
      env: environment(),
      stdio: 'ignore',
    })
    await expect.poll(() => journal().at(-1), { timeout: 60_000 }).toMatch(/^stuck/)
    const builder = Number(journal().at(-1)?.split(' ')[1])
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('close', resolve))
    cpSync(path.join(clone, 'tools', 'esbuild'), path.join(clone, 'node_modules', 'esbuild'), { recursive: true })
    write('node_modules/next/dist/bin/next', `${note}${tools['node_modules/next/dist/bin/next']}`)
    expect(prepare()).toMatchObject({ status: 0, did: ['build 1'] })
    await expect
      .poll(() => existsSync(`/proc/${builder}/cmdline`) && readFileSync(`/proc/${builder}/cmdline`, 'utf8'))
      .toBeFalsy()
  })

  test('an old Node is named in one sentence before anything is done', () => {
    const old = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.18.1'}})`
    const { status, said, did } = prepare('--import', old)
    expect([status, did]).toEqual([1, []])
    expect(said.trim()).toBe(
      'Latchkey needs Node 20.19 or newer, and this is 20.18.1: install a newer one from nodejs.org.',
    )
  })
})
