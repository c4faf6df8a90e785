import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase, type Database } from '@/lib/db/client'
import { createSetupLink } from '@/lib/staff/setup'
import { startPortal, type Portal } from '../../support/portal'
import { marta, setUp, signIn } from './owner'
import { Visitor } from './visitor'

const cookie = 'latchkey.session'
let portal: Portal
let db: Database
let owner: Visitor
let setupAnswer: string
let firstPage: string

beforeAll(async () => {
  portal = await startPortal()
  db = createDatabase(portal.databaseUrl, 2)
  firstPage = await (await new Visitor(portal.url).get(new URL(portal.setupLink).pathname)).text()
  owner = await setUp(portal)
  setupAnswer = await (await owner.get(new URL(portal.setupLink).pathname)).text()
}, 240_000)
afterAll(async () => {
  await db.$disconnect()
  await portal.stop()
})
beforeEach(async () => {
  await db.operator.updateMany({ data: { disabledAt: null } })
})

async function isSignedIn(visitor: Visitor): Promise<boolean> {
  return (await visitor.get('/settings')).status === 200
}

describe('the first owner', () => {
  test('is signed in by the setup link, which is over then and says how to get another', async () => {
    expect(await isSignedIn(owner)).toBe(true)
    expect(setupAnswer).toContain('used already or has expired')
    expect(setupAnswer).toContain('npm run owner -- --reset')
    expect(setupAnswer).not.toContain('name="password"')
  })

  test('is told what a further link does to them, as the first one was not', async () => {
    const replaced = 'There is an owner already'
    expect(firstPage).toContain('This link works once.')
    expect(firstPage).not.toContain(replaced)
    const { token } = await createSetupLink(db, { minutes: 5 })
    expect(await (await new Visitor(portal.url).get(`/setup/${token}`)).text()).toContain(replaced)
  })

  test('has a cookie that scripts cannot read and other sites cannot send along', async () => {
    const [, answer] = await signIn(portal)
    const line = answer.headers.getSetCookie().find((set) => set.startsWith(cookie))
    expect(line).toMatch(/HttpOnly/i)
    expect(line).toMatch(/SameSite=lax/i)
    expect(line).toMatch(/Path=\/(;|$)/i)
  })
})

describe('signing in', () => {
  test('a page without a session leads to sign-in and back', async () => {
    const visitor = new Visitor(portal.url)
    const refused = await visitor.get('/settings?a=1')
    expect(refused.status).toBe(307)
    expect(refused.headers.get('Location')).toBe('/sign-in?next=%2Fsettings%3Fa%3D1')
    const [, answer] = await signIn(portal, '/settings?a=1')
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe('/settings?a=1')
  })

  test.each([
    '//e.example',
    '/\\e.example',
    'https://e.example/',
    '/\t/e.example',
    'javascript:alert(1)',
    '/.//e.example',
  ])('next=%s stays here', async (next) => {
    const [, answer] = await signIn(portal, next)
    expect(answer.status).toBe(303)
    expect(new URL(answer.headers.get('Location') ?? '', portal.url).origin).toBe(portal.url)
  })

  test('a path that a client claims in a header of ours is not believed', async () => {
    const answer = await new Visitor(portal.url).get('/settings', { 'x-latchkey-path': '//e.example' })
    expect(answer.headers.get('Location')).toBe('/sign-in?next=%2Fsettings')
  })

  test('an unknown address and a wrong password are answered with the same words and without the password', async () => {
    const pages = await Promise.all(
      [{ email: 'nobody@relecloud.example' }, { password: 'a wrong password' }].map(async (values) => {
        const [visitor, answer] = await signIn(portal, '/', values)
        expect(visitor.cookies.has(cookie)).toBe(false)
        return answer.text()
      }),
    )
    for (const page of pages) {
      expect(page).toContain('This mail address and this password do not go together.')
      expect(page).not.toContain('a wrong password')
    }
  })

  test('a cookie that was there before is another one afterwards, and worth nothing', async () => {
    const [visitor] = await signIn(portal)
    const before = visitor.cookies.get(cookie) ?? ''
    const old = new Visitor(portal.url)
    old.cookies.set(cookie, before)
    expect(await isSignedIn(old)).toBe(true)
    const csrf = (await (await visitor.get('/api/auth/csrf')).json()) as { csrfToken: string }
    const { email, password } = marta
    await visitor.post('/api/auth/callback/credentials', { ...csrf, email, password })
    expect(visitor.cookies.get(cookie)).not.toBe(before)
    expect(await isSignedIn(visitor)).toBe(true)
    expect(await isSignedIn(old)).toBe(false)
  })

  test('next-auth’s own door asks the same desk, and refuses without its token', async () => {
    const visitor = new Visitor(portal.url)
    const { email, password } = marta
    await visitor.post('/api/auth/callback/credentials', { email, password })
    expect(await isSignedIn(visitor)).toBe(false)
    const csrf = (await (await visitor.get('/api/auth/csrf')).json()) as { csrfToken: string }
    await visitor.post('/api/auth/callback/credentials', { ...csrf, email, password: 'a wrong password' })
    expect(await isSignedIn(visitor)).toBe(false)
    await visitor.post('/api/auth/callback/credentials', { ...csrf, email, password })
    expect(await isSignedIn(visitor)).toBe(true)
    expect(Object.keys((await (await visitor.get('/api/auth/session')).json()) as object)).toEqual(['expires'])
  })
})

