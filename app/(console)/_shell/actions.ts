'use server'

import { redirect } from 'next/navigation'
import { closeSession } from '../../_edge/session'

/** Ends the session row at once. Without a session there is nothing to end, and the way is the same. */
export async function signOut(): Promise<void> {
  await closeSession()
  redirect('/sign-in')
}
