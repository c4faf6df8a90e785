// What `npm start` and `npm test` do first: dependencies, generated code, bundles, pages; each only when stale. It must
// run on a clean clone, so it uses nothing but Node itself.
import { spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { lockBuild, startOf } from './build-lock.mjs'
import { hasDependencies, hashOf, isDone, read, redo } from './staleness.mjs'

const build = path.join('.latchkey', 'build')
const childFile = path.join(build, 'child.json')
const settings = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json']
const pageSources = ['app', 'lib', 'public', 'prisma/schema.prisma', 'proxy.ts', 'instrumentation.ts']

export const bundles = {
  supervisor: 'scripts/supervisor.ts',
  owner: 'scripts/owner.ts',
  migrate: 'scripts/migrate.ts',
  'first-contact': 'scripts/contact.ts',
  'practice-cloud': 'practice-cloud/main.ts',
  'process-mark': 'lib/db/process-mark.ts',
}

/** Leaves the clone ready to start; `pages: false` skips the portal's build, which commands do not need. */
export async function prepare({ pages = true } = {}) {
  refuseOldNode()
  process.chdir(path.join(import.meta.dirname, '..'))
  const tasks = [dependencies, generated, programs, ...(pages ? [portal] : [])]
  if (tasks.every((task) => isDone(task()))) return // nothing to write: also a clone that belongs to somebody else starts
  const release = await takeTurn()
  try {
    endForgottenChild()
    for (const task of tasks) {
      const state = task()
      if (!isDone(state)) await redo(state, state.work)
    }
  } finally {
    release()
  }
}

async function takeTurn() {
  try {
    return await lockBuild(path.join(build, 'lock'), () =>
      say('Another start is preparing this folder: waiting for it.'),
    )
  } catch (error) {
    throw new Error(`This folder has to be prepared, and ${process.cwd()} cannot be written (${error.message}).`, {
      cause: error,
    })
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

/** Also done when somebody ran `npm ci` by hand: npm's own record tells. */
function dependencies() {
  const state = { stamp: 'node_modules/.latchkey-lock', hash: hashOf('package-lock.json'), result: 'node_modules' }
  if (!isDone(state) && hasDependencies())
    return { stamp: 'package-lock.json', hash: read('package-lock.json'), result: '.' }
  return { ...state, work: installDependencies }
}

async function installDependencies() {
  say('Installing dependencies (once; about a minute) …')
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  await run([...npm, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    failed:
      'The dependencies could not be installed: see the lines above, and whether the package registry can be reached.',
  })
}

function generated() {
  return {
    stamp: path.join(build, 'generated.stamp'),
    hash: hashOf('prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json'),
    result: 'prisma/generated/client.ts',
    work: generateClient,
  }
}

async function generateClient() {
  say('Generating the database client …')
  await run([process.execPath, 'node_modules/prisma/build/index.js', 'generate'], {
    // any existing path: the native engine is never used, and must not be downloaded
    env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
    failed: 'The database client could not be generated from prisma/schema.prisma: see the lines above.',
  })
}

function programs() {
  return {
    stamp: path.join(build, 'programs.stamp'),
    hash: hashOf('lib', 'practice-cloud', 'scripts', 'prisma/schema.prisma', ...settings),
    result: path.join(build, 'supervisor.mjs'),
    work: bundlePrograms,
  }
}

async function bundlePrograms() {
  say('Building the server programs …')
  rmSync(path.join(build, 'chunks'), { recursive: true, force: true })
  const esbuild = await import('esbuild')
  await esbuild.build({
    entryPoints: Object.entries(bundles).map(([out, entry]) => ({ in: entry, out })),
    outdir: build,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true, // what is loaded later stays in files of its own: a warm start reads half
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    plugins: [externalPackages],
    logLevel: 'error',
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

function portal() {
  return {
    stamp: path.join('.next', 'latchkey-sources'),
    hash: hashOf(...pageSources, 'next.config.js', 'postcss.config.mjs', ...settings),
    result: path.join('.next', 'BUILD_ID'),
    work: buildPages,
  }
}

async function buildPages() {
  say('Building the pages (about half a minute) …')
  await run([process.execPath, 'node_modules/next/dist/bin/next', 'build'], {
    env: { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    failed: 'The pages could not be built: see the lines above.',
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
