import { createDatabase } from '@/lib/db/client'
import { createSetupLink, ownerExists } from '@/lib/staff/setup'

/** Path of a new setup link; undefined when there is an owner, unless `isReset` says that the password was lost. */
export async function makeSetupLink(url: string, minutes: number, isReset = false): Promise<string | undefined> {
  const db = createDatabase(url, 1)
  try {
    if (!isReset && (await ownerExists(db))) return undefined
    return `/setup/${(await createSetupLink(db, { minutes })).token}`
  } finally {
    await db.$disconnect()
  }
}
