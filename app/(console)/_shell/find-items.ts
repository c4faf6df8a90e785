import type { Role } from '@/lib/staff/actor'
import type { FoundTenant } from '@/lib/tenants/fleet-views'
import { findDestinations } from './destinations'
import type { Found } from './use-found'

/** One line that can be chosen. */
export interface FindItem {
  id: string
  href: string
  label: string
  tenant?: FoundTenant
}

export interface FindGroup {
  title: string
  items: readonly FindItem[]
}

/** Without words only as many that the places stay in sight. */
const mostUnasked = 4

/** Tenants first, then places and actions. Groups without a line are left out. */
export function groupItems(role: Role, typed: string, found: Found | null): readonly FindGroup[] {
  const places = findDestinations({ role }, typed).map(({ href, name }) => ({ id: `go ${name}`, href, label: name }))
  const groups = [
    { title: found?.words === '' ? 'Need a person today' : 'Tenants', items: found === null ? [] : tenantItems(found) },
    { title: 'Pages and actions', items: places },
  ]
  return groups.filter(({ items }) => items.length > 0)
}

function tenantItems({ words, tenants, matching, failure }: Found): readonly FindItem[] {
  const href = words === '' ? '/' : `/?q=${encodeURIComponent(words)}`
  if (failure !== null) return words === '' ? [] : [{ id: 'all', href, label: `Search the fleet for “${words}”` }]
  const shown = words === '' ? tenants.slice(0, mostUnasked) : tenants
  const items = shown.map((tenant) => ({
    ...{ id: tenant.id, href: `/tenants/${tenant.id}`, label: tenant.customer },
    tenant,
  }))
  if (matching === 0 || (words === '' && matching === shown.length)) return items
  const label = words === '' ? `All ${matching} that need a person` : `All ${matching} that match “${words}”`
  return [...items, { id: 'all', href, label }]
}

/** What the live region says once an answer is there. */
export function countWords(groups: readonly FindGroup[], found: Found): string {
  const places = groups.flatMap(({ items }) => items).filter(({ id }) => id.startsWith('go ')).length
  if (found.failure !== null) return `${found.failure} The plain search of the fleet may still work.`
  if (found.matching + places === 0) return `Nothing matches “${found.words}”.`
  const tenants = `${found.matching} ${found.matching === 1 ? 'tenant' : 'tenants'}`
  return `${tenants}, ${places} ${places === 1 ? 'page or action' : 'pages and actions'}`
}
