import path from 'node:path'
import { holderOf } from '@/lib/db/lock'
import { migrate } from '@/lib/db/migrate'
import type { Settings } from '@/lib/env'
import { withDatabaseUrl } from './connection'
import { makeSetupLink } from './setup-link'

/** `npm run owner`: a setup link for the first owner; with `--reset` also for who lost the password. */
export async function offerOwnerLink(words: readonly string[]): Promise<void> {
  await withDatabaseUrl(async (url, settings) => {
    await migrate(url, path.resolve('prisma/migrations'))
    const link = await makeSetupLink(url, settings.SETUP_LINK_MINUTES, words.includes('--reset'))
    if (link)
      console.log(`Open this once, within ${settings.SETUP_LINK_MINUTES} minutes: ${addressOf(settings)}${link}`)
    else console.log('There is an owner already. Who lost the password runs: npm run owner -- --reset')
  })
}

/** The running portal knows its own address, which may have another port than the settings of this shell. */
function addressOf({ home, PUBLIC_URL, PORT }: Settings): string {
  const running = holderOf(path.join(home, 'locks', 'start'))?.about
  return PUBLIC_URL ?? (running?.startsWith('http') ? running : `http://localhost:${PORT}`)
}
