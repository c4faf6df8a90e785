import type { ActionError } from '../../../_edge/action'

/** What was typed, but never the password, and why it did not work. */
export interface SetupState {
  error: ActionError | null
  name: string
  email: string
}

export const notSetUp: SetupState = { error: null, name: '', email: '' }
