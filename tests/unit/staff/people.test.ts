import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { changePassword, endOtherSessions, endOwnSession, getAccount } from '@/lib/staff/account'
import { roles, type Actor } from '@/lib/staff/actor'
import { nameBrowser } from '@/lib/staff/browser-name'
import { signInHere, watchSessions, whoIs } from '@/lib/staff/desk'
import { changeRole, disablePerson, enablePerson, endSessionsOf, getPerson, getStaff } from '@/lib/staff/people'
import { openOffice, password, refusalOf, type Office } from './office'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())
afterEach(async () => {
  await office.db.operator.deleteMany()
})

async function signIn({ email }: Actor, secret = password): Promise<string> {
  const outcome = await signInHere({
    email,
    password: secret,
    address: null,
    agent: 'Mozilla/5.0 (X11; Linux) Firefox/1',
  })
  if (outcome.status !== 'signed-in') throw new Error(outcome.status)
  return outcome.sessionId
}

describe('disabling somebody', () => {
  test('ends their sessions at once, keeps them out, and can be taken back', async () => {
    const [marta, tunde] = [await office.hire('owner'), await office.hire('operator')]
    const sessions = [await signIn(tunde), await signIn(tunde)]
    await disablePerson(marta, tunde.id)
    for (const id of sessions) expect(await whoIs(id, true)).toBeNull()
    expect((await signInHere({ email: tunde.email, password, address: null })).status).toBe('refused')
    await enablePerson(marta, tunde.id)
    for (const id of sessions) expect(await whoIs(id, true)).toBeNull()
    expect(await whoIs(await signIn(tunde), true)).not.toBeNull()
    expect(await office.audit(tunde)).toEqual([
      ...['staff.signed-in', 'staff.signed-in', 'staff.disabled', 'staff.enabled', 'staff.signed-in'],
    ])
  })

  test('is told to whoever streams to them, once it is true; so is signing out elsewhere, and a new role', async () => {
    const [marta, tunde] = [await office.hire('owner'), await office.hire('operator')]
    const sessionId = await signIn(tunde)
    for (const act of [
      () => endSessionsOf(marta, tunde.id),
      () => changeRole(marta, tunde.id, 'auditor'),
      () => disablePerson(marta, tunde.id),
    ]) {
      let told: () => void = () => undefined
      const heard = new Promise<void>((resolve) => (told = resolve))
      const stop = await watchSessions(tunde, told)
      await act()
      await heard
      stop()
    }
    expect(await whoIs(sessionId, true)).toBeNull()
  })

  test('is not told to others', async () => {
    const [marta, tunde] = [await office.hire('owner'), await office.hire('operator')]
    const heard: string[] = []
    await watchSessions(marta, () => heard.push('marta'))
    let told: () => void = () => undefined
    const done = new Promise<void>((resolve) => (told = resolve))
    await watchSessions(tunde, told)
    await disablePerson(marta, tunde.id)
    await done
    expect(heard).toEqual([])
  })

  test('is refused for oneself', async () => {
    const [marta] = [await office.hire('owner'), await office.hire('owner')]
    expect((await refusalOf(disablePerson(marta, marta.id))).code).toBe('conflict')
  })
})

describe('the last owner', () => {
  test('cannot be disabled or made less, by nobody', async () => {
    const [marta, ines] = [await office.hire('owner'), await office.hire('owner')]
    await disablePerson(marta, ines.id)
    expect(await refusalOf(changeRole(marta, marta.id, 'manager'))).toMatchObject({
      code: 'conflict',
      say: 'This is the last owner. Make somebody else an owner first.',
    })
    expect((await refusalOf(disablePerson({ ...ines }, marta.id))).code).toBe('conflict')
    expect(await office.db.operator.count({ where: { role: 'owner', disabledAt: null } })).toBe(1)
  })

  test('is left when two owners take the role from each other at the same moment', async () => {
    const [marta, ines] = [await office.hire('owner'), await office.hire('owner')]
    const settled = await Promise.allSettled([
      changeRole(marta, ines.id, 'operator'),
      changeRole(ines, marta.id, 'operator'),
    ])
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await office.db.operator.count({ where: { role: 'owner' } })).toBe(1)
  })
})

