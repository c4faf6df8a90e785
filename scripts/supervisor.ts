import { existsSync } from 'node:fs'
import path from 'node:path'
import { isHolder, tryLock, type Lock } from '@/lib/db/lock'
import { migrate } from '@/lib/db/migrate'
import { readSettings, type Settings } from '@/lib/env'
import { ensureAuthSecret } from './auth-secret'
import { keepDatabase } from './database'
import { claimPort } from './ports'
import { endOrphans, Program } from './program'
import { createShutdown, type Shutdown } from './shutdown'

const portalReadyMilliseconds = 60_000
const graceMilliseconds = 1500

/** Starts all parts, keeps them running, and resolves with the exit code when everything has ended. */
export async function supervise(root: string): Promise<number> {
  process.chdir(root)
  if (existsSync('.env')) process.loadEnvFile('.env')
  const settings = readSettings()
  const lock = tryLock(path.join(settings.home, 'locks', 'start'), 'it is still starting')
  if (isHolder(lock)) {
    console.log(`Latchkey already runs from this folder as process ${lock.pid}: ${lock.about}.`)
    return 0
  }
  const shutdown = createShutdown()
  try {
    await startAll(settings, lock, shutdown)
    await shutdown.begun
    return 0
  } catch (error) {
    if (shutdown.hasBegun) return 0
    console.error(error instanceof Error ? error.message : error)
    return 1
  } finally {
    await shutdown.finish()
    lock.release()
  }
}

async function startAll(given: Settings, lock: Lock, shutdown: Shutdown): Promise<void> {
  await endOrphans(given.home, ['portal', 'practice-cloud'])
  const settings = {
    ...given,
    PORT: await claimPort('PORT', given.PORT, given.HOST),
    PRACTICE_PORT: given.PRACTICE === 'on' ? await claimPort('PRACTICE_PORT', given.PRACTICE_PORT, '127.0.0.1') : 0,
  }
  if (settings.PRACTICE === 'on') run(practiceCloud(settings), shutdown)
  const url = settings.DATABASE_URL ?? (await keepDatabase(settings.home, shutdown))
  const applied = await migrate(url, path.resolve('prisma/migrations'))
  if (applied.length > 0) console.log(`The database was brought up to date (${applied.join(', ')}).`)
  shutdown.refuseIfBegun()
  const address = settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`
  const portal = run(portalOf(settings, url, address), shutdown)
  const { makeSetupLink } = await import('./setup-link') // loads while the portal starts
  const link = await makeSetupLink(url, settings.SETUP_LINK_MINUTES)
  await untilAnswering(portal, settings, shutdown)
  lock.describe(address)
  announce(settings, address, link)
}

function run(program: Program, shutdown: Shutdown): Program {
  shutdown.first(async (isForced) => {
    if (isForced) program.kill()
    else await program.stop(graceMilliseconds)
  })
  program.start()
  return program
}

/** It is Microsoft's stand-in and gets nothing of ours: no address of the database, no secret. */
function practiceCloud({ home, PRACTICE_PORT, PRACTICE_TLS_PORT }: Settings): Program {
  return new Program({
    title: 'The practice cloud',
    name: 'practice-cloud',
    command: [path.join('.latchkey', 'build', 'practice-cloud.mjs')],
    environment: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      PRACTICE_PORT: String(PRACTICE_PORT),
      PRACTICE_HOST: '127.0.0.1',
      PRACTICE_STATE: path.join(home, 'practice-cloud.json'),
      ...(PRACTICE_TLS_PORT === undefined ? {} : { PRACTICE_TLS_PORT: String(PRACTICE_TLS_PORT) }),
    },
    home,
  })
}

function portalOf(settings: Settings, url: string, address: string): Program {
  const { home, HOST, PORT } = settings
  return new Program({
    title: 'The portal',
    name: 'portal',
    command: [path.join('node_modules', 'next', 'dist', 'bin', 'next'), 'start', '-H', HOST, '-p', String(PORT)],
    environment: {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      PORT: String(PORT),
      PRACTICE_PORT: String(settings.PRACTICE_PORT),
      LATCHKEY_HOME: home,
      DATABASE_URL: url,
      NEXTAUTH_SECRET: settings.AUTH_SECRET ?? ensureAuthSecret(home),
      NEXTAUTH_URL: address,
    },
    home,
  })
}

/** The first request also loads what the first person would otherwise wait for. A house that refused to boot answers 500. */
async function untilAnswering(portal: Program, { HOST, PORT }: Settings, shutdown: Shutdown): Promise<void> {
  const host = HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST
  const page = `http://${host.includes(':') ? `[${host}]` : host}:${PORT}/sign-in`
  const deadline = Date.now() + portalReadyMilliseconds
  for (;;) {
    shutdown.refuseIfBegun()
    const status = await fetch(page, { redirect: 'manual' }).then((answer) => answer.status, ignore)
    if (status !== undefined && status < 500) return
    if (status !== undefined || Date.now() > deadline) {
      throw new Error(`The portal does not work: ${portal.complaint()}. Its log is ${portal.log}.`)
    }
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

function announce(settings: Settings, address: string, link: string | undefined): void {
  console.log(`\nLatchkey is ready: ${address}`)
  if (settings.PRACTICE === 'on') console.log(`Practice cloud: http://127.0.0.1:${settings.PRACTICE_PORT}`)
  if (link)
    console.log(`Create the owner's account (once, within ${settings.SETUP_LINK_MINUTES} minutes): ${address}${link}`)
  console.log('Stop with Ctrl-C.')
}

function ignore(): undefined {
  return undefined
}
