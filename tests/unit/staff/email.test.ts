import { describe, expect, test } from 'vitest'
import { readEmail } from '@/lib/staff/email'

describe('a mail address', () => {
  test('has one form, however it was typed', () => {
    expect(readEmail('  Marta.Ruiz@Relecloud.Example ')).toBe('marta.ruiz@relecloud.example')
  })

  test.each([
    ['a full-width at sign', 'marta＠relecloud.example'],
    ['a full-width letter', 'ｍarta@relecloud.example'],
    ['a ligature', 'ﬁnance@relecloud.example'],
    ['a second at sign', 'marta@evil.example@relecloud.example'],
    ['a line break', 'marta@relecloud.example\nbcc: x@evil.example'],
    ['no domain', 'marta'],
    ['nothing', ''],
    ['255 characters', `${'a'.repeat(250)}@x.example`],
  ])('with %s is none', (_name, typed) => {
    expect(readEmail(typed)).toBeNull()
  })
})
