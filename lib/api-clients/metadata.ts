import { assertionAlgorithms } from './client-keys'
import { assertionGrant, clientGrants } from './grants'
import { clientScopes } from './scopes'

/** `none`: a restore sign-in belongs to no client. */
const proofs = ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none']

/** RFC 8414 section 2. There is no authorization endpoint, so there are no response types. */
export function readMetadata(issuer: string) {
  const algorithms = [...assertionAlgorithms, 'Ed25519']
  return {
    issuer,
    token_endpoint: `${issuer}/api/oauth/token`,
    revocation_endpoint: `${issuer}/api/oauth/revoke`,
    response_types_supported: [],
    grant_types_supported: [...Object.keys(clientGrants), assertionGrant],
    scopes_supported: clientScopes,
    token_endpoint_auth_methods_supported: proofs,
    token_endpoint_auth_signing_alg_values_supported: algorithms,
    revocation_endpoint_auth_methods_supported: proofs,
    revocation_endpoint_auth_signing_alg_values_supported: algorithms,
  }
}
