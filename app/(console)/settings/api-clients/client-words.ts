import type { ClientView } from '@/lib/api-clients/client-view'
import type { Resource } from '@/lib/api-clients/scopes'
import { formatCount, formatNames } from '../../_parts/formats'

export const resourceWords: Readonly<Record<Resource, string>> = {
  graph: 'Microsoft Graph',
  exchange: 'Exchange Online',
  sharepoint: 'SharePoint Online',
}

export const validityWords: Readonly<Record<string, string>> = {
  30: '30 days',
  90: '90 days',
  180: 'Half a year',
  365: 'A year',
  730: 'Two years',
}

/** “All tenants”, “Contoso and Fabrikam”, “Customers Contoso, Fabrikam, Litware and 3 more”. */
export function wordsOfReach({ reach, reachNames }: Pick<ClientView, 'reach' | 'reachNames'>): string {
  if (reach === 'all') return 'All tenants'
  if (reachNames.length === 0) return reach === 'tenants' ? 'No tenant that is left' : 'No customer that is left'
  return reach === 'tenants' ? formatNames(reachNames) : `All tenants of ${formatNames(reachNames)}`
}

export function wordsOfLeave({ scopes }: Pick<ClientView, 'scopes'>): string {
  return formatCount(scopes.length, 'permission')
}
