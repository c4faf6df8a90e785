import { existsSync } from 'node:fs'
import { findEmbedded, startEmbedded } from '@/lib/db/embedded'
import { readSettings, type Settings } from '@/lib/env'
import { tryOwnDatabase } from './own-database'

/** Runs a command against the database of this clone: the one that is up, or one started for the moment. */
export async function withDatabaseUrl<T>(run: (url: string, settings: Settings) => Promise<T>): Promise<T> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const settings = readSettings()
  if (settings.DATABASE_URL !== undefined) {
    await tryOwnDatabase(settings.DATABASE_URL)
    return await run(settings.DATABASE_URL, settings)
  }
  const running = await findEmbedded(settings.home)
  if (running) return await run(running.url, settings)
  const server = await startEmbedded(settings.home)
  try {
    return await run(server.url, settings)
  } finally {
    await server.stop()
  }
}
