import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type Database } from '@/lib/db/client'
import { hashPassword } from '@/lib/staff/password'
import { startPortal, type Portal } from '../../support/portal'
import { marta, setUp, signIn } from './owner'
import { Visitor } from './visitor'

let portal: Portal
let db: Database
let owner: Visitor
const password = 'lantern gravel october'

beforeAll(async () => {
  portal = await startPortal()
  db = createDatabase(portal.databaseUrl, 2)
  owner = await setUp(portal)
}, 240_000)
afterAll(async () => {
  await db.$disconnect()
  await portal.stop()
})

async function isSignedIn(visitor: Visitor): Promise<boolean> {
  return (await visitor.get('/account')).status === 200
}

async function hire(name: string): Promise<{ id: string; email: string }> {
  const email = `${name}@relecloud.example`
  const passwordHash = await hashPassword(password)
  return db.operator.create({
    data: { email, name, role: 'operator', passwordHash },
    select: { id: true, email: true },
  })
}

/** The secret that a page shows, as somebody without a camera types it into the app. */
function secretOn(page: string): string {
  const secret = /<code>([A-Z2-7]{4}(?: [A-Z2-7]{1,4})+)<\/code>/.exec(page)?.[1]
  if (secret === undefined) throw new Error('the page shows no secret')
  return secret.replaceAll(' ', '')
}

const recoveryCodesOn = (page: string) => page.match(/<code>([0-9a-z]{4}-){3}[0-9a-z]{4}<\/code>/g) ?? []
const codeOf = (secret: string, seconds = 0) =>
  new TOTP({ secret }).generate({ timestamp: Date.now() + 1000 * seconds })

describe('a second factor, in a browser without scripts', () => {
  test('is set up on one’s account, shown once, and asked for at the next sign-in', async () => {
    const { email } = await hire('ines')
    const [visitor] = await signIn(portal, '/', { email, password })
    const begun = await visitor.submit('/account', 'Set up a second factor', {})
    const secret = secretOn(await begun.text())
    expect(await (await visitor.get('/account')).text()).not.toContain(secret.slice(0, 4))
    const wrong = await visitor.submitShown('Set up a second factor', { code: '000000' })
    expect(secretOn(await wrong.text())).toBe(secret)
    const used = codeOf(secret)
    const done = await (await visitor.submitShown('Set up a second factor', { code: used })).text()
    expect(recoveryCodesOn(done)).toHaveLength(10)
    expect(done).not.toContain(secret.slice(0, 4))

    const [later, answer] = await signIn(portal, '/settings', { email, password })
    expect(answer.headers.get('Location')).toBe('/sign-in/second-factor?next=%2Fsettings')
    expect(await isSignedIn(later)).toBe(false)
    const place = answer.headers.get('Location') ?? ''
    const refused = await later.submit(place, 'Second factor', { code: used })
    expect(await refused.text()).toContain('This code does not fit, or was used already')
    const passed = await later.submit(place, 'Second factor', { code: codeOf(secret, 30) })
    expect(passed.headers.get('Location')).toBe('/settings')
    expect(await isSignedIn(later)).toBe(true)
  })

  test('next-auth’s own door opens only the next step too', async () => {
    const visitor = new Visitor(portal.url)
    const csrf = (await (await visitor.get('/api/auth/csrf')).json()) as { csrfToken: string }
    await visitor.post('/api/auth/callback/credentials', { ...csrf, email: 'ines@relecloud.example', password })
    expect(visitor.cookies.has('latchkey.session')).toBe(true)
    expect(await isSignedIn(visitor)).toBe(false)
    expect((await visitor.get('/sign-in/second-factor')).status).toBe(200)
  })

  test('that everybody needs is set up before anything else opens', async () => {
    await owner.submit('/settings/staff', 'Require it of everybody', {})
    const { email } = await hire('tunde')
    const [visitor, answer] = await signIn(portal, '/', { email, password })
    expect(answer.headers.get('Location')).toBe('/sign-in/enrol')
    const begun = await visitor.submit('/sign-in/enrol', 'Set up a second factor', {})
    const secret = secretOn(await begun.text())
    const done = await visitor.submitShown('Set up a second factor', { code: codeOf(secret) })
    expect(recoveryCodesOn(await done.text())).toHaveLength(10)
    expect(await isSignedIn(visitor)).toBe(false)
    const gone = await visitor.submitShown('Go on', {})
    expect(gone.headers.get('Location')).toBe('/')
    expect(await isSignedIn(visitor)).toBe(true)
    await owner.submit('/settings/staff', 'Leave it to each person', {})
  })
})

