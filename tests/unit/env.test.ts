import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readSettings, settingsSchema, type Settings } from '@/lib/env'

const names = Object.keys(settingsSchema.shape)

describe('settings', () => {
  test('nothing has to be set', () => {
    const settings = readSettings({})
    expect(settings).toMatchObject({ PORT: 3000, HOST: '127.0.0.1', PRACTICE: 'on', home: path.resolve('.latchkey') })
    expect(settings.DATABASE_URL).toBeUndefined()
  })

  test('an empty value is the default', () => {
    expect(readSettings({ PORT: '', PUBLIC_URL: '' })).toEqual(readSettings({}))
  })

  test.each([
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['PUBLIC_URL', 'latchkey.example.com'],
    ['PUBLIC_URL', 'ftp://latchkey.example.com'],
    ['DATABASE_URL', 'mysql://x'],
    ['DATABASE_URL', 'postgres://a b c'],
    ['DATABASE_URL', 'postgres://'],
    ['DATABASE_URL', 'postgresql:///latchkey'],
    ['DATABASE_URL', 'postgresql://user:password@host:99999/latchkey'],
    ['DATABASE_URL', 'postgresql://user:12/34@host/latchkey'],
    ['DATABASE_URL', 'postgresql://user:12#34@host/latchkey'],
    ['DATABASE_URL', 'postgresql://user:50%@host/latchkey'],
    ['DATABASE_URL', 'host=localhost dbname=latchkey'],
    ['AUTH_SECRET', 'short'],
    ['PRACTICE', 'maybe'],
    ['LOG_LEVEL', 'loud'],
    ['LEASE_SECONDS', '0'],
    ['INVITATION_HOURS', '73'],
    ['SSO_ISSUER', 'http://login.example'],
    ['SSO_ISSUER', 'http://localhost.evil.example'],
    ['SSO_ISSUER', 'https://login.microsoftonline.com/common/v2.0'],
    ['SSO_ISSUER', 'https://login.microsoftonline.com/organizations/v2.0'],
    ['SSO_ISSUER', 'login.microsoftonline.com'],
    ['SSO_CLIENT_SECRET', 'short'],
    ['SSO_CLIENT_ID', 'two words'],
    ['SSO_ROLE_CLAIM', 'my roles'],
    ['SSO_ROLES', 'boss=Everybody'],
    ['SSO_ROLES', 'owner'],
    ['SSO_ROLES', 'owner=a,,operator=b'],
  ])('%s=%s is refused with the name, the shape and the mend', (name, value) => {
    const shape = (settingsSchema.shape as Record<string, { description?: string }>)[name]?.description
    expect(() => readSettings({ [name]: value })).toThrow(`${name}: this value does not work`)
    expect(() => readSettings({ [name]: value })).toThrow(`Set it to ${shape}`)
  })

  test.each([
    'postgres://host',
    'postgresql://user:p%40ss%2Fword@db.provider.example:5432/latchkey?sslmode=verify-full&sslrootcert=/etc/ca.pem',
    'postgresql://user:p@ss@[2001:db8::1]:5433/latchkey',
    'postgresql:///latchkey?host=/run/postgresql',
    'postgresql://latchkey:secret@localhost/latchkey?host=%2Fhome%2Fsome%20body%2Fpostgres%2Frun',
    'postgresql://user@%2Frun%2Fpostgresql/latchkey',
  ])('a database may be at %s', (DATABASE_URL) => {
    expect(readSettings({ DATABASE_URL })).toMatchObject({ DATABASE_URL })
  })

  test('every wrong value is named at once, and none is repeated in the message', () => {
    const DATABASE_URL = 'postgres://user:canary-secret/1@host/x'
    const refuse = () => readSettings({ PORT: 'x', AUTH_SECRET: 'canary-secret', LOG_LEVEL: 'loud', DATABASE_URL })
    expect(refuse).toThrow(/PORT[^]*DATABASE_URL[^]*AUTH_SECRET[^]*LOG_LEVEL/)
    expect(refuse).not.toThrow('canary-secret')
  })

  test.each(['SSO_ISSUER', 'SSO_CLIENT_ID', 'SSO_CLIENT_SECRET'])(
    'half a provider, without %s, is refused',
    (missing) => {
      const whole = {
        SSO_ISSUER: 'https://login.microsoftonline.com/7a0c6a40-6f0e-4f0b-9a57-0f6f9f1f4a11/v2.0',
        SSO_CLIENT_ID: 'latchkey',
        SSO_CLIENT_SECRET: 'canary-secret',
      }
      expect(readSettings(whole)).toMatchObject({ SSO_NAME: 'Microsoft', SSO_ROLE_CLAIM: 'roles' })
      const refuse = () => readSettings({ ...whole, [missing]: '' })
      expect(refuse).toThrow(new RegExp(`^${missing}: it is missing beside SSO_`))
      expect(refuse).not.toThrow('canary-secret')
    },
  )

  test('an issuer on this machine may be plain http', () => {
    const sso = { SSO_CLIENT_ID: 'latchkey', SSO_CLIENT_SECRET: 'not-a-secret' }
    for (const SSO_ISSUER of ['http://127.0.0.1:4000', 'http://localhost:4000/realm', 'http://[::1]']) {
      expect(readSettings({ ...sso, SSO_ISSUER }).SSO_ISSUER).toBe(SSO_ISSUER)
    }
  })

  test('every number says that it is one, and gives an example', () => {
    const refusal = (name: string) => {
      try {
        return String(readSettings({ [name]: 'x' })[name as keyof Settings])
      } catch (error) {
        return (error as Error).message
      }
    }
    const numbers = names.map(refusal).filter((said) => said.includes('expected number'))
    expect(numbers.length).toBeGreaterThan(10)
    expect(numbers.filter((said) => !/Set it to a (port |whole )?number\b/.test(said))).toEqual([])
    expect(refusal('STALE_PATIENCE_SECONDS')).toContain('Set it to a number above 0, such as 240 (how long')
    expect(refusal('CHECK_HOURS')).toContain('Set it to a number above 0, at most 24, such as 6 (hours between')
  })

  test('every setting says what to set it to', () => {
    for (const name of names) {
      expect((settingsSchema.shape as Record<string, { description?: string }>)[name]?.description, name).toBeTruthy()
    }
  })

  test('.env.example lists every setting, no other, and its values are the defaults', () => {
    const lines = readFileSync('.env.example', 'utf8').split('\n')
    const listed = lines.flatMap((line) => /^(?:# )?([A-Z_]+)=(.*)$/.exec(line)?.slice(1, 3) ?? [])
    const pairs = Array.from({ length: listed.length / 2 }, (_, index) => listed.slice(index * 2, index * 2 + 2))
    expect(pairs.map(([name]) => name).sort()).toEqual([...names].sort())
    const active = lines.filter((line) => /^[A-Z_]+=/.test(line)).map((line) => line.split('=') as [string, string])
    expect(readSettings(Object.fromEntries(active))).toEqual(readSettings({}))
  })
})
