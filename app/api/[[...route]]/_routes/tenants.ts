import { createRoute, z } from '@hono/zod-openapi'
import { getTenant } from '@/lib/tenants/tenant'
import { listTenants } from '@/lib/tenants/tenant-list'
import type { TenantView } from '@/lib/tenants/tenant-views'
import type { Api } from '../../../_edge/api-app'
import { problems, read, withScope } from '../../../_edge/api-answers'
import { cursor, given, id, pageSize } from '../../../_edge/api-schema'
import { State, Tenant, TenantPage } from '../_schemas/tenant'

const Query = z.object({
  search: given(200).optional().openapi({ description: 'Customer, domain, id, or a part of a thumbprint.' }),
  state: State.optional(),
  customer: id().optional().openapi({ description: 'Id of the customer.' }),
  tag: given(100).optional(),
  workload: given(60).optional(),
  expiringWithin: z
    .string()
    .max(5)
    .regex(/^\d{1,4}d$/)
    .optional()
    // no `example`: Swagger UI would send it
    .openapi({ description: 'Certificates that end within so many days, as in 30d, or have ended.' }),
  cursor: cursor().optional(),
  limit: pageSize(),
})

export const tenantPath = z.object({ id: id().openapi({ description: 'Our id of the tenant.' }) })

const list = createRoute({
  method: 'get',
  path: '/api/v1/tenants',
  operationId: 'listTenants',
  tags: ['Tenants'],
  summary: 'Search tenants',
  description: 'By customer and domain, a page after a cursor. Filters that are left out let everything through.',
  ...withScope('tenants:read'),
  request: { query: Query },
  responses: { 200: read(TenantPage, 'A page of tenants.'), ...problems(304) },
})

const one = createRoute({
  method: 'get',
  path: '/api/v1/tenants/{id}',
  operationId: 'getTenant',
  tags: ['Tenants'],
  summary: 'One tenant',
  description: 'With its conditions, and for each the calls to Microsoft that prove it.',
  ...withScope('tenants:read'),
  request: { params: tenantPath },
  responses: { 200: read(Tenant, 'The tenant.'), ...problems(304, 404) },
})

export function addTenantRoutes(api: Api): void {
  api.openapi(list, async (c) => {
    const { expiringWithin, customer, ...query } = c.req.valid('query')
    const expiringWithinDays = expiringWithin === undefined ? undefined : Number.parseInt(expiringWithin)
    const found = await listTenants(c.get('actor'), { ...query, customerId: customer, expiringWithinDays })
    return c.json(TenantPage.parse(found), 200)
  })
  api.openapi(one, async (c) => c.json(toTenant(await getTenant(c.get('actor'), c.req.valid('param').id)), 200))
}

/** The schema drops what is for our pages only. */
function toTenant(view: TenantView): z.output<typeof Tenant> {
  return Tenant.parse({ ...view, customer: { id: view.customerId, name: view.customer } })
}
