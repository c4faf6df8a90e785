import { generateKeyPairSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { createLog, redact, type LogFields } from '@/lib/log'

function recorded() {
  const lines: string[] = []
  return { log: createLog((line) => lines.push(line), 'debug'), lines, text: () => lines.join('') }
}

describe('log', () => {
  test('a field that is not named in the list is not written', () => {
    const { log, text } = recorded()
    log.info('connected', { tenantId: 't-1', headers: { authorization: 'Bearer x' } } as LogFields)
    expect(JSON.parse(text())).toMatchObject({ msg: 'connected', tenantId: 't-1' })
    expect(text()).not.toMatch(/headers|Bearer/)
  })

  test('a reported error shows its chain of causes and none of the request that it carries', () => {
    const { log, text } = recorded()
    const refused = Object.assign(new Error('refused'), {
      code: 'ECONNREFUSED',
      config: { headers: { cookie: 'canary' } },
    })
    log.report(new Error('could not connect', { cause: refused }), { runId: 'r-1' })
    const line = JSON.parse(text()) as { causes: { message: string; code?: string }[]; runId: string }
    expect(line.causes.map((cause) => [cause.message, cause.code])).toEqual([
      ['could not connect', undefined],
      ['refused', 'ECONNREFUSED'],
    ])
    expect(line.runId).toBe('r-1')
    expect(text()).not.toContain('canary')
  })

  test('a chain of causes that bites its own tail ends', () => {
    const { log, lines } = recorded()
    const error = new Error('round')
    error.cause = error
    log.report(error)
    expect(lines).toHaveLength(1)
  })

  test.each([['text'], [undefined], [null], [42], [{ message: 'plain object' }]])('%j can be reported', (thrown) => {
    const { log, lines } = recorded()
    log.report(thrown)
    expect(lines).toHaveLength(1)
  })
})

describe('the last wall', () => {
  test('a signed token does not pass, wherever it stands', async () => {
    const token = await new SignJWT({ oid: 'x' }).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32))
    const { log, text } = recorded()
    log.error(`Microsoft said ${token}`)
    log.report(new Error(`bad ${token}`))
    for (const part of token.split('.').slice(1)) expect(text()).not.toContain(part)
  })

  test('a private key in PEM does not pass, also cut off', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const { log, text } = recorded()
    log.error(pem)
    log.report(new Error(pem.repeat(2)))
    for (const line of pem.split('\n').slice(1, 3)) expect(text()).not.toContain(line.slice(0, 40))
  })

  test('the password of a database address and opaque credentials do not pass', () => {
    expect(redact('postgresql://latchkey:canary@localhost/x')).toBe('postgresql://latchkey:[redacted]@localhost/x')
    expect(redact(`device code GAB${'x9_-'.repeat(30)} ends`)).toBe('device code [redacted] ends')
  })

  test('ordinary lines and stack frames pass unchanged', () => {
    const line =
      'at run (/srv/latchkey/node_modules/pg/lib/a-file-with-a-very-long-name/and-another-one.js:1:2) 3f1c2b4d-aaaa-bbbb-cccc-0123456789ab'
    expect(redact(line)).toBe(line)
  })
})
