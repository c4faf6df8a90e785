import { unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import { AppError, isAppError, publicError, type PublicError } from '@/lib/errors'
import { report } from '@/lib/log'
import type { Actor } from '@/lib/staff/actor'
import { currentOperator } from './session'

export type ActionError = Pick<PublicError, 'code' | 'say' | 'field' | 'answer'>
export type ActionResult<T> = { ok: true; value: T } | { ok: false; error: ActionError }

/**
 * The shape of every server action: who asks, is the input whole, one domain function. A refusal comes back as words;
 * anything else is reported and comes back as “something went wrong”.
 */
export function operatorAction<I, O>(input: z.ZodType<I>, run: (operator: Actor, input: I) => O | Promise<O>) {
  return async (raw: unknown): Promise<ActionResult<O>> => {
    try {
      const operator = await currentOperator()
      if (operator === null) throw new AppError('not_signed_in', 'action without a session')
      return { ok: true, value: await run(operator, readInput(input, raw)) }
    } catch (error) {
      return refuse(error)
    }
  }
}

/** Names the field at fault. Texts of the schema's own are meant to be read; the library's are not. */
export function readInput<I>(input: z.ZodType<I>, raw: unknown): I {
  const parsed = input.safeParse(raw, { error: () => 'This does not fit here. Look at it again.' })
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.path[0]
  throw new AppError('invalid_input', `input refused at ${String(field)}`, {
    ...(field === undefined ? {} : { field: String(field) }),
    ...(issue === undefined ? {} : { say: issue.message }),
  })
}

/** For the few actions without an operator, which live on visitors' pages. */
export function refuse(error: unknown): { ok: false; error: ActionError } {
  unstable_rethrow(error) // redirect() and notFound() are navigation, not failures
  if (!isAppError(error) || error.code === 'internal') report(error)
  const { status: _status, ...shown } = publicError(error)
  return { ok: false, error: shown }
}
