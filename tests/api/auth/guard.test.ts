import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type Database } from '@/lib/db/client'
import { startPortal, type Portal } from '../../support/portal'
import { marta, setUp } from './owner'
import { Visitor } from './visitor'

/** Open to everybody by their nature, each bounded in its own room. */
const publicActions = new Set([
  'chooseTheme',
  'chooseLetterKeys',
  'signInOperator',
  'signOut',
  'setUpOwner',
  'acceptInvitation',
])
const publicRoutes = new Set([
  '/sign-in',
  '/sign-in/provider',
  '/sign-in/refused',
  '/setup/[token]',
  '/connect/callback',
  '/connect/stopped',
  '/invite-staff/[token]',
  '/api/auth/[...nextauth]',
  '/api/oauth/token',
  '/api/oauth/revoke',
  '/api/oauth/metadata',
  '/api/restore-door', // software comes with a sign-in that Microsoft confirms
  '/help/problems',
  '/help/problems/[code]',
  '/icon.svg',
  '/favicon.ico',
  '/robots.txt',
])
const staticPages = new Set(['/_not-found', '/_global-error'])

const id = '7a0c6a40-6f0e-4f0b-9a57-0f6f9f1f4a11'
let portal: Portal
let db: Database
let owner: Visitor
let actions: { id: string; name: string; page: string }[]
let routes: string[]

beforeAll(async () => {
  portal = await startPortal()
  db = createDatabase(portal.databaseUrl, 2)
  owner = await setUp(portal)
  actions = readActions()
  routes = readRoutes()
}, 240_000)
afterAll(async () => {
  await db.$disconnect()
  await portal.stop()
})

interface ActionManifest {
  node: Record<string, { exportedName: string; workers: Record<string, unknown> }>
}

function readActions(): typeof actions {
  const { node } = JSON.parse(readFileSync('.next/server/server-reference-manifest.json', 'utf8')) as ActionManifest
  return Object.entries(node).map(([actionId, { exportedName, workers }]) => ({
    id: actionId,
    name: exportedName,
    page: pathOf((Object.keys(workers)[0] ?? '').replace(/^app/, '').replace(/\/page$/, '')),
  }))
}

function readRoutes(): string[] {
  const manifest = readFileSync('.next/app-path-routes-manifest.json', 'utf8')
  return Object.values(JSON.parse(manifest) as Record<string, string>)
}

function pathOf(route: string): string {
  return (
    route
      .replace(/\/\([^)]+\)/g, '')
      .replace('[...nextauth]', 'session')
      .replace('[[...route]]', 'v1/tenants')
      .replace(/\[[^\]]+\]/g, id) || '/'
  )
}

/** One line per row of every table: equal before and after means that nothing was written. */
async function checksum(): Promise<string> {
  const tables = await db.$queryRawUnsafe<{ name: string }[]>(
    `SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
  )
  const sums = await Promise.all(
    tables.map(({ name }) =>
      db.$queryRawUnsafe<{ sum: string }[]>(
        `SELECT coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') AS sum FROM ${name} t`,
      ),
    ),
  )
  return tables.map(({ name }, index) => `${name} ${sums[index]?.[0]?.sum ?? ''}`).join('\n')
}

const wholeForm = {
  ...{ tenantId: id, runId: id, act: 'cancel', applicationId: id, clientId: id, keyId: id, preference: 'off' },
  ...{ customer: 'Northwind', domain: 'northwind.example', baseline: 'backup', workloads: 'exchange' },
}

const stale = 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA'

