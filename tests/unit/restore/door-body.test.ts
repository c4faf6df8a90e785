import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDoorBody } from '@/lib/restore/door-body'

const form = 'application/x-www-form-urlencoded'
const grant = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

function fieldsOf(text: string, type = form) {
  const body = readDoorBody(type, text)
  return body.ok ? Object.fromEntries(body.fields) : body
}

/** As backup software holds it: any text of Microsoft's, `&`, `=`, `+`, `%` and quotes included. */
const assertions = fc
  .record({
    token_type: fc.constant('Bearer'),
    access_token: fc.string(),
    refresh_token: fc.string(),
    scope: fc.string(),
  })
  .map((value) => JSON.stringify(value))

describe('what a caller sends', () => {
  test('is the same assertion, raw as the guide of backup software prints it or percent-encoded', () => {
    fc.assert(
      fc.property(assertions, (assertion) => {
        const wanted = { grant_type: grant, client_id: 'abc.onmicrosoft.com', assertion }
        expect(fieldsOf(`grant_type=${grant}&client_id=abc.onmicrosoft.com&assertion=${assertion}`)).toEqual(wanted)
        expect(fieldsOf(`assertion=${assertion}&grant_type=${grant}&client_id=abc.onmicrosoft.com`)).toEqual(wanted)
        expect(fieldsOf(new URLSearchParams(wanted).toString())).toEqual(wanted)
        expect(fieldsOf(JSON.stringify(wanted), 'application/json; charset=utf-8')).toEqual(wanted)
      }),
    )
  })

  test('may be JSON with the assertion as an object', () => {
    const body = { grant_type: grant, assertion: { access_token: 'a' }, disable_antiforgery_token: true }
    expect(fieldsOf(JSON.stringify(body), 'application/json')).toEqual({
      grant_type: grant,
      assertion: '{"access_token":"a"}',
      disable_antiforgery_token: 'true',
    })
  })

  test.each([
    ['grant_type=a&grant_type=b', form, 400],
    ['assertion={"a":1}&assertion=b', form, 400],
    ['{"grant_type":', 'application/json', 400],
    ['[]', 'application/json', 400],
    ['grant_type=a', 'text/plain', 415],
    ['x'.repeat(70_000), form, 413],
  ])('is refused in words: %.40s', (text, type, status) => {
    expect(fieldsOf(text, type)).toMatchObject({ ok: false, status, why: expect.stringMatching(/\.$/) as string })
  })

  test('never breaks the reader', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(form, 'application/json', ''), (text, type) => {
        expect(readDoorBody(type, text)).toHaveProperty('ok')
      }),
    )
  })
})
