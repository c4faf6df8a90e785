import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import type { Actor } from '@/lib/staff/actor'
import { endHere, whoIs, whoIsHalfway } from '@/lib/staff/desk'
import type { Halfway } from '@/lib/staff/sessions'
import { openSessionId, sealSessionId, sessionCookie } from './cookie'
import { pathHeader } from './headers'
import { safeNextPath } from './next-path'

/** Who asks, from the session row, read once per request; null when nobody is signed in. */
export const currentOperator = cache(async (): Promise<Actor | null> => {
  const sid = await readSessionId()
  if (sid === null) return null
  // browsers open event streams by themselves: a page left open must not keep its session alive
  const byPerson = (await headers()).get('accept') !== 'text/event-stream'
  return whoIs(sid, byPerson)
})

/** For pages: whoever is not signed in goes to the sign-in page and comes back here afterwards. */
export async function requireOperator(): Promise<Actor> {
  const operator = await currentOperator()
  if (operator !== null) return operator
  const next = safeNextPath((await headers()).get(pathHeader))
  redirect(next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`)
}

/** The operator with the id of their session, for what one does to one's own sessions. */
export async function currentSession(): Promise<{ operator: Actor; sessionId: string } | null> {
  const operator = await currentOperator()
  const sessionId = await readSessionId()
  return operator === null || sessionId === null ? null : { operator, sessionId }
}

/** Who typed the password and has a step before them, with the session that carries it; null for everybody else. */
export async function currentHalfway(): Promise<(Halfway & { sessionId: string }) | null> {
  const sessionId = await readSessionId()
  const halfway = sessionId === null ? null : await whoIsHalfway(sessionId)
  return halfway === null || sessionId === null ? null : { ...halfway, sessionId }
}

/** What the browser calls itself; it may say anything, and is shown only to its own operator and to who manages staff. */
export async function browserName(): Promise<string | null> {
  return (await headers()).get('user-agent')
}

/** Only where cookies may be written: in server actions. The session of before ends: a planted cookie is worth nothing. */
export async function openSession(sessionId: string): Promise<void> {
  await endPresentSession()
  const { name, maxAge, options } = sessionCookie()
  ;(await cookies()).set(name, await sealSessionId(sessionId), { ...options, maxAge })
}

/** Ends the row first, so that a copy of the cookie is worth nothing. */
export async function closeSession(): Promise<void> {
  await endPresentSession()
  const { name, options } = sessionCookie()
  ;(await cookies()).set(name, '', { ...options, maxAge: 0 })
}

export async function endPresentSession(): Promise<void> {
  const sid = await readSessionId()
  if (sid !== null) await endHere(sid)
}

async function readSessionId(): Promise<string | null> {
  return openSessionId((await cookies()).get(sessionCookie().name)?.value)
}
