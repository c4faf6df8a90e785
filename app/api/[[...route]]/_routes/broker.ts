import { createRoute, z } from '@hono/zod-openapi'
import { resources } from '@/lib/api-clients/scopes'
import { tokenFor } from '@/lib/broker/broker'
import { purposes } from '@/lib/broker/rule'
import type { Api } from '../../../_edge/api-app'
import { done, problems, withScope } from '../../../_edge/api-answers'
import { id, time } from '../../../_edge/api-schema'
import { tenantPath } from './tenants'

const resource = z.enum(resources).openapi({ description: 'Of Microsoft’s: what the token is for.' })
const purpose = z
  .enum(purposes)
  .openapi({ description: '`restore` only while an operator holds the restore application open.' })

/** Strict: the tenant stands in the path, and a second one anywhere else is refused rather than overlooked. */
const Wish = z.strictObject({ resource, purpose: purpose.default('backup') }).openapi('TokenWish')

const Token = z
  .object({
    accessToken: z.string().max(20_000).openapi({ description: 'Microsoft’s access token. Keep it in memory.' }),
    tokenType: z.literal('Bearer'),
    expiresAt: time().openapi({ description: 'At least five minutes away; ask again then.' }),
    resource,
    purpose,
    entraTenantId: id().openapi({ description: 'The token’s `tid`.' }),
    appId: id().openapi({ description: 'The token’s `appid`.' }),
  })
  .openapi('Token')

const issue = createRoute({
  method: 'post',
  path: '/api/v1/tenants/{id}/token',
  operationId: 'issueToken',
  tags: ['Tokens'],
  summary: 'A Microsoft token of the tenant’s application',
  description:
    'By certificate, from memory while it lives for five more minutes. Each answer is in the audit trail before it leaves.',
  ...withScope('tokens:issue'),
  request: {
    params: tenantPath,
    body: { required: true, content: { 'application/json': { schema: Wish } } },
  },
  responses: { 200: done(Token, 'The token.'), ...problems(400, 404, 409, 413, 415, 502) },
})

/** The token broker. */
export function addBrokerRoutes(api: Api): void {
  api.openapi(issue, async (c) => {
    const token = await tokenFor(c.get('caller'), c.req.valid('param').id, c.req.valid('json'))
    return c.json({ ...token, tokenType: 'Bearer' as const }, 200)
  })
}
