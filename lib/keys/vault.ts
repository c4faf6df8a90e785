import { randomUUID } from 'node:crypto'
import { AppError } from '@/lib/errors'
import { openEnvelope, rewrapEnvelope, sealEnvelope, type Envelope, type SealBinding } from './envelope'
import { deleteSecret, findSecret, insertSecret, type SealedSecretRow } from './secret-store'
import type { Custody } from './store'

/** Small secrets that have to be read back, such as the one that an authenticator app shares. Keys go to the custodian. */
export interface SecretVault {
  /** Sealed and committed when this resolves. `holder` is whose it is: the seal opens for nobody else's row. */
  seal(purpose: SecretPurpose, holder: string, secret: Uint8Array): Promise<string>
  /** Throws `key_unreadable` when the seal does not open for this purpose and holder. The caller zeroes the bytes. */
  open(ref: string, purpose: SecretPurpose, holder: string): Promise<Buffer>
  /** Erases it for good. Repeating it is harmless. */
  destroy(ref: string): Promise<void>
}

export type SecretPurpose = 'second-factor' | 'channel' | 'mail-password' | 'restore-carrier'

export function createVault(custody: Custody): SecretVault {
  const { db, ring, installationId } = custody
  return {
    async seal(purpose, holder, secret) {
      const bound = { ref: randomUUID(), purpose, holder }
      const envelope = await sealEnvelope(ring, secret, bindingOfSecret(bound, installationId))
      await insertSecret(db, { ...bound, ...envelope })
      return bound.ref
    },
    async open(ref, purpose, holder) {
      const row = await findSecret(db, ref)
      if (row === null) throw unreadable(ref)
      const secret = await openEnvelope(ring, row, bindingOfSecret({ ref, purpose, holder }, installationId))
      if (secret === null) throw unreadable(ref)
      return secret
    },
    destroy: (ref) => deleteSecret(db, ref),
  }
}

/** The same secret under the newest key-encryption key, once that was seen to open; else null. */
export async function rewrapSecret({ ring, installationId }: Custody, row: SealedSecretRow): Promise<Envelope | null> {
  const binding = bindingOfSecret(row, installationId)
  const next = await rewrapEnvelope(ring, row, binding)
  if (next === null) return null
  const opened = await openEnvelope(ring, next, binding)
  opened?.fill(0)
  return opened === null ? null : next
}

/** Secrets belong to no tenant and no certificate; version 0 is no private key's. */
function bindingOfSecret(
  { ref, purpose, holder }: { ref: string; purpose: string; holder: string },
  installationId: string,
): SealBinding {
  return { installationId, ref, tenantId: 'none', certificateId: holder, keyVersion: 0, purpose }
}

function unreadable(ref: string): AppError {
  return new AppError('key_unreadable', `secret ${ref} does not open: another ring, or the row was changed`, {
    say: 'A stored secret could not be opened. Who runs Latchkey should check the key ring file.',
  })
}
