import type { ActionError } from '../../_edge/action'

/** What a form of these pages left behind: the refusal, and what was typed. */
export interface RestoreFormState {
  error: ActionError | null
  values: Readonly<Record<string, string>>
}

export const untouched: RestoreFormState = { error: null, values: {} }

/** Why this field was refused, if it was. */
export function refusalOf({ error }: RestoreFormState, field: string): string | null {
  return error?.field === field ? error.say : null
}
