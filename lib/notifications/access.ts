import { randomBytes } from 'node:crypto'
import { AppError } from '../errors'
import type { Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { isAccessKey, writeAccessKey, type AccessName } from './access-store'

/** 256 random bits, shown now and never again; the one before opens nothing any more. */
export async function makeAccess(actor: Actor, name: AccessName): Promise<{ token: string }> {
  requireMay(actor, 'settings.change')
  const token = randomBytes(32).toString('base64url')
  await writeAccessKey(actor, name, token)
  return { token }
}

export async function removeAccess(actor: Actor, name: AccessName): Promise<void> {
  requireMay(actor, 'settings.change')
  await writeAccessKey(actor, name, null)
}

/** Throws `not_signed_in`, the same for a wrong secret and for none that was ever made. */
export async function requireAccess(name: AccessName, token: string | null): Promise<void> {
  if (token !== null && token.length <= 200 && (await isAccessKey(name, token))) return
  throw new AppError('not_signed_in', `no access to ${name}`, { say: 'This needs the secret that belongs to it.' })
}
