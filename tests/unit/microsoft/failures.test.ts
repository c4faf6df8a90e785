import { describe, expect, test } from 'vitest'
import { explanations } from '@/lib/microsoft/explanations/catalogue'
import {
  explainFailure,
  failureFromGraphError,
  failureFromTokenError,
  GraphError,
  isGraphError,
  mayStillSpread,
  retryAfter,
} from '@/lib/microsoft/failures'

const at = '2026-11-21T10:00:00.000Z'

function entra(number: number, error: string, extra: object = {}) {
  return {
    error,
    error_description: `AADSTS${String(number)}: Something happened. Trace ID: 11112222-3333-4444-5555-666677778888 Correlation ID: 1 Timestamp: 2026-11-21 10:00:00Z`,
    error_codes: [number],
    trace_id: '11112222-3333-4444-5555-666677778888',
    correlation_id: '99998888-7777-6666-5555-444433332222',
    ...extra,
  }
}

function graph(code: string, details: string[] = []) {
  return {
    error: {
      code,
      message: 'It went wrong.',
      details: details.map((detail) => ({ code: detail, message: '', target: '' })),
      innerError: { date: '2026-11-21T10:00:00', 'request-id': 'r-1', 'client-request-id': 'c-1' },
    },
  }
}

describe('a refusal of the token service', () => {
  test.each([
    [53003, 'invalid_grant', 400, 'blocked-by-policy'],
    [530033, 'invalid_grant', 400, 'blocked-by-policy'],
    [50076, 'invalid_grant', 400, 'mfa-needed'],
    [50020, 'invalid_request', 400, 'foreign-account'],
    [70020, 'expired_token', 400, 'expired'],
    [70019, 'expired_token', 400, 'expired'],
    [70018, 'bad_verification_code', 400, 'expired'],
    [65004, 'invalid_grant', 400, 'declined'],
    [90002, 'invalid_tenant', 400, 'tenant-unknown'],
    [90038, 'invalid_tenant', 400, 'tenant-unknown'],
    [700016, 'unauthorized_client', 400, 'application-missing'],
    [7000229, 'invalid_client', 401, 'application-missing'],
    [7000112, 'unauthorized_client', 400, 'application-disabled'],
    [700027, 'invalid_client', 401, 'token-refused'],
    [700024, 'invalid_client', 401, 'clock'],
    [500011, 'invalid_resource', 400, 'resource-missing'],
    [65002, 'invalid_request', 400, 'not-allowed'],
    [50196, 'invalid_grant', 400, 'throttled'],
    [999999, 'invalid_grant', 400, 'token-refused'],
    [53003, 'invalid_grant', 429, 'throttled'],
    [53003, 'invalid_grant', 503, 'unavailable'],
  ] as const)('%i with %s and %i is of kind %s', (number, error, status, kind) => {
    const failure = failureFromTokenError(entra(number, error), status)
    expect(failure.kind).toBe(kind)
    expect(failure.code).toBe(`AADSTS${String(number)}`)
  })

  test('without a number keeps the name of the error as its code', () => {
    const body = {
      error: 'authorization_declined',
      error_description: 'The end user denied the authorization request.',
    }
    expect(failureFromTokenError(body, 400)).toMatchObject({ code: 'authorization_declined', kind: 'declined' })
  })

  test('code_expired of the old endpoint is an expiry too', () => {
    expect(failureFromTokenError({ error: 'code_expired' }, 400).kind).toBe('expired')
  })

  test('takes the number out of the description when the list of codes is missing', () => {
    const body = { error: 'invalid_grant', error_description: 'AADSTS53003: Blocked.\r\nTrace ID: x' }
    expect(failureFromTokenError(body, 400)).toMatchObject({ code: 'AADSTS53003', message: 'Blocked.' })
  })

  test('names the policies that block, and keeps the ids that support asks for', () => {
    const claims = '{"access_token":{"capolids":{"essential":true,"values":["0a1b2c3d-0000-4000-8000-000000000001"]}}}'
    expect(failureFromTokenError(entra(53003, 'invalid_grant', { claims }), 400)).toMatchObject({
      policyIds: ['0a1b2c3d-0000-4000-8000-000000000001'],
      traceId: '11112222-3333-4444-5555-666677778888',
      correlationId: '99998888-7777-6666-5555-444433332222',
      message: 'Something happened.',
    })
  })

  test.each([undefined, null, '', 'text', 7, [], { error: 12 }, { claims: '{' }])('survives the body %j', (body) => {
    expect(failureFromTokenError(body, 502)).toMatchObject({ kind: 'unavailable', policyIds: [] })
  })

  test('never carries a token that an answer happened to quote', () => {
    const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'
    const failure = failureFromTokenError({ error: 'x', error_description: `bad ${token}` }, 400)
    expect(JSON.stringify(failure)).not.toContain('eyJ')
  })
})

