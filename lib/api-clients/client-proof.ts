import { timingSafeEqual } from 'node:crypto'
import { runtime } from '../runtime'
import { proveAssertion, subjectOf } from './assertion'
import { spendOnce } from './assertion-store'
import { readStoredKeys, type ClientKey } from './client-keys'
import { findClient, type ClientRow } from './client-store'
import type { EndpointRequest, Form } from './form'
import { OAuthError } from './oauth-error'
import { hashOpaque } from './opaque'

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/

type Credentials =
  | { way: 'basic' | 'post'; clientId: string; secret: string }
  | { way: 'assertion'; clientId: string; assertion: string }

/**
 * Which client asks, proved in one of three ways (RFC 6749 section 2.3, RFC 7523 section 2.2). Null when it brings no
 * proof; throws `invalid_client` for a wrong one, whoever it names.
 */
export async function proveClient(request: EndpointRequest, form: Form): Promise<ClientRow | null> {
  const credentials = readCredentials(request.authorization, form)
  if (credentials === null) return null
  const row = uuid.test(credentials.clientId) ? await findClient(credentials.clientId) : null
  const proved =
    credentials.way === 'assertion'
      ? await isAssertionProved(credentials, row, request.issuer)
      : isSecretProved(credentials.secret, row)
  const now = runtime().clock.now()
  if (row === null || !proved || row.disabledAt !== null || row.expiresAt <= now) {
    throw notProved(credentials.way === 'basic')
  }
  return row
}

export function notProved(byHeader: boolean): OAuthError {
  return new OAuthError('invalid_client', 'The client is not known, or could not prove itself.', {
    status: 401,
    byHeader,
  })
}

function readCredentials(authorization: string | null, form: Form): Credentials | null {
  const found = [readBasic(authorization, form), readPosted(form), readAssertion(form)].filter((one) => one !== null)
  if (found.length > 1) throw new OAuthError('invalid_request', 'Prove the client in one way only.')
  return found[0] ?? null
}

/** Id and secret are form-encoded before they are joined (RFC 6749 section 2.3.1). */
function readBasic(authorization: string | null, form: Form): Credentials | null {
  if (authorization === null) return null
  const [, encoded] = /^basic +([\w+/-]+={0,2})$/i.exec(authorization) ?? []
  const text = Buffer.from(encoded ?? '', 'base64').toString('utf8')
  const [id, secret] = split(text)
  if (id === '' || secret === '' || (form.get('client_id') ?? id) !== id) throw notProved(true)
  return { way: 'basic', clientId: id, secret }
}

function split(text: string): [string, string] {
  const colon = text.indexOf(':')
  if (colon < 0) return ['', '']
  return [formDecode(text.slice(0, colon)), formDecode(text.slice(colon + 1))]
}

function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return ''
  }
}

function readPosted(form: Form): Credentials | null {
  const secret = form.get('client_secret')
  if (secret === undefined) return null
  const clientId = form.get('client_id')
  if (clientId === undefined) throw new OAuthError('invalid_request', 'The parameter client_id is missing.')
  return { way: 'post', clientId, secret }
}

function readAssertion(form: Form): Credentials | null {
  const assertion = form.get('client_assertion')
  const type = form.get('client_assertion_type')
  if (assertion === undefined && type === undefined) return null
  if (assertion === undefined || type !== assertionType) {
    throw new OAuthError('invalid_request', `An assertion comes with client_assertion_type ${assertionType}.`)
  }
  const subject = subjectOf(assertion)
  if (subject === null || (form.get('client_id') ?? subject) !== subject) throw notProved(false)
  return { way: 'assertion', clientId: subject, assertion }
}

/** What nobody’s secret hashes to, so that an unknown client takes as long as a known one. */
const nobodysHash = '0'.repeat(64)

function isSecretProved(secret: string, row: ClientRow | null): boolean {
  const given = hashOpaque('secret', secret) ?? nobodysHash.replace('0', '1')
  return timingSafeEqual(Buffer.from(given), Buffer.from(row?.secretHash ?? nobodysHash))
}

/** A public key whose private half was thrown away, for the same reason. */
const nobodysKey: ClientKey = {
  alg: 'ES256',
  thumbprint: '',
  jwk: {
    kty: 'EC',
    crv: 'P-256',
    x: 'VnKuNwJaLlveRGCUHNgli-vrgvYAfVNwhaGOMYAdo6k',
    y: 'qHOkft1jIrayeAikS6Q8RtwNavL7dyjvss7Qk_bq9Ro',
  },
}

async function isAssertionProved(
  { clientId, assertion }: { clientId: string; assertion: string },
  row: ClientRow | null,
  issuer: string,
): Promise<boolean> {
  const keys = readStoredKeys(row?.publicKeys ?? null)
  const expected = { clientId, issuer, now: runtime().clock.now() }
  const proved = await proveAssertion(assertion, keys.length > 0 ? keys : [nobodysKey], expected)
  return keys.length > 0 && proved !== null && (await spendOnce(proved))
}