describe('a session ends', () => {
  test('at once when signing out, also for a copy of its cookie', async () => {
    const [visitor] = await signIn(portal)
    const copy = new Visitor(portal.url)
    copy.cookies.set(cookie, visitor.cookies.get(cookie) ?? '')
    expect(await isSignedIn(copy)).toBe(true)
    const answer = await visitor.submit('/', 'Sign out', {})
    expect(answer.headers.get('Location')).toBe('/sign-in')
    expect(visitor.cookies.has(cookie)).toBe(false)
    expect(await isSignedIn(copy)).toBe(false)
  })

  test('at the next request when it was ended elsewhere', async () => {
    const [visitor] = await signIn(portal)
    await db.session.updateMany({ data: { endedAt: new Date() } })
    expect(await isSignedIn(visitor)).toBe(false)
    expect((await visitor.get('/tenants/x/certificate')).status).toBe(401)
  })

  test('at the next request when the operator is disabled', async () => {
    const [visitor] = await signIn(portal)
    await db.operator.updateMany({ data: { disabledAt: new Date() } })
    expect(await isSignedIn(visitor)).toBe(false)
  })

  test('when it was idle for half an hour or is twelve hours old', async () => {
    for (const [field, minutes] of [
      ['seenAt', 31],
      ['createdAt', 721],
    ] as const) {
      const [visitor] = await signIn(portal)
      expect(await isSignedIn(visitor)).toBe(true)
      await db.session.updateMany({ data: { [field]: new Date(Date.now() - minutes * 60_000) } })
      expect(await isSignedIn(visitor), field).toBe(false)
    }
  })

  test('when next-auth signs it out', async () => {
    const [visitor] = await signIn(portal)
    const copy = new Visitor(portal.url)
    copy.cookies.set(cookie, visitor.cookies.get(cookie) ?? '')
    const csrf = (await (await visitor.get('/api/auth/csrf')).json()) as { csrfToken: string }
    await visitor.post('/api/auth/signout', csrf)
    expect(await isSignedIn(copy)).toBe(false)
  })
})

describe('guessing', () => {
  test('ends in a wait that names its length, for the right password too', async () => {
    for (let n = 0; n < 10; n++)
      await signIn(portal, '/', { email: 'target@relecloud.example', password: `guess ${n}` })
    const [, answer] = await signIn(portal, '/', { email: 'target@relecloud.example', password: 'the right one' })
    expect(await answer.text()).toMatch(/Too many tries\. The next one is possible in (a minute|\d+ minutes)/)
    const [, other] = await signIn(portal)
    expect(other.status).toBe(303)
  })
})
