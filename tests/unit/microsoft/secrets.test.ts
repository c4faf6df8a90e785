import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { describeCall } from '@/lib/microsoft/evidence'
import { Hidden, redactTokens } from '@/lib/microsoft/secrets'
import { AppToken, DelegatedToken } from '@/lib/microsoft/tokens'

const canary = 'canary-3f9c2d'

describe.each([
  ['a hidden value', () => new Hidden(canary)],
  ['a delegated token', () => new DelegatedToken(canary, '2026-11-21T10:00:00Z')],
  ['an application token', () => new AppToken(canary, '2026-11-21T10:00:00Z', null)],
])('%s', (_name, make) => {
  test('shows itself to nothing that prints', () => {
    const secret = make()
    const shown = [
      inspect(secret),
      inspect({ nested: { secret } }, { depth: 9, showHidden: true }),
      JSON.stringify({ secret }),
      String(secret),
      Object.entries(secret).join(),
      inspect(structuredClone(Object.fromEntries(Object.entries(secret)))),
    ]
    for (const text of shown) expect(text).not.toContain(canary)
    expect(secret.reveal()).toBe(canary)
  })

  test('is of no use after it was dropped', () => {
    const secret = make()
    secret.drop()
    secret.drop()
    expect(() => secret.reveal()).toThrow(/dropped/)
  })
})

test('whatever looks like a token is cut out of a text', () => {
  expect(redactTokens('a eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.abc b')).toBe('a [redacted] b')
})

describe('evidence of a call', () => {
  test('shortens identifiers in the middle and shows no filter', () => {
    const url = new URL(
      "https://graph.microsoft.com/v1.0/applications/11112222-3333-4444-5555-666677778888/addKey?$filter=mail eq 'a@b'",
    )
    expect(describeCall('POST', url)).toBe('POST /applications/11112222…8888/addKey')
  })

  test('keeps how many were asked for', () => {
    expect(describeCall('GET', new URL('https://graph.microsoft.com/v1.0/users?$top=1&$select=id'))).toBe(
      'GET /users?$top=1',
    )
  })
})