describe('whom one may act on', () => {
  const acts = { disablePerson, enablePerson, endSessionsOf }

  test.each(Object.entries(acts))('%s: owners on everybody, managers on operators and auditors', async (_name, act) => {
    await office.hire('owner')
    const table: Record<string, string[]> = {}
    for (const role of roles) {
      table[role] = []
      for (const target of roles) {
        const [actor, person] = [await office.hire(role), await office.hire(target)]
        const done = await act(actor, person.id).then(
          () => true,
          () => false,
        )
        if (done) table[role].push(target)
      }
    }
    expect(table).toEqual({ owner: [...roles], manager: ['operator', 'auditor'], operator: [], auditor: [] })
  })

  test('a manager makes nobody a manager or an owner, also not themself', async () => {
    const [manager, tunde] = [await office.hire('manager'), await office.hire('operator')]
    for (const role of ['owner', 'manager'] as const) {
      expect((await refusalOf(changeRole(manager, tunde.id, role))).code).toBe('not_allowed')
      expect((await refusalOf(changeRole(manager, manager.id, role))).code).toBe('not_allowed')
    }
    await changeRole(manager, tunde.id, 'auditor')
    expect((await getPerson(manager, tunde.id)).role).toBe('auditor')
    expect(await office.audit(tunde)).toEqual(['staff.role-changed'])
  })

  test('operators see nobody; auditors see everybody', async () => {
    const [auditor, operator] = [await office.hire('auditor'), await office.hire('operator')]
    expect((await refusalOf(getStaff(operator))).code).toBe('not_allowed')
    expect((await refusalOf(getPerson(operator, auditor.id))).code).toBe('not_allowed')
    const { people, mayGive, mayRule } = await getStaff(auditor)
    expect(people).toHaveLength(2)
    expect({ mayGive, mayRule }).toEqual({ mayGive: [], mayRule: false })
    expect((await refusalOf(getPerson(auditor, 'nobody'))).code).toBe('not_found')
  })
})

describe('one’s own account', () => {
  test('a new password needs the old one and ends every other session', async () => {
    const marta = await office.hire('owner')
    const [sessionId, other] = [await signIn(marta), await signIn(marta)]
    const change = (old: string, next: string) => changePassword(marta, { sessionId, old, next })
    expect(await refusalOf(change('not it', 'lantern gravel october'))).toMatchObject({ field: 'old' })
    expect(await refusalOf(change(password, 'short'))).toMatchObject({ field: 'next' })
    await change(password, 'lantern gravel october')
    expect(await whoIs(sessionId, true)).not.toBeNull()
    expect(await whoIs(other, true)).toBeNull()
    await signIn(marta, 'lantern gravel october')
    expect((await signInHere({ email: marta.email, password, address: null })).status).toBe('refused')
    expect(await office.audit(marta)).toContain('staff.password-changed')
  })

  test('guessing the old one ends in a wait', async () => {
    const marta = await office.hire('owner')
    const sessionId = await signIn(marta)
    const guess = () => refusalOf(changePassword(marta, { sessionId, old: 'guess', next: 'lantern gravel october' }))
    for (let n = 0; n < 10; n++) expect((await guess()).code).toBe('invalid_input')
    expect((await guess()).code).toBe('too_many_tries')
  })

  test('shows one’s own live sessions by name, and ends one or all others', async () => {
    const [marta, tunde] = [await office.hire('owner'), await office.hire('operator')]
    const [own, second, third] = [await signIn(marta), await signIn(marta), await signIn(marta)]
    const foreign = await signIn(tunde)
    const { sessions } = await getAccount(marta, own)
    expect(sessions.map(({ browser, way, own: mine }) => [browser, way, mine]).sort()).toEqual([
      ['Firefox on Linux', 'password', false],
      ['Firefox on Linux', 'password', false],
      ['Firefox on Linux', 'password', true],
    ])
    expect(JSON.stringify(sessions)).not.toContain(own)
    for (const { handle } of (await getAccount(tunde, foreign)).sessions) await endOwnSession(marta, handle)
    expect(await whoIs(foreign, true)).not.toBeNull()
    const handles = sessions.filter((one) => !one.own).map(({ handle }) => handle)
    await endOwnSession(marta, handles[0]!)
    const left = await Promise.all([second, third].map((id) => whoIs(id, true)))
    expect(left.filter((actor) => actor !== null)).toHaveLength(1)
    await endOtherSessions(marta, own)
    expect(await Promise.all([own, second, third].map(async (id) => (await whoIs(id, true)) !== null))).toEqual([
      ...[true, false, false],
    ])
  })

  test('a session that is too old or idle is not shown', async () => {
    const marta = await office.hire('owner')
    const own = await signIn(marta)
    office.pass(31)
    expect((await getAccount(marta, own)).sessions).toEqual([])
  })
})

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0',
    'Edge on Windows',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/140.0 Safari/537.36', 'Chrome on Linux'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1', 'Safari on iPhone'],
  ['Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36', 'Chrome on Android'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X) Gecko Firefox/140.0', 'Firefox on Mac'],
  ['curl/8', 'An unknown browser'],
  [null, 'An unknown browser'],
])('%s is called %s', (agent, name) => {
  expect(nameBrowser(agent)).toBe(name)
})
