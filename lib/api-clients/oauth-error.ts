const brand = Symbol.for('latchkey.oauth-error')

/** RFC 6749 section 5.2, and what section 4.1.2.1 calls the trouble of a server. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'temporarily_unavailable'
  | 'server_error'

export interface OAuthErrorExtra {
  status?: number
  retryAfterSeconds?: number
  /** The client came with an Authorization header, so the answer names the scheme. */
  byHeader?: boolean
}

/** A refusal of the token endpoint. The description is sent: plain ASCII without quotes, and nothing of what was given. */
export class OAuthError extends Error {
  readonly [brand] = true
  readonly code: OAuthErrorCode
  readonly extra: OAuthErrorExtra

  constructor(code: OAuthErrorCode, description: string, extra: OAuthErrorExtra = {}) {
    super(description)
    this.name = 'OAuthError'
    this.code = code
    this.extra = extra
  }
}

/** By brand: Next loads a module more than once, so instanceof lies. */
export function isOAuthError(error: unknown): error is OAuthError {
  return typeof error === 'object' && error !== null && brand in error
}
