import path from 'node:path'
import { holderOf } from '@/lib/db/lock'
import { createDatabase } from '@/lib/db/client'
import { migrate } from '@/lib/db/migrate'
import type { Settings } from '@/lib/env'
import { createSetupLink, ownerExists } from '@/lib/staff/setup'
import { withDatabaseUrl } from './connection'

/** `npm run owner`: a setup link for the first owner; with `--reset` also for who lost the password. */
export async function offerOwnerLink(words: readonly string[]): Promise<void> {
  await withDatabaseUrl(async (url, settings) => {
    await migrate(url, path.resolve('prisma/migrations'))
    const db = createDatabase(url, 1)
    try {
      if ((await ownerExists(db)) && !words.includes('--reset')) {
        console.log('There is an owner already. Who lost the password runs: npm run owner -- --reset')
        return
      }
      const { token } = await createSetupLink(db, { minutes: settings.SETUP_LINK_MINUTES })
      console.log(
        `Open this once, within ${settings.SETUP_LINK_MINUTES} minutes: ${addressOf(settings)}/setup/${token}`,
      )
    } finally {
      await db.$disconnect()
    }
  })
}

/** The running portal knows its own address, which may have another port than the settings of this shell. */
function addressOf({ home, PUBLIC_URL, PORT }: Settings): string {
  const running = holderOf(path.join(home, 'locks', 'start'))?.about
  return PUBLIC_URL ?? (running?.startsWith('http') ? running : `http://localhost:${PORT}`)
}
