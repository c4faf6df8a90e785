import { makeApi, type Api } from '../../_edge/api-app'
import { portalAddress } from '../../_edge/portal-address'
import { addDocsPage } from './_docs-page'
import { describeApi } from './_document'
import { addAuditRoutes } from './_routes/audit'
import { addBrokerRoutes } from './_routes/broker'
import { addCustomerRoutes } from './_routes/customers'
import { addRestoreRoutes } from './_routes/restore'
import { addRunRoutes } from './_routes/runs'
import { addTenantOrderRoutes } from './_routes/tenant-orders'
import { addTenantRoutes } from './_routes/tenants'
import { describeTokenEndpoints } from './_token-endpoints'

/** Who adds a route gives its function a place in this list. */
const rooms: readonly ((api: Api) => void)[] = [
  addTenantRoutes,
  addTenantOrderRoutes,
  addRunRoutes,
  addCustomerRoutes,
  addAuditRoutes,
  addRestoreRoutes,
  addBrokerRoutes,
]

/** Every route of the API under /api, and the document that describes them. */
export function openApi(): Api {
  const api = makeApi()
  api.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: 'An access token of this installation, from /api/oauth/token.',
  })
  for (const add of rooms) add(api)
  describeTokenEndpoints(api)
  api.get('/api/openapi.json', (c) => c.json(describeApi(api, portalAddress())))
  addDocsPage(api)
  return api
}
