import { z } from '@hono/zod-openapi'
import type { Api } from '../../_edge/api-app'
import { count, text } from '../../_edge/api-schema'

const header = (description: string) => ({ description, schema: { type: 'string', maxLength: 200 } }) as const
const headers = {
  'Cache-Control': header('Always no-store.'),
  'Access-Control-Allow-Origin': header('Absent: no other site reads this.'),
  RateLimit: header('Absent here; 429 has Retry-After.'),
} as const

const OAuthError = z
  .object({ error: text(60), error_description: text(1000).optional() })
  .openapi('OAuthError', { description: 'RFC 6749 §5.2.' })

const Tokens = z
  .object({
    access_token: text(20_000),
    token_type: text(20),
    expires_in: count(2_592_000),
    refresh_token: text(20_000).optional(),
    scope: text(1000).optional(),
  })
  .openapi('Tokens')

const RestoreTokens = z
  .object({
    access_token: text(20_000),
    token_type: text(20),
    refresh_token: text(20_000),
    expires_in: count(2_592_000),
    '.issued': text(60),
    '.expires': text(60),
    userName: text(300),
  })
  .openapi('RestoreTokens')

const Grant = z
  .object({
    grant_type: z.enum(['client_credentials', 'refresh_token']),
    client_id: text(100).optional(),
    client_secret: text(200).optional(),
    client_assertion_type: text(100).optional(),
    client_assertion: text(8000).optional(),
    refresh_token: text(20_000).optional(),
    scope: text(1000).optional(),
  })
  .openapi('Grant')

const RestoreGrant = z
  .object({
    grant_type: z
      .enum(['urn:ietf:params:oauth:grant-type:jwt-bearer', 'refresh_token'])
      .openapi({ description: 'No password is ever taken.' }),
    client_id: text(300)
      .optional()
      .openapi({ description: 'The organization, as its onmicrosoft.com name or its id.' }),
    assertion: text(20_000)
      .optional()
      .openapi({ description: 'The whole answer of Microsoft that a restore sign-in gave out.' }),
    refresh_token: text(20_000).optional(),
    disable_antiforgery_token: z.enum(['true', 'false']).optional(),
  })
  .openapi('RestoreGrant')

const refused = (description: string) => ({
  description,
  headers: { ...headers, 'Retry-After': header('Seconds to wait, with 429.') },
  content: { 'application/json': { schema: OAuthError } },
})

const refusals = {
  400: refused('The grant was refused; `error` says why.'),
  401: refused('The client was not proved.'),
  429: refused('Too many tries.'),
  500: refused('Something went wrong on our side.'),
} as const

/** The token endpoints are handlers of their own, for other rules than those of REST; the document lists them with the rest. */
export function describeTokenEndpoints({ openAPIRegistry: registry }: Api): void {
  registry.registerComponent('securitySchemes', 'clientAuthentication', {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description:
      'Basic with client id and secret (RFC 6749 §2.3.1). Or leave it out, and prove the client in the body.',
  })
  const form = <T extends z.ZodType>(schema: T) => ({
    required: true,
    content: { 'application/x-www-form-urlencoded': { schema } },
  })
  registry.registerPath({
    method: 'post',
    path: '/api/oauth/token',
    operationId: 'askForToken',
    tags: ['Tokens'],
    summary: 'An access token for an API client',
    description: 'Client credentials with secret or signed assertion, or a refresh token (RFC 6749, RFC 7523).',
    security: [{ clientAuthentication: [] }],
    request: { body: form(Grant) },
    responses: {
      200: { description: 'The token.', headers, content: { 'application/json': { schema: Tokens } } },
      ...refusals,
    },
  })
  registry.registerPath({
    method: 'post',
    path: '/v8/token',
    operationId: 'askForRestoreToken',
    tags: ['Tokens'],
    summary: 'A token for a restore sign-in',
    description:
      'Where backup software looks for it; also under v4 to v7. Paste the organization and the assertion. ' +
      'Off until an owner opens it for the tenant.',
    security: [{ clientAuthentication: [] }],
    request: { body: form(RestoreGrant) },
    responses: {
      200: { description: 'The tokens.', headers, content: { 'application/json': { schema: RestoreTokens } } },
      ...refusals,
    },
  })
}
