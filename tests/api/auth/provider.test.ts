import { readFileSync } from 'node:fs'
import path from 'node:path'
import { encode } from 'next-auth/jwt'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type Database } from '@/lib/db/client'
import { startProvider, type ProviderPerson, type TestProvider } from '../../support/openid-provider'
import { startPortal, type Portal } from '../../support/portal'
import { setUp } from './owner'
import { Visitor } from './visitor'

interface World {
  provider: TestProvider
  portal: Portal
  db: Database
}

async function open(settings: Record<string, string>, thin = false): Promise<World> {
  const provider = await startProvider({ thin })
  const portal = await startPortal({ ...provider.settings, ...settings, PRACTICE: 'off' })
  provider.trust(portal.url)
  return { provider, portal, db: createDatabase(portal.databaseUrl, 2) }
}

async function close({ provider, portal, db }: World): Promise<void> {
  await db.$disconnect()
  await portal.stop()
  await provider.close()
}

interface Tampering {
  /** The request that leaves for the provider. */
  request?: (url: URL) => void
  /** The answer that comes back from it. */
  answer?: (url: URL) => void
  /** What the browser holds when it comes back. */
  cookies?: (cookies: Map<string, string>) => Promise<void> | void
}

/** Goes to the provider and back as a browser without scripts does; ends with the portal's answer to the way back. */
async function signIn(
  { portal, provider }: World,
  person: ProviderPerson,
  tampering: Tampering = {},
): Promise<[Visitor, Response]> {
  provider.person = person
  const visitor = new Visitor(portal.url)
  const start = await visitor.get('/sign-in/provider?next=%2Faccount')
  const there = new URL(start.headers.get('Location') ?? '')
  expect(there.origin).toBe(provider.issuer)
  tampering.request?.(there)
  const back = await followAtProvider(provider, there, portal.url)
  tampering.answer?.(back)
  await tampering.cookies?.(visitor.cookies)
  return [visitor, await visitor.get(back.href)]
}

