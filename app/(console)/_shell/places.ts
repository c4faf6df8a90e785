/** Where one can go: only what exists. */
export const places = [
  { href: '/', name: 'Fleet' },
  { href: '/settings', name: 'Settings' },
] as const

export type PlaceName = (typeof places)[number]['name']

/** The place that a path belongs to: everything about tenants is part of the fleet. */
export function placeOf(pathname: string): PlaceName {
  return pathname === '/settings' || pathname.startsWith('/settings/') ? 'Settings' : 'Fleet'
}

export interface Crumb {
  name: string
  /** Null for the page itself. */
  href: string | null
}

/** The way from the fleet to a page. Names of tenants are the pages' own headings, so the crumb says what kind it is. */
export function crumbsOf(pathname: string): readonly Crumb[] {
  const [first, second, third] = pathname.split('/').filter(Boolean)
  if (first === 'settings') return [{ name: 'Settings', href: null }]
  const fleet = { name: 'Fleet', href: '/' }
  if (first !== 'tenants' || second === undefined) return [{ ...fleet, href: null }]
  if (second === 'connect') return [fleet, { name: 'Connect a tenant', href: null }]
  if (third === undefined) return [fleet, { name: 'Tenant', href: null }]
  return [fleet, { name: 'Tenant', href: `/tenants/${second}` }, { name: 'Run', href: null }]
}
