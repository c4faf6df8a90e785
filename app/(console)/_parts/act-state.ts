import type { PublicError } from '@/lib/errors'

/** What a button's action left behind: nothing, or the refusal that stays in the page until the next try. */
export interface ActState {
  error: Pick<PublicError, 'code' | 'say' | 'field'> | null
}

export const notActed: ActState = { error: null }

/** A text field of a form; absent and files count as empty. */
export function formText(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
