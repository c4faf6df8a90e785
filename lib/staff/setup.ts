import { AppError } from '../errors'
import { readAddress, readName, requirePassword } from './new-account'
import { hashPassword } from './password'
import { hashToken, makeToken } from './one-time-link'
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
  const token = makeToken()
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
 * Makes or renews the owner, ends all their sessions and takes away a second factor that they lost, in one transaction
 * with the link's use. `forget` destroys that factor's sealed secret. Throws AppError('setup_link_invalid'), or
 * 'invalid_input' with the field at fault.
 */
export async function redeemSetupLink(
  db: Database,
  token: string,
  owner: NewOwner,
  now: Date = new Date(),
  forget: (secretRef: string) => Promise<void> = () => Promise.resolve(),
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
  const { lostSecret, ...made } = taken
  if (lostSecret !== null) await forget(lostSecret)
  return made
}

function readOwner({ name, email, password }: NewOwner): { name: string; email: string } {
  const cleanName = readName(name)
  const cleanEmail = readAddress(email)
  requirePassword(password)
  return { name: cleanName, email: cleanEmail }
}

function linkInvalid(): AppError {
  return new AppError('setup_link_invalid', 'setup link unknown, used or expired', {
    say: `This setup link was used already or has expired. ${setupLinkMend}`,
  })
}
