import type { Cloud } from '../cloud'
import type { Tenant } from '../state/tenant'
import { EntraRefusal } from './refusals'

/** OpenID configuration of one tenant, or of `organizations` and `common`, whose issuer is a template. */
export function openidConfiguration(cloud: Cloud, tenant: Tenant | undefined): object {
  const segment = tenant?.facts.tenantId ?? 'organizations'
  const base = `${cloud.origin}/${segment}`
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `${cloud.origin}/${tenant === undefined ? '{tenantid}' : segment}/v2.0`,
    request_uri_parameter_supported: false,
    userinfo_endpoint: `${cloud.origin}/oidc/userinfo`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'name', 'tid', 'preferred_username', 'oid'],
    tenant_region_scope: tenant === undefined ? null : 'EU',
    cloud_instance_name: 'practice',
    cloud_graph_host_name: 'graph.practice.example',
    msgraph_host: new URL(cloud.origin).host,
    rbac_url: `${cloud.origin}/rbac`,
  }
}

/** Which names this instance goes by: a client that does not know the host asks before it trusts it. */
export function instanceDiscovery(cloud: Cloud, query: URLSearchParams): object {
  const asked = query.get('authorization_endpoint') ?? ''
  const url = URL.canParse(asked) ? new URL(asked) : undefined
  if (url === undefined || !cloud.hosts.has(url.host)) throw new EntraRefusal(50049, 'Unknown or invalid instance.')
  const [, tenant = 'common'] = url.pathname.split('/')
  return {
    tenant_discovery_endpoint: `${url.origin}/${tenant}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: url.host, preferred_cache: url.host, aliases: [url.host] }],
  }
}

/** The public half of the key that signs this cloud's tokens. */
export function jsonWebKeys(cloud: Cloud): object {
  const { kid, publicJwk } = cloud.state.signingKey
  return {
    keys: [
      { kty: 'RSA', use: 'sig', alg: 'RS256', kid, x5t: kid, ...publicJwk, issuer: `${cloud.origin}/{tenantid}/v2.0` },
    ],
  }
}
