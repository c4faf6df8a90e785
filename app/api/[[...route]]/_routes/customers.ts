import { createRoute, z } from '@hono/zod-openapi'
import { pageCustomers } from '@/lib/tenants/customer-list'
import type { Api } from '../../../_edge/api-app'
import { problems, read, withScope } from '../../../_edge/api-answers'
import { count, cursor, id, page, pageSize, text } from '../../../_edge/api-schema'

const CustomerPage = page(z.object({ id: id(), name: text(300), tenants: count() }).openapi('Customer')).openapi(
  'CustomerPage',
)

const route = createRoute({
  method: 'get',
  path: '/api/v1/customers',
  operationId: 'listCustomers',
  tags: ['Customers'],
  summary: 'Customers',
  description: 'Those with a tenant within reach, by name, with how many.',
  ...withScope('customers:read'),
  request: { query: z.object({ cursor: cursor().optional(), limit: pageSize() }) },
  responses: { 200: read(CustomerPage, 'A page of customers.'), ...problems(304) },
})

export function addCustomerRoutes(api: Api): void {
  api.openapi(route, async (c) =>
    c.json(CustomerPage.parse(await pageCustomers(c.get('actor'), c.req.valid('query'))), 200),
  )
}
