import type { Role } from './actor'
import type { Way } from './session-store'

/** What pages may know of people: no hash, no secret, no id of a session. Times are ISO 8601 UTC. */
export interface SessionView {
  /** Names the session without being it. */
  handle: string
  /** “Chrome on Windows”, or “An unknown browser”. */
  browser: string
  way: Way
  since: string
  seenAt: string
  /** The one that asks. */
  own: boolean
}

export interface PersonView {
  id: string
  name: string
  email: string
  role: Role
  createdAt: string
  disabledAt: string | null
  /** Latest sign of life of any session; null when there never was one. */
  seenAt: string | null
  sessions: readonly SessionView[]
  signsIn: 'password' | 'provider' | 'both'
  hasSecondFactor: boolean
  /** The role comes from the provider at each sign-in, so it changes there. */
  roleFromProvider: boolean
  isSelf: boolean
  isLastOwner: boolean
  /** Whether the reader may act on this person at all. */
  mayManage: boolean
}

export interface InvitationView {
  id: string
  email: string
  role: Role
  by: string
  createdAt: string
  expiresAt: string
  mayWithdraw: boolean
}

/** Somebody at the provider with the address of an account here. */
export interface ClaimView {
  issuer: string
  subject: string
  email: string
  name: string
  role: Role
  createdAt: string
  /** The account that has the address. */
  personId: string
}

export interface StaffView {
  people: readonly PersonView[]
  invitations: readonly InvitationView[]
  claims: readonly ClaimView[]
  secondFactorRequired: boolean
  /** Roles that the reader may invite and give; empty for who may only look. */
  mayGive: readonly Role[]
  mayRule: boolean
}
