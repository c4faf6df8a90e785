import { cookies } from 'next/headers'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]
export const themeCookie = 'latchkey.theme'

/** Kept in a cookie, so that the server draws the page right at once. */
export async function readTheme(): Promise<Theme> {
  return toTheme((await cookies()).get(themeCookie)?.value)
}

/** Anything unknown is the system's choice. */
export function toTheme(value: unknown): Theme {
  return themes.find((theme) => theme === value) ?? 'system'
}

export function nextTheme(theme: Theme): Theme {
  return themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'
}
