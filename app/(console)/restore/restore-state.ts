import type { ActionError } from '../../_edge/action'

/** What a form of these pages left behind: the refusal, and what was typed. */
export interface RestoreFormState {
  error: ActionError | null
  values: Readonly<Record<string, string>>
}

export const untouched: RestoreFormState = { error: null, values: {} }

/** What a field shows after it was sent: what was typed, or else `initial`; and why it was refused, if it was. */
export function fieldOf({ error, values }: RestoreFormState, name: string, initial = '') {
  return { name, defaultValue: values[name] ?? initial, refusal: error?.field === name ? error.say : null }
}
