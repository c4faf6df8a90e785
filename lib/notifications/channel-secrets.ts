import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../errors'
import { runtime } from '../runtime'
import type { ChannelRow } from './channel-store'

/** Where a webhook leads and what it is signed with. Addresses of Teams and of many others are secrets themselves. */
const secretsSchema = z.object({
  url: z.string(),
  /** Standard Webhooks: `whsec_` and 256 bits; absent for Teams, which checks nothing. */
  signing: z.string().optional(),
  /** Signs too until `until` (ISO 8601), so that a receiver can change over. */
  former: z.object({ signing: z.string(), until: z.string() }).optional(),
})
export type ChannelSecrets = z.output<typeof secretsSchema>

export function makeSigningSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

export async function sealSecrets(channelId: string, secrets: ChannelSecrets): Promise<string> {
  const bytes = Buffer.from(JSON.stringify(secrets), 'utf8')
  try {
    return await runtime().vault.seal('channel', channelId, bytes)
  } finally {
    bytes.fill(0)
  }
}

/** Throws `key_unreadable` when the seal does not open. */
export async function openSecrets({ id, secretRef }: Pick<ChannelRow, 'id' | 'secretRef'>): Promise<ChannelSecrets> {
  if (secretRef === null) throw new AppError('internal', `channel ${id} has no secret`)
  const bytes = await runtime().vault.open(secretRef, 'channel', id)
  try {
    return secretsSchema.parse(JSON.parse(bytes.toString('utf8')))
  } finally {
    bytes.fill(0)
  }
}
