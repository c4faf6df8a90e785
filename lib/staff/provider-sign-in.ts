import type { Role } from './actor'
import { readEmail } from './email'
import { cleanName } from './new-account'
import { admit, endLinked, findLinked, followProvider } from './provider-store'
import { createSession } from './sessions'
import type { Database } from './store'

/** What the checked ID token says. The role is already read from its claim; null when no value of it gives one. */
export interface ProviderAnswer {
  issuer: string
  subject: string
  name: string
  email: string
  role: Role | null
}

export type ProviderOutcome =
  { status: 'signed-in'; sessionId: string } | { status: 'no-role' | 'no-address' | 'address-taken' | 'disabled' }

/**
 * Signs in whom the provider vouches for. The account is known by issuer and subject, which the provider never gives to
 * anybody else (OpenID Connect Core §5.7); by address it is never known. Its second factor is the provider's business.
 */
export async function signInByProvider(
  db: Database,
  answer: ProviderAnswer,
  { now, agent }: { now: Date; agent: string | null },
): Promise<ProviderOutcome> {
  const known = await findLinked(db, answer)
  if (known !== null && known.disabledAt !== null) return { status: 'disabled' }
  if (answer.role === null) {
    if (known !== null) await endLinked(db, known.id, now)
    return { status: 'no-role' }
  }
  const email = readEmail(answer.email)
  if (known === null && email === null) return { status: 'no-address' }
  const identity = { ...answer, email: email ?? '', name: nameOf(answer), role: answer.role }
  const operatorId = known === null ? await admit(db, identity) : await followProvider(db, identity)
  if (operatorId === null) return { status: 'address-taken' }
  return { status: 'signed-in', sessionId: await createSession(db, operatorId, now, { way: 'provider', agent }) }
}

function nameOf({ name, email }: ProviderAnswer): string {
  const clean = cleanName(name).slice(0, 100)
  return clean === '' ? email : clean
}
