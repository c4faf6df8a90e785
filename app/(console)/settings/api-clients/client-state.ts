import type { ActionError } from '../../../_edge/action'

/** What was typed, so that a refusal costs no typing. A pasted key does not come back: it may be a private one by mistake. */
export interface TypedClient {
  name: string
  scopes: readonly string[]
  resources: readonly string[]
  reach: string
  reachIds: readonly string[]
  validDays: string
  proof: string
}

export interface ClientState {
  error: ActionError | null
  typed: TypedClient | null
  /** A client that was made: its id, and its secret, which is shown now and never again. */
  made: { id: string; name: string; secret: string | null } | null
  /** Counts answers: fields are made anew with what was typed. */
  turn: number
}

export const untouchedClient: ClientState = { error: null, typed: null, made: null, turn: 0 }

export const emptyClient: TypedClient = {
  ...{ name: '', scopes: ['tenants:read', 'tokens:issue'], resources: ['graph'], reach: 'all', reachIds: [] },
  ...{ validDays: '365', proof: 'secret' },
}

/** What a press left behind: words, and a secret that is shown now and never again. */
export interface MachineState {
  error: ActionError | null
  said: string
  secret: string | null
}

export const notPressed: MachineState = { error: null, said: '', secret: null }
