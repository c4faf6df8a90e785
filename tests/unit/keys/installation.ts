import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { openInstallationRing } from '@/lib/keys/canary'
import type { KeyBinding, KeyCustodian } from '@/lib/keys/custodian'
import { createEnvelopeCustodian } from '@/lib/keys/envelope-custodian'
import type { Custody } from '@/lib/keys/store'
import { freshDatabase, type FreshDatabase } from '@/tests/support/database'

export interface TestInstallation {
  custody: Custody
  custodian: KeyCustodian
  folder: string
  close(): Promise<void>
}

/** A database, a ring and a custodian of one's own. `close` ends all three. */
export async function makeInstallation(given?: FreshDatabase): Promise<TestInstallation> {
  const folder = await makeFolder()
  const database = given ?? (await freshDatabase())
  const { db } = database
  const installationId = randomUUID()
  const ring = await openInstallationRing({ db, file: path.join(folder, 'ring', 'key-ring.json'), installationId })
  const custody = { db, ring, installationId }
  return {
    custody,
    custodian: createEnvelopeCustodian(custody),
    folder,
    close: async () => {
      await database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export function makeFolder(): Promise<string> {
  return mkdtemp(path.join(os.tmpdir(), 'latchkey-ring-'))
}

export function makeBinding(change: Partial<KeyBinding> = {}): KeyBinding {
  return { tenantId: randomUUID(), certificateId: randomUUID(), keyVersion: 1, purpose: 'backup', ...change }
}
