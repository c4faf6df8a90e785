'use server'

import { cookies } from 'next/headers'
import { themeCookie, toTheme } from './theme'

/** Open to everybody: it says how this one browser likes its pages, and nothing else. */
export async function chooseTheme(form: FormData): Promise<void> {
  ;(await cookies()).set(themeCookie, toTheme(form.get('theme')), {
    path: '/',
    sameSite: 'lax',
    httpOnly: true,
    maxAge: 31_536_000,
  })
}
