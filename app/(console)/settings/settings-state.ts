import type { ActionError } from '../../_edge/action'

export interface SettingsState {
  error: ActionError | null
  /** What the person typed, so that a refusal costs no typing. */
  typed: string
  /** What is true since the last save; empty before it. */
  saved: string
}

export const untouched: SettingsState = { error: null, typed: '', saved: '' }
