import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { getRestoreSession, giveDelegatedToken, tenantOfSession } from '@/lib/restore/session'
import { getTenant } from '@/lib/tenants/tenant'
import type { Api, ApiEnv } from '../../../_edge/api-app'
import { done, problems, read, withScope } from '../../../_edge/api-answers'
import { bearerOf } from '../../../_edge/api-guard'
import { count, id, list, text, time } from '../../../_edge/api-schema'
import { Tenant } from '../_schemas/tenant'

/** Tokens are not cut: a shorter one is none. */
const token = () => z.string().max(20_000)

const Session = z
  .object({
    account: z.object({ name: text(500), userPrincipalName: text(500) }),
    tenant: z.object({
      id: id().openapi({ description: 'Our id of the tenant.' }),
      tenantId: id().openapi({ description: 'Microsoft’s id of the tenant.' }),
      organizationName: text(300),
      domain: text(300),
      customer: text(500),
    }),
    scopes: list(text(100), 20),
    expiresAt: time().openapi({ description: 'When the access token that was sent ends.' }),
    microsoft: z.object({ clientId: text(50), scope: text(5000), expiresAt: time() }),
  })
  .openapi('RestoreSession')

const TokenRequest = z
  .object({
    refresh_token: token().optional().openapi({
      description: 'Near its end Microsoft’s token is exchanged with this; then `renewed` is the new pair.',
    }),
  })
  .openapi('RestoreTokenRequest')

const DelegatedToken = z
  .object({
    token_type: z.literal('Bearer'),
    access_token: token(),
    scope: text(5000),
    expires_in: count(86_400),
    expires_at: time(),
    renewed: z
      .object({
        access_token: token(),
        refresh_token: token(),
        token_type: text(20),
        expires_in: count(86_400),
        userName: text(500),
      })
      .loose()
      .nullable()
      .openapi({ description: 'Null unless the old pair was exchanged, which is then dead.' }),
  })
  .openapi('RestoreToken')

const session = createRoute({
  method: 'get',
  path: '/api/v1/restore/session',
  operationId: 'getRestoreSession',
  tags: ['Restore'],
  summary: 'Whose restore sign-in this is',
  description: 'For tokens of the token endpoint for restores: who signed in, to which tenant, until when.',
  ...withScope('restore'),
  responses: { 200: read(Session, 'The session.'), ...problems(304) },
})

const give = createRoute({
  method: 'post',
  path: '/api/v1/restore/token',
  operationId: 'giveRestoreToken',
  tags: ['Restore'],
  summary: 'The delegated token of the restore sign-in',
  description:
    'Microsoft’s token for Graph, of the person who signed in. It travels in the token of ours and rests nowhere here.',
  ...withScope('restore'),
  request: { body: { required: false, content: { 'application/json': { schema: TokenRequest } } } },
  responses: { 200: done(DelegatedToken, 'Microsoft’s token.'), ...problems(400, 409, 413, 415, 502) },
})

const tenant = createRoute({
  method: 'get',
  path: '/api/v1/restore/tenant',
  operationId: 'getRestoreTenant',
  tags: ['Restore'],
  summary: 'The tenant of the restore sign-in',
  description: 'What is known of it: application, certificate, workloads and conditions. Nothing can be changed.',
  ...withScope('restore'),
  responses: { 200: read(Tenant, 'The tenant.'), ...problems(304, 404) },
})

export function addRestoreRoutes(api: Api): void {
  api.openapi(session, async (c) => c.json(Session.parse(await getRestoreSession(c.get('caller'), bearer(c))), 200))
  api.openapi(give, async (c) => {
    const { refresh_token } = c.req.valid('json')
    const given = await giveDelegatedToken(c.get('caller'), bearer(c), { refreshToken: refresh_token ?? null })
    return c.json(DelegatedToken.parse(given), 200)
  })
  api.openapi(tenant, async (c) => {
    const found = await getTenant(c.get('actor'), await tenantOfSession(c.get('caller'), bearer(c)))
    return c.json(Tenant.parse({ ...found, customer: { id: found.customerId, name: found.customer } }), 200)
  })
}

/** The guard took it from the same header. */
function bearer(c: Context<ApiEnv>): string {
  return bearerOf(c.req.header('authorization')) ?? ''
}
