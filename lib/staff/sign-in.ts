import { readEmail } from './email'
import type { TryLimiter } from './limits'
import { isPassword } from './password'
import { stageAfterPassword } from './second-factor'
import { createSession } from './sessions'
import { type Database, findPassword } from './store'

export interface Credentials {
  email: string
  password: string
  /** Where the request came from, when a trusted proxy says so; else null, because a client can claim anything. */
  address: string | null
  /** The browser's own name for itself. */
  agent?: string | null
}

export interface SignInParts {
  now: Date
  limiter: TryLimiter
  /** Hash that no password fits; unknown accounts are compared with it. */
  hashOfNobody: string
}

export type SignInOutcome =
  | { status: 'signed-in'; sessionId: string }
  /** Right so far. The session opens the next step only. */
  | { status: 'second-factor' | 'enrol'; sessionId: string }
  /** One answer, after the same time, for an unknown address, a wrong password and a disabled operator. */
  | { status: 'refused' }
  | { status: 'wait'; seconds: number }

/** Checks who it is and makes a new session. Tries are counted before the password is looked at. */
export async function signIn(db: Database, credentials: Credentials, parts: SignInParts): Promise<SignInOutcome> {
  const email = readEmail(credentials.email)
  const account = email ?? 'no address'
  const seconds = await parts.limiter.take(account, credentials.address)
  if (seconds !== null) return { status: 'wait', seconds }
  const known = email === null ? null : await findPassword(db, email)
  const right = await isPassword(credentials.password, known?.passwordHash ?? parts.hashOfNobody)
  if (known === null || !right) return { status: 'refused' }
  await parts.limiter.giveBack(account, credentials.address)
  return openAfterPassword(db, known.operatorId, credentials.agent ?? null, parts.now)
}

async function openAfterPassword(
  db: Database,
  operatorId: string,
  agent: string | null,
  now: Date,
): Promise<SignInOutcome> {
  const stage = await stageAfterPassword(db, operatorId)
  const sessionId = await createSession(db, operatorId, now, { stage, agent })
  return { status: stage === 'second-factor' || stage === 'enrol' ? stage : 'signed-in', sessionId }
}
