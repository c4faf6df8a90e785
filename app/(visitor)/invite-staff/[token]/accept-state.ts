import type { ActionError } from '../../../_edge/action'

/** What was typed, but never the password, and why it did not work. */
export interface AcceptState {
  error: ActionError | null
  name: string
}

export const notAccepted: AcceptState = { error: null, name: '' }
