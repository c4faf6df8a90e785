import type { OAuthConfig } from 'next-auth/providers/oauth'
import { z } from 'zod'
import { runtime } from '@/lib/runtime'
import type { ProviderAnswer } from '@/lib/staff/provider-sign-in'
import { readRoleMap, roleFromClaim } from '@/lib/staff/provider-roles'

/** The end of the address that the provider sends people back to: /api/auth/callback/sso. */
export const providerId = 'sso'

const timeoutMs = 10_000

const Claims = z.looseObject({
  iss: z.string(),
  /** At most 255 characters (OpenID Connect Core §2). */
  sub: z.string().min(1).max(255),
  name: z.string().catch(''),
  email: z.string().catch(''),
  preferred_username: z.string().catch(''),
})

type RawClaims = Record<string, unknown>

/**
 * The OpenID provider, when one is configured. Code flow with PKCE, state and nonce; next-auth's openid-client checks
 * signature, issuer, audience, times and nonce of the ID token (OpenID Connect Core §3.1.3.7).
 */
export function openIdProvider(): OAuthConfig<RawClaims> | null {
  const { SSO_ISSUER, SSO_CLIENT_ID, SSO_CLIENT_SECRET, SSO_NAME } = runtime().settings
  if (SSO_ISSUER === undefined || SSO_CLIENT_ID === undefined || SSO_CLIENT_SECRET === undefined) return null
  return {
    ...{ id: providerId, name: SSO_NAME, type: 'oauth' as const },
    wellKnown: `${SSO_ISSUER.replace(/\/$/, '')}/.well-known/openid-configuration`,
    issuer: SSO_ISSUER,
    clientId: SSO_CLIENT_ID,
    clientSecret: SSO_CLIENT_SECRET,
    authorization: { params: { scope: 'openid profile email' } },
    checks: ['pkce', 'state', 'nonce'],
    idToken: true,
    httpOptions: { timeout: timeoutMs },
    userinfo: {
      request: async ({ client, tokens }) => {
        const claims = (tokens as { claims: () => RawClaims }).claims()
        if (isWhole(claims) || client.issuer.metadata.userinfo_endpoint === undefined) return claims
        // a thin ID token (OpenID Connect Core §5.4); what the signed token says goes before
        return { ...(await client.userinfo(tokens as never)), ...claims }
      },
    },
    profile: (claims) => ({ id: String(claims['sub']) }),
  }
}

/** What the checked claims say. Throws for another issuer than the configured one, whatever its discovery claims. */
export function readProviderAnswer(raw: unknown): ProviderAnswer {
  const { SSO_ISSUER, SSO_ROLE_CLAIM, SSO_ROLES } = runtime().settings
  const claims = Claims.parse(raw)
  if (claims.iss.replace(/\/$/, '') !== SSO_ISSUER?.replace(/\/$/, '')) throw new Error('issuer')
  return {
    issuer: SSO_ISSUER,
    subject: claims.sub,
    name: claims.name,
    email: claims.email || claims.preferred_username,
    role: roleFromClaim(claims[SSO_ROLE_CLAIM], readRoleMap(SSO_ROLES)),
  }
}

function isWhole(claims: RawClaims): boolean {
  const { SSO_ROLE_CLAIM } = runtime().settings
  return claims[SSO_ROLE_CLAIM] !== undefined && (claims['email'] ?? claims['preferred_username']) !== undefined
}
