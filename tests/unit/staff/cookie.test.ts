import { afterEach, describe, expect, test } from 'vitest'
import { decode, encode } from 'next-auth/jwt'
import { openSessionId, sealSessionId, sessionCookie } from '@/app/_edge/cookie'
import { readSettings } from '@/lib/env'
import { installRuntime, type Runtime } from '@/lib/runtime'

const secret = 'a secret for this test that is long enough'

/** The cookie needs settings and nothing else of the runtime. */
function withSettings(source: Record<string, string>): void {
  installRuntime({ settings: readSettings({ AUTH_SECRET: secret, ...source }) } as Runtime)
}

afterEach(() => {
  installRuntime(undefined)
})

describe('the session cookie', () => {
  test('is tied to host and https where the portal is served over https', () => {
    withSettings({ PUBLIC_URL: 'https://latchkey.example' })
    const { name, options } = sessionCookie()
    expect(name).toMatch(/^__Host-/)
    expect(options).toEqual({ httpOnly: true, sameSite: 'lax', path: '/', secure: true })
  })

  test('works on plain http, still out of reach of scripts', () => {
    withSettings({})
    const { name, options } = sessionCookie()
    expect(name).not.toMatch(/^__/)
    expect(options).toEqual({ httpOnly: true, sameSite: 'lax', path: '/', secure: false })
  })

  test('carries the session id and nothing about the person', async () => {
    withSettings({ SESSION_HOURS: '12' })
    const token = await decode({ token: await sealSessionId('the-id'), secret })
    expect(Object.keys(token ?? {}).sort()).toEqual(['exp', 'iat', 'jti', 'sid'])
    expect(token?.['sid']).toBe('the-id')
  })

  test('does not show the id to who has the cookie only', async () => {
    withSettings({})
    const sealed = await sealSessionId('the-id')
    const parts = sealed.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'))
    expect(parts.join()).not.toContain('the-id')
    expect(await openSessionId(sealed)).toBe('the-id')
  })

  test.each([
    ['nothing', async () => undefined],
    ['plain text', async () => 'the-id'],
    ['another secret', () => encode({ token: { sid: 'the-id' }, secret: 'another secret, also long enough' })],
    ['no id', () => encode({ token: { name: 'Marta' }, secret })],
    ['a time that is over', () => encode({ token: { sid: 'the-id' }, secret, maxAge: -60 })],
  ])('made of %s opens nothing', async (_name, make) => {
    withSettings({})
    expect(await openSessionId(await make())).toBeNull()
  })
})
