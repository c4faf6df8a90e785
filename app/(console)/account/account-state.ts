import type { ActionError } from '../../_edge/action'

export interface PasswordState {
  error: ActionError | null
  /** What is true since the last change; empty before it. */
  saved: string
}

export interface CodesState {
  error: ActionError | null
  /** Shown now and never again. */
  codes: readonly string[] | null
}
