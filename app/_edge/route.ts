import { unstable_rethrow } from 'next/navigation'
import { AppError } from '@/lib/errors'
import type { Actor } from '@/lib/staff/actor'
import { problemResponse } from './problem'
import { currentOperator } from './session'

/** The shape of every route handler that answers operators: who asks, then one domain function; failures as problems. */
export function operatorRoute<P extends Record<string, string>>(
  run: (operator: Actor, request: Request, params: P) => Promise<Response>,
) {
  return async (request: Request, { params }: { params: Promise<P> }): Promise<Response> => {
    try {
      const operator = await currentOperator()
      if (operator === null) throw new AppError('not_signed_in', 'request without a session')
      const response = await run(operator, request, await params)
      if (!response.headers.has('Cache-Control')) response.headers.set('Cache-Control', 'no-store')
      return response
    } catch (error) {
      unstable_rethrow(error)
      return problemResponse(error)
    }
  }
}
