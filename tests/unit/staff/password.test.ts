import { describe, expect, test } from 'vitest'
import { hashOfNobody, hashPassword, isPassword, refusePassword } from '@/lib/staff/password'

const good = 'harbour violet nineteen'
const shape = /^\$argon2id\$v=19\$m=47104,t=1,p=1\$/

describe('a new password', () => {
  test.each([
    ['eleven characters', 'abcdefghi j', /11 characters and needs 12/],
    ['a common word with digits', 'password1234', /tried first/],
    ['a common word with signs around it', '!!!Administrator!!!', /tried first/],
    ['a common word twice', 'sunshinesunshine', /tried first/],
    ['a row of keys', 'qwertyuiopasdfghjkl', /tried first/],
    ['four different characters', 'abcdabcdabcdabcd', /repeats/],
    ['full-width letters that fold into a common word', 'ｐａｓｓｗｏｒｄ１２３４', /tried first/],
    ['more than 256 characters', `${good} `.repeat(20), /longer than 256/],
  ])('%s is refused with the mend', (_name, password, reason) => {
    expect(refusePassword(password)).toMatch(reason)
  })

  test.each([
    good,
    'dépêche-moi le café',
    'пароль для резервных копий',
    '鍵は玄関の植木鉢の下にあるよ',
    'x7!kQ#9vTz2&',
  ])('%s is taken', (password) => {
    expect(refusePassword(password)).toBeNull()
  })

  test('length counts characters, not the units that store them', () => {
    expect(refusePassword('🔑🗝️🚪🏠🌙')).toMatch(/needs 12/)
  })
})

describe('a stored password', () => {
  test('is argon2id with 46 MiB, one pass, one lane, and a salt of its own', async () => {
    const [first, second] = await Promise.all([hashPassword(good), hashPassword(good)])
    expect(first).toMatch(shape)
    expect(second).toMatch(shape)
    expect(first).not.toBe(second)
  })

  test('fits what was typed, however the keyboard composed it, and nothing else', async () => {
    const stored = await hashPassword('cafe\u0301 au lait du matin')
    expect(await isPassword('caf\u00e9 au lait du matin', stored)).toBe(true)
    expect(await isPassword('cafe au lait du matin', stored)).toBe(false)
  })

  test('that cannot be read fits nothing', async () => {
    expect(await isPassword(good, 'not a hash')).toBe(false)
  })

  test('is not compared with a megabyte', async () => {
    expect(await isPassword('x'.repeat(1_000_000), await hashPassword(good))).toBe(false)
  })

  test('the hash of nobody costs what a real one costs', async () => {
    const nobody = await hashOfNobody()
    expect(nobody).toMatch(shape)
    expect(nobody.length).toBe((await hashPassword(good)).length)
  })
})
