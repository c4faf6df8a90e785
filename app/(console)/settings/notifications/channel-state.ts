import type { ActionError } from '../../../_edge/action'

/** What was typed, so that a refusal costs no typing. An address of a webhook is a secret and does not come back. */
export interface TypedChannel {
  name: string
  leadsTo: string
  minimumSeverity: string
  customerId: string
  events: readonly string[]
}

export interface ChannelState {
  error: ActionError | null
  typed: TypedChannel | null
  /** Of a new channel: its id, and its signing secret, which is shown now and never again. */
  made: { id: string; secret: string | null } | null
  saved: string
  /** Counts answers: fields are made anew with what was typed. */
  turn: number
}

export const untouchedChannel: ChannelState = { error: null, typed: null, made: null, saved: '', turn: 0 }

/** What a press left behind: words, and a secret that is shown now and never again. */
export interface DeedState {
  error: ActionError | null
  said: string
  good: boolean
  secret: string | null
}

export const notDone: DeedState = { error: null, said: '', good: true, secret: null }
