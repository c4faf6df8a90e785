import { notFound } from 'next/navigation'
import { isAppError } from '@/lib/errors'

/** A refusal for “not there, or not yours” becomes the not-found page; anything else goes on as it was thrown. */
export async function orNotFound<T>(found: Promise<T>): Promise<T> {
  try {
    return await found
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') notFound()
    throw error
  }
}
