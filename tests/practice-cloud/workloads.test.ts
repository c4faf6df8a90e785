import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PracticeCloud } from '@/practice-cloud/server'
import { code, newCertificate, newTenant, register, rows, startCloud } from './support'
import type { Reply, Visitor } from './support'

let cloud: PracticeCloud
beforeAll(async () => {
  cloud = await startCloud()
})
afterAll(() => cloud.close())

const ROLES = [
  'User.Read.All',
  'Group.Read.All',
  'Sites.Read.All',
  'Team.ReadBasic.All',
  'Channel.ReadBasic.All',
  'MailboxSettings.Read',
  'MailboxFolder.Read.All',
  'Organization.Read.All',
]

interface Backup {
  visitor: Visitor
  get: (path: string) => Promise<Reply>
}

async function backup(wanted: Record<string, unknown> = {}): Promise<Backup> {
  const visitor = await newTenant(cloud, wanted)
  const certificate = newCertificate()
  const made = await register(visitor, certificate, ROLES)
  const token = await visitor.appToken(made.appId, certificate)
  return { visitor, get: (path) => visitor.graph(token, 'GET', path) }
}

async function users({ get }: Backup): Promise<{ licensed: string[]; others: string[] }> {
  const all = rows(await get('/users?$select=id,assignedPlans'))
  const has = (row: Record<string, unknown>) => (row['assignedPlans'] as object[]).length > 0
  const ids = (wanted: boolean) => all.filter((row) => has(row) === wanted).map((row) => String(row['id']))
  return { licensed: ids(true), others: ids(false) }
}

describe('in a licensed tenant', () => {
  test('the first users have no mailbox and the licensed ones do', async () => {
    const it = await backup()
    const { licensed, others } = await users(it)
    expect((await it.get(`/users/${String(licensed[0])}/mailboxSettings`)).body).toHaveProperty('timeZone')
    const refused = await it.get(`/users/${String(others[0])}/mailboxSettings`)
    expect([refused.status, code(refused)]).toEqual([404, 'MailboxNotEnabledForRESTAPI'])
    const first = rows(await it.get('/users?$top=1&$select=id'))[0]
    expect(others).toContain(first?.['id'])
  })

  test('folders are read by the mailbox id that the exchange settings tell, and not by a user id', async () => {
    const it = await backup()
    const [user] = (await users(it)).licensed
    const settings = await it.get(`/users/${String(user)}/settings/exchange`)
    const mailbox = encodeURIComponent(String(settings.body['primaryMailboxId']))
    const folders = await it.get(`/admin/exchange/mailboxes/${mailbox}/folders`)
    expect(rows(folders).map((folder) => folder['displayName'])).toContain('Inbox')
    expect((await it.get(`/admin/exchange/mailboxes/${String(user)}/folders`)).status).toBe(404)
  })

  test('the root site tells a host that the domain does not', async () => {
    const it = await backup()
    const site = await it.get('/sites/root')
    const [tenant] = (await cloud.control.tenants()).filter((each) => each.tenantId === it.visitor.tenantId)
    const label = tenant?.domain.split('.')[0] ?? ''
    expect(site.body['webUrl']).toMatch(/^https:\/\/[^/]+\.sharepoint\.com$/)
    expect(site.body['webUrl']).not.toBe(`https://${label}.sharepoint.com`)
  })

  test('teams, their channels, groups and the organization answer', async () => {
    const it = await backup()
    const [team] = rows(await it.get('/teams?$top=1'))
    expect(rows(await it.get(`/teams/${String(team?.['id'])}/channels`))).toMatchObject([{ displayName: 'General' }])
    expect((await it.get('/groups?$top=1')).status).toBe(200)
    expect(rows(await it.get('/organization'))).toMatchObject([{ id: it.visitor.tenantId }])
  })
})

describe('without a licence', () => {
  test('SharePoint says so, Teams is forbidden, nobody has a mailbox, and the directory still answers', async () => {
    const it = await backup({ licences: [] })
    const site = await it.get('/sites/root')
    expect([site.status, JSON.stringify(site.body)]).toEqual([
      400,
      expect.stringContaining('Tenant does not have a SPO license'),
    ])
    const teams = await it.get('/teams?$top=1')
    expect([teams.status, code(teams)]).toEqual([403, 'Forbidden'])
    const { licensed, others } = await users(it)
    expect(licensed).toEqual([])
    expect((await it.get(`/users/${String(others.at(-1))}/settings/exchange`)).status).toBe(404)
    expect((await it.get('/groups?$top=1')).status).toBe(200)
  })

  test('a tenant that loses a licence loses the service', async () => {
    const it = await backup()
    expect((await it.get('/sites/root')).status).toBe(200)
    await cloud.control.plant(it.visitor.tenantId, { licences: ['exchange'] })
    expect((await it.get('/sites/root')).status).toBe(400)
  })

  test('Fabrikam is old and has no Teams, Northwind is current and has everything', async () => {
    const summaries = await cloud.control.tenants()
    const find = (domain: string) => summaries.find((tenant) => tenant.domain === domain)
    expect(find('northwind.example')).toMatchObject({
      generation: 'current',
      licences: ['exchange', 'sharepoint', 'teams'],
    })
    expect(find('fabrikam.example')).toMatchObject({ generation: '2025', licences: ['exchange', 'sharepoint'] })
  })
})

test('a list over a hundred has a next link that leads through all of it', async () => {
  const it = await backup({ ordinaryUsers: 230 })
  const seen = new Set<unknown>()
  let path: string | undefined = '/users?$select=id'
  let pages = 0
  while (path !== undefined) {
    const page: Reply = await it.get(path)
    for (const row of rows(page)) seen.add(row['id'])
    const next = page.body['@odata.nextLink']
    path = typeof next === 'string' ? next.slice(`${cloud.origin}/v1.0`.length) : undefined
    pages += 1
  }
  expect([pages, seen.size]).toEqual([3, 237])
})

test('a filter reads a literal whole, whatever words stand in it', async () => {
  const visitor = await newTenant(cloud)
  const token = await visitor.signIn('global-administrator')
  const displayName = "Backup and restore or 'both'"
  await visitor.graph(token, 'POST', '/applications', { displayName })
  const filter = encodeURIComponent(
    `displayName eq '${displayName.replaceAll("'", "''")}' and signInAudience eq 'AzureADMyOrg'`,
  )
  expect((await visitor.graph(token, 'GET', `/applications?$filter=${filter}`)).body['value']).toHaveLength(1)
  const starts = encodeURIComponent("startswith(displayName,'backup and') or displayName eq 'x'")
  expect((await visitor.graph(token, 'GET', `/applications?$filter=${starts}`)).body['value']).toHaveLength(1)
})
