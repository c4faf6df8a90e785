import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTryLimiter, signInLimits, type TryLimits } from '@/lib/staff/limits'
import { hashOfNobody, hashPassword } from '@/lib/staff/password'
import { readSession } from '@/lib/staff/sessions'
import { signIn } from '@/lib/staff/sign-in'
import { freshDatabase, type FreshDatabase } from '@/tests/support/database'

let fresh: FreshDatabase
let nobody: string
let operatorId: string
const now = new Date('2027-03-01T08:00:00Z')
const email = 'marta@relecloud.example'
const password = 'harbour violet nineteen'

beforeAll(async () => {
  fresh = await freshDatabase()
  nobody = await hashOfNobody()
  const data = { name: 'Marta', email, role: 'owner', passwordHash: await hashPassword(password) }
  operatorId = (await fresh.db.operator.create({ data })).id
})
afterAll(() => fresh.close())
beforeEach(async () => {
  await fresh.db.operator.updateMany({ data: { disabledAt: null } })
})

function desk(limits: TryLimits = signInLimits) {
  const parts = { now, limiter: createTryLimiter(limits), hashOfNobody: nobody }
  return (given: { email?: string; password?: string; address?: string | null }) =>
    signIn(fresh.db, { email, password, address: null, ...given }, parts)
}

describe('sign-in', () => {
  test('the right password makes a new session of that operator', async () => {
    const outcome = await desk()({ email: '  MARTA@relecloud.example' })
    if (outcome.status !== 'signed-in') throw new Error(outcome.status)
    const actor = await readSession(fresh.db, outcome.sessionId, { now, idleMinutes: 30, hours: 12 })
    expect(actor?.id).toBe(operatorId)
  })

  test('an unknown address, a wrong password, no address at all and a disabled operator get the same answer', async () => {
    const ask = desk()
    const answers = [
      await ask({ email: 'nobody@relecloud.example' }),
      await ask({ password: 'harbour violet twenty' }),
      await ask({ email: 'not an address' }),
      await ask({ email: 'marta＠relecloud.example' }),
    ]
    await fresh.db.operator.updateMany({ data: { disabledAt: now } })
    answers.push(await ask({}))
    for (const answer of answers) expect(answer).toEqual({ status: 'refused' })
  })

  test('ten wrong tries make one account wait, and no other', async () => {
    const ask = desk()
    for (let n = 0; n < 10; n++) expect(await ask({ password: `wrong ${n}` })).toEqual({ status: 'refused' })
    const outcome = await ask({})
    if (outcome.status !== 'wait') throw new Error(outcome.status)
    expect(outcome.seconds).toBeGreaterThan(0)
    expect(outcome.seconds).toBeLessThanOrEqual(900)
    expect(await ask({ email: 'other@relecloud.example' })).toEqual({ status: 'refused' })
  })

  test('the right password gives the tries back', async () => {
    const ask = desk()
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 9; n++) await ask({ password: `wrong ${n}` })
      expect((await ask({})).status).toBe('signed-in')
    }
  })

  test('one address that guesses at many accounts waits; another address does not', async () => {
    const ask = desk()
    for (let n = 0; n < 20; n++) await ask({ email: `user${n}@relecloud.example`, address: '203.0.113.7' })
    expect((await ask({ address: '203.0.113.7' })).status).toBe('wait')
    expect((await ask({ address: '203.0.113.8' })).status).toBe('signed-in')
  })

  test('10,000 guesses at one account from ever new addresses cost at most 100 hash evaluations', async () => {
    const ask = desk()
    const guesses = Array.from({ length: 10_000 }, (_, n) =>
      ask({ password: `guess ${n}`, address: `198.51.100.${n}` }),
    )
    const outcomes = await Promise.all(guesses)
    expect(outcomes.filter(({ status }) => status === 'signed-in')).toHaveLength(0)
    expect(outcomes.filter(({ status }) => status === 'refused').length).toBeLessThanOrEqual(100)
  })

  test('10,000 guesses at 10,000 accounts cost at most 100 hash evaluations', async () => {
    const ask = desk()
    let evaluated = 0
    for (let n = 0; n < 10_000; n++) {
      const { status } = await ask({ email: `user${n}@relecloud.example`, address: `198.51.100.${n}` })
      if (status === 'refused') evaluated++
    }
    expect(evaluated).toBeGreaterThan(0)
    expect(evaluated).toBeLessThanOrEqual(100)
  })

  test('nobody is locked out for good: a quarter of an hour later the right password works', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      const ask = desk()
      for (let n = 0; n < 200; n++) await ask({ password: `wrong ${n}`, email: n % 2 ? email : `user${n}@x.example` })
      const outcome = await ask({})
      if (outcome.status !== 'wait') throw new Error(outcome.status)
      vi.setSystemTime(Date.now() + outcome.seconds * 1000)
      expect(outcome.seconds).toBeLessThanOrEqual(900)
      expect((await ask({})).status).toBe('signed-in')
    } finally {
      vi.useRealTimers()
    }
  })
})
