import { describe, expect, test } from 'vitest'
import { readCode } from '@/app/(console)/help/_parts/code-param'
import { answerText, isReferenceShown } from '@/app/(console)/tenants/[tenantId]/runs/[runId]/_parts/answer-text'
import { evidenceOfRefusal } from '@/lib/microsoft/evidence'
import { failureFromGraphError, failureFromTokenError } from '@/lib/microsoft/failures'

const at = '2026-11-21T10:00:00.000Z'

const blocked = failureFromTokenError(
  { error: 'invalid_grant', error_codes: [53003], trace_id: 'trace-1', correlation_id: 'correlation-1' },
  400,
  { at },
)

describe('Microsoft’s answer as text for a ticket', () => {
  test('names call, code, full time, trace and correlation id', () => {
    const evidence = [evidenceOfRefusal({ call: 'POST /oauth2/v2.0/token' }, blocked)]
    const text = answerText({ evidence, reference: null })
    expect(text).toContain('POST /oauth2/v2.0/token → 400 AADSTS53003')
    expect(text).toMatch(/21 Nov\w* 2026.*10:00:00 UTC/)
    expect(text).toContain('trace trace-1')
    expect(text).toContain('correlation correlation-1')
  })

  test('says the ids once: the reference only where no line carries them', () => {
    const evidence = [evidenceOfRefusal({ call: 'POST /oauth2/v2.0/token' }, blocked)]
    const reference = `trace trace-1 · correlation correlation-1 · ${at}`
    expect(isReferenceShown({ evidence, reference })).toBe(true)
    expect(answerText({ evidence, reference }).split('trace-1')).toHaveLength(2)
    expect(answerText({ evidence: [], reference })).toBe(reference)
  })

  test('an answer without a code of its own still names what we call it', () => {
    const silence = { ...failureFromGraphError({}, 503, null, at), status: null, code: 'Timeout' }
    expect(answerText({ evidence: [evidenceOfRefusal({ call: 'GET /users' }, silence)], reference: null })).toContain(
      'Timeout',
    )
  })
})

describe('a code in an address', () => {
  test.each([
    ['AADSTS53003', 'AADSTS53003'],
    ['HTTP%20503', 'HTTP 503'],
    ['Authorization_RequestDenied', 'Authorization_RequestDenied'],
    ['%3Cscript%3E', 'script'],
    ['%E0%A4%A', 'E0A4A'],
  ])('%s is read as %s', (segment, code) => {
    expect(readCode(segment)).toBe(code)
  })

  test('is never longer than a line', () => {
    expect(readCode('x'.repeat(500))).toHaveLength(80)
  })
})