describe('a refusal of Graph', () => {
  test.each([
    ['Authorization_RequestDenied', [], 403, 'not-allowed'],
    ['Authorization_IdentityNotFound', [], 403, 'spreading'],
    ['Request_BadRequest', ['NoBackingApplicationObject'], 400, 'spreading'],
    ['Request_BadRequest', ['KeyNotUpdatable'], 400, 'invalid'],
    ['Request_BadRequest', [], 400, 'invalid'],
    ['Request_ResourceNotFound', [], 404, 'not-found'],
    ['Request_MultipleObjectsWithSameKeyValue', ['ObjectConflict'], 409, 'exists-already'],
    ['Request_MultipleObjectsWithSameKeyValue', [], 400, 'exists-already'],
    ['CredentialInvalidLifetimeAsPerAppPolicy', ['InvalidKeyEndDate'], 400, 'key-lifetime-policy'],
    ['CredentialTypeNotAllowedAsPerAppPolicy', [], 400, 'key-type-policy'],
    ['KeyCredentialsInvalidEndDate', [], 400, 'invalid'],
    ['Authentication_MissingOrMalformed', [], 401, 'token-refused'],
    ['InvalidAuthenticationToken', [], 401, 'token-refused'],
    ['Directory_ConcurrencyViolation', [], 409, 'concurrency'],
    ['TooManyRequests', [], 429, 'throttled'],
    ['UnknownError', [], 429, 'throttled'],
    ['serviceNotAvailable', [], 503, 'unavailable'],
    ['UnknownError', [], 504, 'unavailable'],
    ['SomethingNew', [], 418, 'other'],
  ] as const)('%s %j with %i is of kind %s', (code, details, status, kind) => {
    expect(failureFromGraphError(graph(code, [...details]), status, null)).toMatchObject({ code, kind, traceId: 'r-1' })
  })

  test('in a form that is not Graph’s is known by its status', () => {
    const failure = failureFromGraphError('<html>', 502, new Headers({ 'request-id': 'r-2' }))
    expect(failure).toMatchObject({ code: 'HTTP 502', kind: 'unavailable', traceId: 'r-2' })
  })
})

describe('Retry-After', () => {
  test.each([
    ['7', 7],
    ['0', 0],
    ['Sat, 21 Nov 2026 10:00:30 GMT', 30],
    ['Sat, 21 Nov 2026 09:00:00 GMT', 0],
    ['soon', null],
    ['-4', null],
  ])('%s means %j seconds', (value, seconds) => {
    expect(retryAfter(new Headers({ 'retry-after': value }), at)).toBe(seconds)
  })
})

describe('explanations', () => {
  test('cover at least 25 codes, each with all four answers', () => {
    expect(Object.keys(explanations).length).toBeGreaterThanOrEqual(25)
    for (const { meaning, cause, remedy, who } of Object.values(explanations)) {
      for (const text of [meaning, cause, remedy, who]) expect(text.length).toBeGreaterThan(2)
    }
  })

  test('a code that we do not know is not explained away', () => {
    expect(explainFailure(failureFromTokenError(entra(123456, 'unheard_of'), 400))).toBeNull()
  })

  test('throttling is explained whatever its code', () => {
    expect(explainFailure(failureFromGraphError({}, 429, null))?.who).toContain('passes by itself')
  })
})

test('an unknown key may still be spreading; a policy that blocks may not', () => {
  expect(mayStillSpread(failureFromTokenError(entra(700027, 'invalid_client'), 401))).toBe(true)
  expect(mayStillSpread(failureFromTokenError(entra(53003, 'invalid_grant'), 400))).toBe(false)
})

test('a Graph error is known by its brand, wherever the class came from', () => {
  const error = new GraphError(failureFromGraphError(graph('x'), 404, null))
  expect(isGraphError(error)).toBe(true)
  expect(isGraphError(new Error('x'))).toBe(false)
  expect(isGraphError(null)).toBe(false)
})
