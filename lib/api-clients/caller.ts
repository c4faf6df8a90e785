import type { Reach } from '../staff/actor'
import type { Resource, Scope } from './scopes'

/** Who holds an access token of ours, and what it lets them do. Deny by default: what is not named here is not allowed. */
export interface Caller {
  /** An API client that an operator made, or a restore sign-in that Microsoft proved. */
  kind: 'client' | 'restore'
  /** Of the API client; of a restore sign-in, its family of tokens. */
  id: string
  /** For people: the client's name, or the account that signed in. */
  name: string
  scopes: readonly Scope[]
  /** Ids of our tenants. A restore sign-in reaches exactly one. */
  reach: Reach
  /** Where it was given customers and not tenants: their ids. */
  customers?: readonly string[]
  /** Which Microsoft tokens it may ask for. Empty for a restore sign-in. */
  resources: readonly Resource[]
  /** When the access token ends. */
  expiresAt: Date
}
