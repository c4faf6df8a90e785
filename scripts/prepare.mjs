// What `npm start` and `npm test` do first: dependencies, generated code, bundles, pages; each only when stale. It must
// run on a clean clone, so it uses nothing but Node itself.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { lockBuild, startOf } from './build-lock.mjs'
import { hasDependencies, hashOf, read, unlessDone } from './staleness.mjs'

const build = path.join('.latchkey', 'build')
const childFile = path.join(build, 'child.json')
const settings = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json']
const pageSources = ['app', 'lib', 'public', 'prisma/schema.prisma', 'proxy.ts', 'instrumentation.ts']

export const bundles = {
  supervisor: 'scripts/supervisor.ts',
  owner: 'scripts/owner.ts',
  migrate: 'scripts/migrate.ts',
  'practice-cloud': 'practice-cloud/main.ts',
  'process-mark': 'lib/db/process-mark.ts',
}

/** Leaves the clone ready to start; `pages: false` skips the portal's build, which tests of other parts do not need. */
export async function prepare({ pages = true } = {}) {
  refuseOldNode()
  process.chdir(path.join(import.meta.dirname, '..'))
  const release = await lockBuild(path.join(build, 'lock'), () =>
    say('Another start is preparing this folder: waiting for it.'),
  )
  try {
    endForgottenChild()
    await installDependencies()
    await generate()
    await bundle()
    if (pages) await buildPages()
  } finally {
    release()
  }
}

export function say(line) {
  console.log(line)
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new Error(
    `Latchkey needs Node 20.19 or newer, and this is ${process.versions.node}: install a newer one from nodejs.org.`,
  )
}

async function installDependencies() {
  const stamp = 'node_modules/.latchkey-lock'
  const hash = hashOf('package-lock.json')
  if (hasDependencies(stamp, hash)) return
  say('Installing dependencies (once; about a minute) …')
  rmSync(stamp, { force: true })
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  await run([...npm, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    failed:
      'The dependencies could not be installed: see the lines above, and whether the package registry can be reached.',
  })
  writeFileSync(stamp, hash)
}

async function generate() {
  const state = {
    stamp: path.join(build, 'generated.stamp'),
    hash: hashOf('prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json'),
    result: 'prisma/generated/client.ts',
  }
  await unlessDone(state, async () => {
    say('Generating the database client …')
    await run([process.execPath, 'node_modules/prisma/build/index.js', 'generate'], {
      // any existing path: the native engine is never used, and must not be downloaded
      env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
      failed: 'The database client could not be generated from prisma/schema.prisma: see the lines above.',
    })
  })
}

async function bundle() {
  const entries = Object.entries(bundles).filter(([, entry]) => existsSync(entry))
  const state = {
    stamp: path.join(build, 'bundles.stamp'),
    hash: hashOf('lib', 'practice-cloud', 'scripts', 'prisma/schema.prisma', ...settings),
    result: path.join(build, 'supervisor.mjs'),
  }
  await unlessDone(state, async () => {
    say('Building the server programs …')
    const esbuild = await import('esbuild')
    await esbuild.build({
      entryPoints: entries.map(([out, entry]) => ({ in: entry, out })),
      outdir: build,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      plugins: [externalPackages],
      logLevel: 'error',
    })
  })
}

/** Packages stay in node_modules; `@/` is this project. */
const externalPackages = {
  name: 'external-packages',
  setup(builder) {
    builder.onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) =>
      kind === 'entry-point' || name.startsWith('@/') ? undefined : { path: name, external: true },
    )
  },
}

async function buildPages() {
  const state = {
    stamp: path.join('.next', 'latchkey-sources'),
    hash: hashOf(...pageSources, 'next.config.js', 'postcss.config.mjs', ...settings),
    result: path.join('.next', 'BUILD_ID'),
  }
  await unlessDone(state, async () => {
    say('Building the pages (about half a minute) …')
    await run([process.execPath, 'node_modules/next/dist/bin/next', 'build'], {
      env: { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
      failed: 'The pages could not be built: see the lines above.',
    })
  })
}

/** Quiet unless it fails. In a group of its own and on record, so that neither Ctrl-C nor a kill leaves it behind. */
function run(command, { env = {}, failed }) {
  const [program, ...rest] = command
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, {
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    mkdirSync(build, { recursive: true })
    if (child.pid) writeFileSync(childFile, JSON.stringify({ pid: child.pid, started: startOf(child.pid) }))
    const interrupt = (signal) => {
      endGroup(child.pid)
      process.exit(signal === 'SIGINT' ? 130 : 143)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, interrupt)
    const output = []
    child.stdout.on('data', (chunk) => output.push(chunk))
    child.stderr.on('data', (chunk) => output.push(chunk))
    child.on('error', (error) => reject(new Error(`${failed} (${error.message})`)))
    child.on('close', (code) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, interrupt)
      rmSync(childFile, { force: true })
      if (code === 0) return resolve()
      process.stderr.write(Buffer.concat(output))
      reject(new Error(failed))
    })
  })
}

/** A build whose starter was killed still writes: it ends before a new one begins. */
function endForgottenChild() {
  const { pid, started } = JSON.parse(read(childFile) ?? '{}')
  if (pid && started && startOf(pid) === started) endGroup(pid)
  rmSync(childFile, { force: true })
}

function endGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // it ended by itself
  }
}

if (process.argv[1] === import.meta.filename) {
  prepare().catch((error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