describe('an invitation', () => {
  test('is looked at without being used, works once, and is in no log', async () => {
    const values = { email: 'ada@relecloud.example', role: 'auditor' }
    const made = await (await owner.submit('/settings/staff', 'Invite a colleague', values)).text()
    const link = /<code>(http[^<]+\/invite-staff\/[\w-]{43})<\/code>/.exec(made)?.[1] ?? ''
    expect(link.startsWith(`${portal.url}/invite-staff/`)).toBe(true)
    expect(made).toMatch(/A link would begin with (<!-- -->)?http:\/\/localhost/)
    expect(await (await owner.get('/settings/staff')).text()).not.toContain(link)
    const place = new URL(link).pathname
    for (let n = 0; n < 20; n++) {
      expect(await (await new Visitor(portal.url).get(place)).text()).toContain('ada@relecloud.example')
    }
    const ada = new Visitor(portal.url)
    const form = { name: 'Ada Bergström', password, email: 'other@relecloud.example', role: 'owner' }
    expect((await ada.submit(place, 'Accept the invitation', form)).headers.get('Location')).toBe('/')
    expect(await isSignedIn(ada)).toBe(true)
    expect(await db.operator.findUniqueOrThrow({ where: { email: 'ada@relecloud.example' } })).toMatchObject({
      ...{ name: 'Ada Bergström', role: 'auditor' },
    })
    expect(await (await new Visitor(portal.url).get(place)).text()).toContain('This invitation is over')
    const logs = path.join(portal.home, 'logs')
    for (const file of readdirSync(logs)) expect(readFileSync(path.join(logs, file), 'utf8')).not.toContain(place)
  })
})

describe('disabling somebody', () => {
  test('ends their open event stream, their next request and their sign-in', async () => {
    const { id, email } = await hire('jo')
    const [jo] = await signIn(portal, '/', { email, password })
    const run = await db.run.findFirst()
    expect(run).toBeNull()
    const started = await jo.submit('/tenants/connect', 'Connect a tenant', {
      ...{ customer: 'Northwind', domain: 'northwind.example', baseline: 'recommended', workloads: 'exchange' },
    })
    const place = started.headers.get('Location') ?? ''
    const cookie = [...jo.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const stream = await fetch(`${portal.url}${place}/events`, {
      headers: { Cookie: cookie, Accept: 'text/event-stream' },
    })
    expect(stream.status).toBe(200)
    const reader = stream.body!.getReader()
    let heard = ''
    const until = async (wanted: string) => {
      while (!heard.includes(wanted)) {
        const { value, done } = await reader.read()
        if (done) throw new Error(`the stream ended before ${wanted}`)
        heard += Buffer.from(value).toString()
      }
    }
    await until('event: view')
    await owner.submit(`/settings/staff/${id}`, 'Disable this account', {})
    await until('event: over')
    while (!(await reader.read()).done);
    expect(await isSignedIn(jo)).toBe(false)
    const [again, answer] = await signIn(portal, '/', { email, password })
    expect(await answer.text()).toContain('do not go together')
    expect(await isSignedIn(again)).toBe(false)
  })
})

describe('one’s own account', () => {
  test('a new password needs the old one, and ends the sessions elsewhere', async () => {
    const [one] = await signIn(portal)
    const [other] = await signIn(portal)
    const change = (old: string) =>
      one.submit('/account', 'Change your password', { old, next: 'another violet morning' })
    expect(await (await change('not it')).text()).toContain('This is not your password.')
    expect(await isSignedIn(other)).toBe(true)
    expect(await (await change(marta.password)).text()).toContain('Your other sessions have ended.')
    expect([await isSignedIn(one), await isSignedIn(other)]).toEqual([true, false])
  })
})
