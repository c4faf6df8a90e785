import { createHash, randomBytes } from 'node:crypto'
import { AppError } from '../errors'
import { readEmail } from './email'
import { hashPassword, refusePassword } from './password'
import { countOwners, type Database, findOpenSetupLink, insertSetupLink, consumeSetupLink } from './store'

export interface NewOwner {
  name: string
  email: string
  password: string
}

const setupLinkMend = 'On the machine that runs Latchkey, npm run owner -- --reset prints a new one.'

/** A link that works once: it makes the first owner, or gives the owner a new password. Only its hash is kept. */
export async function createSetupLink(
  db: Database,
  { minutes, now = new Date() }: { minutes: number; now?: Date },
): Promise<{ token: string }> {
  const token = randomBytes(32).toString('base64url')
  await insertSetupLink(db, { tokenHash: hashToken(token), expiresAt: new Date(now.getTime() + minutes * 60_000) })
  return { token }
}

export async function ownerExists(db: Database): Promise<boolean> {
  return (await countOwners(db)) > 0
}

/** True while the link is neither used nor expired. Looking does not use it up. */
export function isSetupLinkOpen(db: Database, token: string, now: Date): Promise<boolean> {
  return findOpenSetupLink(db, hashToken(token), now)
}

/**
 * Makes or renews the owner and ends all their sessions, in one transaction with the link's use. Throws
 * AppError('setup_link_invalid'), or 'invalid_input' with the field at fault.
 */
export async function redeemSetupLink(
  db: Database,
  token: string,
  owner: NewOwner,
  now: Date = new Date(),
): Promise<{ operatorId: string; renewed: boolean }> {
  // before the costly hash, so that nobody without a link can ask for one
  if (!(await isSetupLinkOpen(db, token, now))) throw linkInvalid()
  const { name, email } = readOwner(owner)
  const passwordHash = await hashPassword(owner.password)
  const taken = await consumeSetupLink(db, {
    tokenHash: hashToken(token),
    owner: { name, email, passwordHash },
    at: now,
  })
  if (taken === null) throw linkInvalid()
  return taken
}

function readOwner({ name, email, password }: NewOwner): { name: string; email: string } {
  const cleanName = name.normalize('NFC').replace(/\s+/g, ' ').trim()
  if (cleanName === '' || cleanName.length > 100) {
    throw refuse('name', 'Type your name, at most 100 characters. It stands beside what you do.')
  }
  const cleanEmail = readEmail(email)
  if (cleanEmail === null) throw refuse('email', 'This is not a mail address. It looks like marta@provider.com.')
  const reason = refusePassword(password)
  if (reason !== null) throw refuse('password', reason)
  return { name: cleanName, email: cleanEmail }
}

function refuse(field: keyof NewOwner, say: string): AppError {
  return new AppError('invalid_input', `setup: ${field} refused`, { field, say })
}

function linkInvalid(): AppError {
  return new AppError('setup_link_invalid', 'setup link unknown, used or expired', {
    say: `This setup link was used already or has expired. ${setupLinkMend}`,
  })
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
