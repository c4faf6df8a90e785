import { createHash } from 'node:crypto'
import { type Actor, readRole } from './actor'
import { nameBrowser } from './browser-name'
import type { PersonRow } from './people-store'
import { manageableRoles } from './permissions'
import { isWithin, type SessionLimits } from './sessions'
import type { Way } from './session-store'
import type { PersonView, SessionView } from './views'

export interface Reader {
  actor: Actor
  /** The session that asks, to mark it; null where it does not matter. */
  sessionId: string | null
  limits: SessionLimits
  /** The issuer that is configured now; null without one. */
  issuer: string | null
  owners: number
}

/** A session's id opens nothing without our cookie secret, and still it leaves the house as a hash only. */
export function handleOf(sessionId: string): string {
  return createHash('sha256').update(`session ${sessionId}`).digest('hex').slice(0, 32)
}

export function viewPerson(row: PersonRow, { actor, sessionId, limits, issuer, owners }: Reader): PersonView {
  const role = readRole(row.role)
  const seen = row.sessions.reduce((latest, { seenAt }) => Math.max(latest, seenAt.getTime()), 0)
  return {
    ...{ id: row.id, name: row.name, email: row.email, role },
    createdAt: row.createdAt.toISOString(),
    disabledAt: row.disabledAt?.toISOString() ?? null,
    seenAt: seen === 0 ? null : new Date(seen).toISOString(),
    sessions: row.disabledAt === null ? liveSessions(row.sessions, sessionId, limits) : [],
    signsIn: wayIn(row),
    hasSecondFactor: (row.secondFactor?.confirmedAt ?? null) !== null,
    roleFromProvider: row.ssoIssuer !== null && row.ssoIssuer === issuer,
    isSelf: row.id === actor.id,
    isLastOwner: role === 'owner' && row.disabledAt === null && owners === 1,
    mayManage: manageableRoles(actor).includes(role),
  }
}

function wayIn({ ssoIssuer, passwordHash }: PersonRow): PersonView['signsIn'] {
  if (ssoIssuer === null) return 'password'
  return passwordHash === null ? 'provider' : 'both'
}

interface SessionFacts {
  id: string
  createdAt: Date
  seenAt: Date
  endedAt?: Date | null
  way: string
  agent: string | null
}

export function liveSessions(
  rows: readonly SessionFacts[],
  ownId: string | null,
  limits: SessionLimits,
): readonly SessionView[] {
  return rows
    .filter((row) => (row.endedAt ?? null) === null && isWithin(row, limits))
    .map((row) => ({
      handle: handleOf(row.id),
      browser: nameBrowser(row.agent),
      way: row.way as Way,
      since: row.createdAt.toISOString(),
      seenAt: row.seenAt.toISOString(),
      own: row.id === ownId,
    }))
}