describe('who is not signed in', () => {
  test('gets nothing from any page or handler but the few that are for visitors', async () => {
    expect(routes.length).toBeGreaterThan(8)
    for (const route of routes.filter((known) => !publicRoutes.has(known) && !staticPages.has(known))) {
      for (const extra of [{}, { RSC: '1' }, { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' }]) {
        const visitor = new Visitor(portal.url)
        visitor.cookies.set('latchkey.session', stale)
        const read = await visitor.get(pathOf(route), extra)
        const isOrder = read.status === 405
        const answer = isOrder ? await fetch(`${portal.url}${pathOf(route)}`, { method: 'POST', headers: extra }) : read
        const body = await answer.text()
        if (answer.status === 200) expect(body, route).toContain('NEXT_REDIRECT;replace;/sign-in')
        else expect([307, 401], route).toContain(answer.status)
        expect(body, route).not.toContain(marta.name)
      }
    }
  })

  test('changes nothing by any action, with any kind of argument', async () => {
    expect(actions.length).toBeGreaterThan(8)
    const before = await checksum()
    for (const { id: action, name, page } of actions) {
      for (const args of [
        [],
        [{}],
        [{ error: null }, {}],
        ['northwind.example'],
        [{ tenantId: id, runId: id }, null],
      ]) {
        const answer = await new Visitor(portal.url).act(action, page, args)
        const body = await answer.text()
        expect(body, name).not.toContain(marta.name)
        if (!publicActions.has(name)) expect(body, name).not.toContain('"ok":true')
      }
    }
    expect(await checksum()).toBe(before)
  })

  test('is told so by every action that needs an operator, with a form that would work for one', async () => {
    const before = await checksum()
    for (const { id: action, name, page } of actions.filter((known) => !publicActions.has(known.name))) {
      const visitor = new Visitor(portal.url)
      const answers = [
        await visitor.actWithForm(action, page, wholeForm),
        await visitor.act(action, page, [wholeForm.domain]),
      ]
      const bodies = await Promise.all(answers.map((answer) => answer.text()))
      expect(bodies.join(), name).toContain('Your session has ended.')
    }
    expect(await checksum()).toBe(before)
  })

  test('is all that keeps such a form from working: signed in, it does', async () => {
    const changeClient = actions.find(({ name }) => name === 'changeClient')
    if (changeClient === undefined) throw new Error('the action is gone: choose another')
    await owner.actWithForm(changeClient.id, changeClient.page, wholeForm)
    expect(await db.setting.findMany({ select: { value: true } })).toEqual([{ value: wholeForm.clientId }])
  })

  test('changes nothing by any action that a page of another site sends', async () => {
    const before = await checksum()
    for (const { id: action, page } of actions) {
      const answer = await new Visitor(portal.url).act(action, page, [{}], 'https://e.example')
      expect(answer.status).not.toBe(200)
      expect(answer.status).not.toBe(303)
    }
    expect(await checksum()).toBe(before)
  })
})

describe('every answer', () => {
  const policy = (answer: Response) => answer.headers.get('Content-Security-Policy') ?? ''

  test('carries the policy and the fixed headers: pages, handlers, files, and what does not exist', async () => {
    const visitor = new Visitor(portal.url)
    const page = await (await visitor.get('/sign-in')).text()
    const file = /\/_next\/static\/[^"]+\.css/.exec(page)?.[0]
    if (file === undefined) throw new Error('the page names no stylesheet')
    const paths = [
      ...routes
        .filter((route) => !staticPages.has(route))
        .map(pathOf)
        .filter((path) => !path.startsWith('/api/v1/')),
      '/nowhere/at/all',
      '/_next/nowhere.js',
      file,
    ]
    for (const path of paths) {
      for (const headers of [{}, { RSC: '1' }]) {
        const answer = await visitor.get(path, headers)
        expect(policy(answer), path).toMatch(/script-src 'nonce-[\w+/]{24}' 'strict-dynamic'/)
        for (const rule of [
          "default-src 'none'",
          "object-src 'none'",
          "base-uri 'none'",
          "frame-ancestors 'none'",
          "form-action 'self'",
        ]) {
          expect(policy(answer), path).toContain(rule)
        }
        expect(policy(answer), path).not.toMatch(/unsafe-|\*|https?:/)
        expect(answer.headers.get('X-Content-Type-Options'), path).toBe('nosniff')
        const policyOfReferrer = path === '/connect/callback' ? 'no-referrer' : 'same-origin'
        expect(answer.headers.get('Referrer-Policy'), path).toBe(policyOfReferrer)
        expect(answer.headers.get('Cross-Origin-Opener-Policy'), path).toBe('same-origin')
        expect(answer.headers.has('X-Powered-By'), path).toBe(false)
        if (path !== file) expect(answer.headers.get('Cache-Control'), path).toContain('no-store')
        await answer.arrayBuffer()
      }
    }
  })

  test('for programs carries fixed headers and a policy that lets nothing run, refused or not', async () => {
    for (const path of ['/api/v1/tenants', '/api/v1/nowhere', '/api/v1/tenants/%2e%2e/x']) {
      const answer = await fetch(`${portal.url}${path}`, { redirect: 'manual' })
      expect(answer.status, path).toBeGreaterThanOrEqual(400)
      expect(answer.headers.get('Content-Type'), path).toBe('application/problem+json')
      expect(Object.fromEntries(answer.headers), path).toMatchObject({
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cache-control': 'no-store',
      })
    }
  })

  test.each(['/api/oauth/token', '/api/oauth/revoke', '/v8/token'])(
    '%s asked by anything but POST is JSON that says so',
    async (path) => {
      for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
        const answer = await fetch(`${portal.url}${path}`, { method })
        expect([answer.status, answer.headers.get('Allow')], method).toEqual([405, 'POST'])
        expect(answer.headers.get('Cache-Control'), method).toContain('no-store')
        expect(await answer.json(), method).toMatchObject({ error: 'invalid_request' })
      }
    },
  )

  test('is no failure of ours where a character cannot be stored: a filter leaves it out, anything else says so', async () => {
    for (const filter of ['q', 'tag', 'customer', 'cause']) {
      expect((await owner.get(`/?${filter}=a%00b`)).status, filter).toBe(200)
    }
    const answer = await owner.get('/find?q=a%00b')
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'malformed', title: expect.stringContaining('U+0000') })
  })

  test('has a nonce of its own', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => fetch(`${portal.url}/sign-in`)))
    expect(new Set(answers.map(policy)).size).toBe(5)
  })

  test.each(['/sign-in', '/nowhere/at/all', `/setup/${id}`])(
    '%s has no script or style without the nonce',
    async (path) => {
      const answer = await fetch(`${portal.url}${path}`)
      const nonce = /'nonce-([^']+)'/.exec(policy(answer))?.[1] ?? 'none'
      const page = await answer.text()
      const scripts = page.match(/<script\b[^>]*>/g) ?? []
      expect(scripts.length).toBeGreaterThan(0)
      for (const tag of scripts) expect(tag).toContain(`nonce="${nonce}"`)
      expect(page.replace(/<script[\s\S]*?<\/script>/g, '')).not.toMatch(/<style|\sstyle="|\son[a-z]+="/)
    },
  )
})
