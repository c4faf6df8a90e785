import { cookies } from 'next/headers'

export const letterKeysCookie = 'latchkey.letter-keys'

/**
 * Whether keys of a single character do something in this browser: on, unless somebody switched them off, because they
 * speak to their computer or often touch keys by chance (WCAG 2.2, 2.1.4).
 */
export async function readLetterKeys(): Promise<boolean> {
  return (await cookies()).get(letterKeysCookie)?.value !== 'off'
}
