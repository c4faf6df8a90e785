import { refuse, type ActionResult } from './action'

/** For a page that acts: what came of it, or the words of the refusal. Redirects pass through. */
export async function wordsOf<T>(act: Promise<T>): Promise<ActionResult<T>> {
  try {
    return { ok: true, value: await act }
  } catch (error) {
    return refuse(error)
  }
}