async function followAtProvider({ issuer }: TestProvider, start: URL, portal: string): Promise<URL> {
  const browser = new Visitor(issuer)
  let place = start
  for (let hop = 0; hop < 10; hop++) {
    const answer = await browser.get(place.href)
    const location = answer.headers.get('Location')
    if (location === null) throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`)
    place = new URL(location, issuer)
    if (place.origin === portal) return place
  }
  throw new Error('the provider never sends anybody back')
}

async function isSignedIn(visitor: Visitor): Promise<boolean> {
  return (await visitor.get('/account')).status === 200
}

/** Follows our own redirects and gives the page where they end. */
async function landing(visitor: Visitor, answer: Response): Promise<string> {
  let last = answer
  for (let hop = 0; hop < 5 && last.headers.get('Location') !== null; hop++) {
    last = await visitor.get(last.headers.get('Location') ?? '')
  }
  return last.text()
}

const tunde = { sub: 'tunde', name: 'Tunde Bello', email: 'tunde@relecloud.example' }

describe('a provider that sends app roles in the ID token', () => {
  let world: World
  beforeAll(async () => {
    world = await open({ SSO_ROLES: 'owner=Latchkey.Owner,operator=Latchkey.Operator,auditor=Latchkey.Auditor' })
    await setUp(world.portal)
  }, 240_000)
  afterAll(() => close(world))
  afterEach(async () => {
    world.provider.forge = null
    await world.db.operator.deleteMany({ where: { ssoSubject: { not: null } } })
    await world.db.ssoClaim.deleteMany()
  })

  const operator = { ...tunde, roles: ['Latchkey.Operator'] }
  const accounts = () => world.db.operator.count({ where: { ssoSubject: { not: null } } })

  test('signs in, with the account and the role it says, and ends where the person wanted to go', async () => {
    const [visitor, answer] = await signIn(world, operator)
    expect(answer.headers.get('Location')).toBe(`${world.portal.url}/account`)
    expect(await isSignedIn(visitor)).toBe(true)
    expect(await world.db.operator.findFirstOrThrow({ where: { ssoSubject: 'tunde' } })).toMatchObject({
      ...{ name: 'Tunde Bello', email: 'tunde@relecloud.example', role: 'operator', passwordHash: null },
      ssoIssuer: world.provider.issuer,
    })
    expect([...visitor.cookies.keys()].filter((name) => name.includes('sso'))).toEqual([])
  })

  test('asks with PKCE, state and nonce, and keeps none of the provider’s tokens', async () => {
    const asked: URLSearchParams[] = []
    await signIn(world, operator, { request: (url) => asked.push(url.searchParams) })
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[0]?.get(name), name).toMatch(/^[\w-]{43}$/)
    expect(asked[0]?.get('code_challenge_method')).toBe('S256')
    expect(asked[0]?.get('scope')).toBe('openid profile email')
    const session = await (await new Visitor(world.portal.url).get('/api/auth/session')).text()
    expect(session).not.toMatch(/token|sub|tunde/)
  })

  test('a role that changed there counts at the next sign-in', async () => {
    await signIn(world, operator)
    await signIn(world, { ...tunde, roles: ['Latchkey.Auditor', 'Something.Else'] })
    expect((await world.db.operator.findFirstOrThrow({ where: { ssoSubject: 'tunde' } })).role).toBe('auditor')
    expect(await accounts()).toBe(1)
  })

  test.each([
    [
      'no role',
      { ...tunde },
      /Contoso gave you no role in this Latchkey[^]*whoever administers Contoso assigns you a role/,
    ],
    ['an unknown role', { ...tunde, roles: ['owner'] }, /gave you no role/],
    ['no address', { sub: 'x', name: 'X', roles: ['Latchkey.Operator'] }, /does not tell your mail address/],
    ['the address of a local account', { ...operator, email: 'marta@relecloud.example' }, /an owner has to say/],
  ])('%s: a page that says who must do what, and no session', async (_what, person, words) => {
    const [visitor, answer] = await signIn(world, person)
    expect(await landing(visitor, answer)).toMatch(words)
    expect(await isSignedIn(visitor)).toBe(false)
    expect(await accounts()).toBe(0)
  })

  test('a disabled account gets a page that says so, and no session', async () => {
    await signIn(world, operator)
    await world.db.operator.updateMany({ where: { ssoSubject: 'tunde' }, data: { disabledAt: new Date() } })
    const [visitor, answer] = await signIn(world, operator)
    expect(await landing(visitor, answer)).toContain('Your account is disabled here')
    expect(await isSignedIn(visitor)).toBe(false)
  })

  const otherState = 'A'.repeat(43)
  const secret = () => readFileSync(path.join(world.portal.home, 'auth-secret'), 'utf8').trim()
  const seal = (name: string, token: object) =>
    encode({ token: token as never, secret: secret(), maxAge: 900, salt: name })

  test.each<[string, Tampering, Record<string, unknown> | null]>([
    ['another state in the answer', { answer: (url) => url.searchParams.set('state', otherState) }, null],
    ['no state in the answer', { answer: (url) => url.searchParams.delete('state') }, null],
    ['another nonce in the request', { request: (url) => url.searchParams.set('nonce', otherState) }, null],
    ['another code challenge', { request: (url) => url.searchParams.set('code_challenge', otherState) }, null],
    ['an answer to another browser', { cookies: (cookies) => cookies.clear() }, null],
    [
      'a state cookie of another provider',
      {
        answer: (url) => url.searchParams.set('state', otherState),
        cookies: async (cookies) => {
          const name = 'latchkey.sso-state'
          cookies.set(name, await seal(name, { value: otherState, provider: 'other' }))
        },
      },
      null,
    ],
    ['a token for another audience', {}, { aud: 'another-application' }],
    ['a token of another issuer', {}, { iss: 'https://login.example' }],
    ['a token with another nonce', {}, { nonce: otherState }],
    ['a token that has ended', {}, { exp: Math.floor(Date.now() / 1000) - 3600 }],
  ])('%s is refused, and nothing is opened', async (_what, tampering, forge) => {
    world.provider.forge = forge
    const [visitor, answer] = await signIn(world, operator, tampering)
    expect(await landing(visitor, answer)).toContain('Signing in with Contoso did not come to an end here')
    expect(await isSignedIn(visitor)).toBe(false)
    expect(await accounts()).toBe(0)
  })

  test('the same tampering with what is right is let through: the refusals above are for their reasons', async () => {
    const name = 'latchkey.sso-state'
    const [visitor] = await signIn(world, operator, {
      answer: (url) => url.searchParams.set('state', otherState),
      cookies: async (cookies) => {
        cookies.set(name, await seal(name, { value: otherState, provider: 'sso' }))
      },
    })
    expect(await isSignedIn(visitor)).toBe(true)
    world.provider.forge = { aud: 'latchkey' }
    const [other] = await signIn(world, operator)
    expect(await isSignedIn(other)).toBe(true)
  })

  test('an answer works once', async () => {
    let way: URL | undefined
    const [visitor] = await signIn(world, operator, { answer: (url) => (way = new URL(url)) })
    expect(await isSignedIn(visitor)).toBe(true)
    const again = new Visitor(world.portal.url)
    await again.get(way?.href ?? '')
    expect(await isSignedIn(again)).toBe(false)
  })

  test('a session that was planted before is another one afterwards', async () => {
    const [visitor] = await signIn(world, operator)
    const before = visitor.cookies.get('latchkey.session')
    const [later] = await signIn(world, operator, {
      cookies: (cookies) => {
        cookies.set('latchkey.session', before ?? '')
      },
    })
    expect(later.cookies.get('latchkey.session')).not.toBe(before)
    expect(await isSignedIn(later)).toBe(true)
    expect(await isSignedIn(visitor)).toBe(false)
  })

  test.each(['//e.example', 'https://e.example/', '/\\e.example'])('next=%s stays here', async (next) => {
    world.provider.person = operator
    const visitor = new Visitor(world.portal.url)
    const start = await visitor.get(`/sign-in/provider?next=${encodeURIComponent(next)}`)
    const back = await followAtProvider(world.provider, new URL(start.headers.get('Location') ?? ''), world.portal.url)
    const answer = await visitor.get(back.href)
    expect(new URL(answer.headers.get('Location') ?? '', world.portal.url).origin).toBe(world.portal.url)
  })

  test('the button is there, and the local way in beside it', async () => {
    const page = await (await new Visitor(world.portal.url).get('/sign-in?next=%2Fsettings')).text()
    expect(page).toContain('href="/sign-in/provider?next=%2Fsettings"')
    expect(page).toMatch(/Sign in with (<!-- -->)?Contoso/)
    expect(page).toContain('name="password"')
  })
})

describe('a provider that sends groups, at userinfo', () => {
  const groups = { operators: 'b1946ac9-0000-4000-8000-000000000001', owners: 'b1946ac9-0000-4000-8000-000000000002' }
  let world: World
  beforeAll(async () => {
    const map = `owner=${groups.owners},operator=${groups.operators}`
    world = await open({ SSO_ROLE_CLAIM: 'groups', SSO_ROLES: map }, true)
  }, 240_000)
  afterAll(async () => {
    await world.db.$disconnect()
    await world.portal.stop()
  })

  test('the highest role of the person’s groups counts', async () => {
    const [visitor] = await signIn(world, { ...tunde, groups: [groups.operators, groups.owners, 'another'] })
    expect(await isSignedIn(visitor)).toBe(true)
    expect(await world.db.operator.findMany({ select: { role: true, email: true } })).toEqual([
      { role: 'owner', email: 'tunde@relecloud.example' },
    ])
  })

  test('groups that are not mapped give nothing, and roles are not read from another claim', async () => {
    const [visitor, answer] = await signIn(world, { ...tunde, sub: 'ada', groups: ['another'], roles: [groups.owners] })
    expect(await landing(visitor, answer)).toContain('gave you no role')
  })

  test('a provider that is away is said in words, with the local way in beside them', async () => {
    const { provider, portal } = world
    await provider.close()
    const visitor = new Visitor(portal.url)
    const page = await landing(visitor, await visitor.get('/sign-in/provider'))
    expect(page).toContain('Contoso could not be asked')
    expect(page).toContain('name="password"')
  })
})
