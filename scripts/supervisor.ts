import { existsSync } from 'node:fs'
import path from 'node:path'
import { isHolder, tryLock, type Lock } from '@/lib/db/lock'
import { migrate } from '@/lib/db/migrate'
import { readSettings, type Settings } from '@/lib/env'
import { ensureAuthSecret } from './auth-secret'
import { keepDatabase } from './database'
import { tryOwnDatabase } from './own-database'
import { claimPorts } from './ports'
import { endOrphans, Program } from './program'
import { untilAnswering } from './readiness'
import { createShutdown, type Shutdown } from './shutdown'

const graceMilliseconds = 2500

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
  const settings = await withPorts(given)
  const practice = settings.PRACTICE === 'on' ? run(practiceCloud(settings), shutdown) : undefined
  if (settings.DATABASE_URL !== undefined) await tryOwnDatabase(settings.DATABASE_URL)
  const url = settings.DATABASE_URL ?? (await keepDatabase(settings.home, shutdown))
  const applied = await migrate(url, path.resolve('prisma/migrations'))
  if (applied.length > 0) console.log(`The database was brought up to date (${applied.join(', ')}).`)
  shutdown.refuseIfBegun()
  const address = settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`
  const portal = run(portalOf(settings, url, address), shutdown)
  const { makeSetupLink } = await import('./setup-link') // loads while the portal starts
  const link = await makeSetupLink(url, settings.SETUP_LINK_MINUTES)
  await untilAnswering(portal, `${originAt(settings.HOST, settings.PORT)}/sign-in`, shutdown)
  if (practice) await untilAnswering(practice, settings.practiceOrigin, shutdown)
  lock.describe(address)
  announce(settings, address, link)
}

/** Ports that are free at this moment, for all parts that are to run. */
async function withPorts(given: Settings): Promise<Settings> {
  const { PORT, HOST, PRACTICE, PRACTICE_PORT, PRACTICE_TLS_PORT } = given
  const here = '127.0.0.1'
  const found = await claimPorts({
    PORT: { port: PORT, host: HOST },
    ...(PRACTICE === 'on' ? { PRACTICE_PORT: { port: PRACTICE_PORT, host: here } } : {}),
    ...(PRACTICE === 'on' && PRACTICE_TLS_PORT ? { PRACTICE_TLS_PORT: { port: PRACTICE_TLS_PORT, host: here } } : {}),
  })
  const practicePort = found.PRACTICE_PORT ?? 0
  return { ...given, ...found, PRACTICE_PORT: practicePort, practiceOrigin: originAt(here, practicePort) }
}

/** How this machine reaches what listens there: no address stands for all of them. */
function originAt(host: string, port: number): string {
  const reached = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`
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

function announce(settings: Settings, address: string, link: string | undefined): void {
  console.log(`\nLatchkey is ready: ${address}`)
  if (settings.PRACTICE === 'on') console.log(`Practice cloud: ${settings.practiceOrigin}`)
  if (link)
    console.log(`Create the owner's account (once, within ${settings.SETUP_LINK_MINUTES} minutes): ${address}${link}`)
  console.log('Stop with Ctrl-C.')
}
