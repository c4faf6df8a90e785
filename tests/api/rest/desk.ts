import { openApi } from '@/app/api/[[...route]]/_api'
import type { ClientScope, Resource } from '@/lib/api-clients/scopes'
import { openFamily } from '@/lib/api-clients/families'
import { runtime } from '@/lib/runtime'

/** Sends requests to the handler that Next serves. */
export function openDesk() {
  const api = openApi()
  return {
    send: (method: string, path: string, init: RequestInit = {}): Promise<Response> =>
      Promise.resolve(api.fetch(new Request(`http://portal.test${path}`, { method, ...init }))),
  }
}

export interface ClientTerms {
  scopes: readonly ClientScope[]
  reach?: 'all' | 'tenants' | 'customers'
  reachIds?: readonly string[]
  resources?: readonly Resource[]
}

/** A client with an access token, as an operator and the token endpoint make them together. */
export async function letIn({ scopes, reach = 'all', reachIds = [], resources = [] }: ClientTerms) {
  const client = await runtime().db.apiClient.create({
    data: {
      ...{ name: 'Nightly script', madeBy: 'operator:nobody', scopes: [...scopes], resources: [...resources] },
      ...{ reach, reachIds: [...reachIds], expiresAt: new Date('2099-01-01'), secretHash: '0'.repeat(64) },
    },
  })
  const { accessToken } = await openFamily({
    ...{ kind: 'client', clientId: client.id, name: client.name, scopes, accessSeconds: 3600, withRefresh: false },
  })
  return { clientId: client.id, token: accessToken }
}
