/** Where one can go: only what exists. */
export const places = [
  { href: '/', name: 'Fleet' },
  { href: '/restore', name: 'Restore' },
  { href: '/settings', name: 'Settings' },
  { href: '/help/errors', name: 'Help' },
] as const

export type PlaceName = (typeof places)[number]['name']

/** The place that a path belongs to: everything about tenants is part of the fleet. One's own account is in none. */
export function placeOf(pathname: string): PlaceName | null {
  const [first] = pathname.split('/').filter(Boolean)
  if (first === 'account') return null
  if (first === 'settings') return 'Settings'
  if (first === 'restore') return 'Restore'
  return first === 'help' ? 'Help' : 'Fleet'
}

export interface Crumb {
  name: string
  /** Null for the page itself. */
  href: string | null
}

/** The way from the fleet to a page. Names of tenants are the pages' own headings, so the crumb says what kind it is. */
export function crumbsOf(pathname: string): readonly Crumb[] {
  const [first, second, third] = pathname.split('/').filter(Boolean)
  if (first === 'account') return [{ name: 'Your account', href: null }]
  if (first === 'settings') return settingsCrumbs(second, third)
  if (first === 'help') return crumbsOfHelp(third)
  if (first === 'restore') return crumbsOfRestore(second)
  const fleet = { name: 'Fleet', href: '/' }
  if (first !== 'tenants' || second === undefined) return [{ ...fleet, href: null }]
  if (second === 'connect' && third === 'many') return [fleet, { name: 'Connect many', href: null }]
  if (second === 'connect') return [fleet, { name: 'Connect a tenant', href: null }]
  if (second === 'former') return [fleet, { name: 'Former tenants', href: null }]
  if (second === 'batches') return [fleet, { name: 'Results', href: null }]
  if (third === undefined) return [fleet, { name: 'Tenant', href: null }]
  return [fleet, { name: 'Tenant', href: `/tenants/${second}` }, { name: partsOfTenant[third] ?? 'Run', href: null }]
}

const partsOfTenant: Readonly<Record<string, string>> = {
  reconfigure: 'Reconfigure',
  decommission: 'Decommission',
  'server-keys': 'Backup servers’ certificates',
}

function crumbsOfRestore(signIn: string | undefined): readonly Crumb[] {
  if (signIn === undefined) return [{ name: 'Restore', href: null }]
  return [
    { name: 'Restore', href: '/restore' },
    { name: 'Sign-in', href: null },
  ]
}

function crumbsOfHelp(code: string | undefined): readonly Crumb[] {
  if (code === undefined) return [{ name: 'Help', href: null }]
  return [
    { name: 'Help', href: '/help/errors' },
    { name: 'One answer', href: null },
  ]
}

function settingsCrumbs(second?: string, third?: string): readonly Crumb[] {
  const settings = { name: 'Settings', href: '/settings' }
  if (second === 'own-application') return [settings, { name: 'Your own application', href: null }]
  if (second === 'api-clients') return clientCrumbs(settings, third)
  if (second === 'notifications') return notificationCrumbs(settings, third)
  if (second !== 'staff') return [{ ...settings, href: null }]
  if (third === undefined) return [settings, { name: 'Staff', href: null }]
  return [settings, { name: 'Staff', href: '/settings/staff' }, { name: 'Person', href: null }]
}

function notificationCrumbs(settings: Crumb, third?: string): readonly Crumb[] {
  if (third === undefined) return [settings, { name: 'Notifications', href: null }]
  const channel = { name: third === 'new' ? 'A new channel' : 'Channel', href: null }
  return [settings, { name: 'Notifications', href: '/settings/notifications' }, channel]
}

function clientCrumbs(settings: Crumb, third?: string): readonly Crumb[] {
  if (third === undefined) return [settings, { name: 'API clients', href: null }]
  const client = { name: third === 'new' ? 'A new client' : 'Client', href: null }
  return [settings, { name: 'API clients', href: '/settings/api-clients' }, client]
}
