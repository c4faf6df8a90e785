import { OAuthError } from './oauth-error'

export type Form = ReadonlyMap<string, string>

/** As it came over HTTP, before anything of it is believed. */
export interface EndpointRequest {
  /** Where this portal is reached, without a slash at its end: the issuer. */
  issuer: string
  /** What follows the question mark; credentials must not be there. */
  query: string
  contentType: string | null
  /** Null when it was longer than the edge reads. */
  body: string | null
  authorization: string | null
  /** Of the client, where a proxy that we trust says so. */
  address: string | null
}

/** RFC 6749 section 3.2: a form; a parameter comes once, and without a value it counts as absent. */
export function readForm({ query, contentType, body }: EndpointRequest): Form {
  if (query !== '') throw new OAuthError('invalid_request', 'Send everything in the body and nothing in the address.')
  if (body === null) throw new OAuthError('invalid_request', 'The request is too long.', { status: 413 })
  const type = contentType?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') {
    throw new OAuthError('invalid_request', 'Send the parameters as application/x-www-form-urlencoded.')
  }
  const form = new Map<string, string>()
  const seen = new Set<string>()
  for (const [name, value] of new URLSearchParams(body)) {
    if (seen.has(name)) throw new OAuthError('invalid_request', 'A parameter came more than once.')
    seen.add(name)
    if (value !== '') form.set(name, value)
  }
  return form
}

export function requireParameter(form: Form, name: 'grant_type' | 'refresh_token' | 'token'): string {
  const value = form.get(name)
  if (value === undefined) throw new OAuthError('invalid_request', `The parameter ${name} is missing.`)
  return value
}
