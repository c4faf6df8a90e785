'use server'

import { cookies } from 'next/headers'
import { letterKeysCookie } from './letter-keys'

/** Open to everybody: it says how this one browser listens to its keys, and nothing else. */
export async function chooseLetterKeys(form: FormData): Promise<void> {
  ;(await cookies()).set(letterKeysCookie, form.get('letters') === 'off' ? 'off' : 'on', {
    path: '/',
    sameSite: 'lax',
    httpOnly: true,
    maxAge: 31_536_000,
  })
}
