import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type Database } from '@/lib/db/client'
import { roles } from '@/lib/staff/actor'
import { hashPassword } from '@/lib/staff/password'
import { startPortal, type Portal } from '../../support/portal'
import { setUp, signIn } from './owner'
import { Visitor } from './visitor'

const everybody = [...roles, 'anonymous'] as const
type Person = (typeof everybody)[number]

const signedIn = ['owner', 'manager', 'operator', 'auditor'] as const
const changers = ['owner', 'manager', 'operator'] as const
const managers = ['owner', 'manager'] as const

/**
 * Who gets through to the domain function, for every action that Next serves. An action that stands here with nobody, or
 * does not stand here at all, fails: a new one needs its rule.
 */
const expected: Readonly<Record<string, readonly Person[]>> = {
  chooseTheme: everybody,
  chooseLetterKeys: everybody,
  signInOperator: everybody,
  setUpOwner: everybody,
  acceptInvitation: everybody,
  // these three need a sign-in that is half done, which no role has
  sendCode: signedIn,
  enrolHalfway: signedIn,
  goOn: signedIn,
  signOut: everybody,
  changeClient: ['owner'],
  saveOwnHome: ['owner'],
  saveOwnClientId: ['owner'],
  chooseOwnPreference: ['owner'],
  renewOwnKey: ['owner'],
  forgetOwnKey: ['owner'],
  addReceiver: ['owner'],
  changeReceiver: ['owner'],
  actOnReceiver: ['owner'],
  saveMail: ['owner'],
  setAccess: ['owner'],
  askDomain: changers,
  connect: changers,
  takeWay: changers,
  takeApplication: changers,
  takeCertificate: changers,
  checkTenant: changers,
  revokeKey: changers,
  rotateKey: changers,
  snoozeCondition: changers,
  unsnoozeCondition: changers,
  saveTenantLevels: changers,
  bringServerKey: changers,
  removeServerCertificate: changers,
  saveExpiryLevels: ['owner'],
  givePractice: changers,
  actOnTenants: changers,
  giveList: changers,
  startListed: changers,
  mendListed: changers,
  reconfigure: changers,
  decommission: changers,
  openRestoreFor: changers,
  closeRestoreNow: changers,
  startRestore: changers,
  handOverAssertion: changers,
  addBackupServer: managers,
  removeBackupServer: managers,
  openRestoreDoor: ['owner'],
  shutRestoreDoor: ['owner'],
  forgetTenant: changers,
  sendInvitation: managers,
  withdrawLink: managers,
  actOnPerson: managers,
  giveRole: managers,
  makeApiClient: managers,
  actOnApiClient: managers,
  setSecondFactorRule: ['owner'],
  answerClaim: ['owner'],
  changeOwnPassword: signedIn,
  enrolOwn: signedIn,
  turnOffOwn: signedIn,
  renewOwnCodes: signedIn,
  endSession: signedIn,
  endOtherOwnSessions: signedIn,
}

/** Actions that do one of several things, as the form says: each is asked for, with its own rule where it has one. */
const variants: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> = {
  takeWay: [
    ...['new-code', 'by-hand', 'approve', 'retry-proof', 'restore', 'purge', 'request-certificate', 'cancel'],
    ...['take-over', 'take-over-alone'],
  ].map((act) => ({ act })),
  actOnPerson: ['disable', 'enable', 'end-sessions'].map((deed) => ({ deed })),
  actOnReceiver: ['test', 'again', 'renew', 'on', 'off', 'remove'].map((wish) => ({ wish })),
  actOnApiClient: ['renew', 'replace-key', 'disable'].map((deed) => ({ deed })),
  setAccess: ['open', 'close'].map((wish) => ({ wish })),
  giveRole: [{ role: 'operator' }, { role: 'auditor' }],
  sendInvitation: [{ role: 'operator' }, { role: 'auditor' }],
  setSecondFactorRule: [{ wanted: 'off' }, { wanted: 'on' }, { wanted: 'off' }],
  answerClaim: [{ answer: 'link' }, { answer: 'dismiss' }],
}
const narrower: readonly [name: string, values: Readonly<Record<string, string>>, through: readonly Person[]][] = [
  ['actOnPerson', { deed: 'reset-second-factor' }, ['owner']],
  ['giveRole', { role: 'owner' }, ['owner']],
  ['giveRole', { role: 'manager' }, ['owner']],
  ['sendInvitation', { role: 'owner' }, ['owner']],
  ['sendInvitation', { role: 'manager' }, ['owner']],
]

/** Ends the session that asks, so it comes last. */
const endsSession = 'signOut'

const id = '7a0c6a40-6f0e-4f0b-9a57-0f6f9f1f4a11'
/** Values that pass every action's own reading, so that what refuses is the rule and not the form. Nobody has these ids. */
const form = {
  ...{ tenantId: id, runId: id, act: 'cancel', applicationId: id, clientId: '', keyId: id, preference: 'off' },
  ...{ customer: 'Northwind', domain: 'nobody-lives-here.example', baseline: 'backup', workloads: 'exchange' },
  ...{ personId: id, deed: 'disable', role: 'operator', email: 'colleague@relecloud.example', invitationId: id },
  ...{ wanted: 'off', issuer: 'https://login.example', subject: 'nobody', answer: 'dismiss', handle: 'none' },
  ...{ channelId: id, deliveryId: id, kind: 'webhook', leadsTo: 'https://127.0.0.1/', minimumSeverity: 'warning' },
  ...{ customerId: '', way: 'graph', sender: 'desk@relecloud.example', security: 'tls', access: 'metrics' },
  ...{ list: '', batchId: id, position: '0', id },
  ...{ scope: '', organizationName: '', signInId: id, serverId: id, address: 'https://x', version: 'v4' },
  pinnedSha256: '',
  ...{ apiClientId: id, scopes: 'tenants:read', reach: 'all', validDays: '90', proof: 'secret', publicKey: '' },
  ...{ type: 'Certificate', until: '2099-01-01', reason: 'x' },
  ...{ old: 'x', next: '/', password: 'x', pasted: 'x', code: 'x', name: 'x', token: 'x', step: 'begin' },
}

let portal: Portal
let db: Database
const visitors = new Map<Person, Visitor>()
let actions: { id: string; name: string; page: string }[]

beforeAll(async () => {
  portal = await startPortal()
  db = createDatabase(portal.databaseUrl, 2)
  visitors.set('owner', await setUp(portal))
  visitors.set('anonymous', new Visitor(portal.url))
  const password = 'lantern gravel october'
  const passwordHash = await hashPassword(password)
  for (const role of roles.filter((one) => one !== 'owner')) {
    const email = `${role}@relecloud.example`
    await db.operator.create({ data: { email, name: `The ${role}`, role, passwordHash } })
    const [visitor] = await signIn(portal, '/', { email, password })
    visitors.set(role, visitor)
  }
  actions = readActions()
}, 240_000)
afterAll(async () => {
  await db.$disconnect()
  await portal.stop()
})

/**
 * From the manifest that Next answers by, not from the source: what it lists can be called by its id from anywhere, and
 * what it does not list cannot be called at all.
 */
function readActions(): typeof actions {
  const manifest = readFileSync('.next/server/server-reference-manifest.json', 'utf8')
  const { node } = JSON.parse(manifest) as {
    node: Record<string, { exportedName: string; workers: Record<string, unknown> }>
  }
  return Object.entries(node).map(([actionId, { exportedName, workers }]) => ({
    id: actionId,
    name: exportedName,
    page: pathOf((Object.keys(workers)[0] ?? '').replace(/^app/, '').replace(/\/page$/, '')),
  }))
}

function pathOf(route: string): string {
  return route.replace(/\/\([^)]+\)/g, '').replace(/\[[^\]]+\]/g, id) || '/'
}

const refusals = { session: 'Your session has ended.', role: 'Your role is ' } as const

/** What the answers to a form and to a plain call say, however the action is called. */
async function ask(person: Person, name: string, values: Readonly<Record<string, string>> = {}): Promise<string> {
  const action = actions.find((one) => one.name === name)
  if (action === undefined) throw new Error(`${name} is not served`)
  const visitor = visitors.get(person)
  if (visitor === undefined) throw new Error(`nobody is ${person}`)
  const answer =
    name === 'askDomain'
      ? await visitor.act(action.id, action.page, [form.domain])
      : await visitor.actWithForm(action.id, action.page, { ...form, ...values })
  return answer.text()
}

async function whoGetsThrough(name: string, values: Readonly<Record<string, string>>): Promise<readonly Person[]> {
  const through: Person[] = []
  for (const person of everybody) {
    const said = await ask(person, name, values)
    const refused = said.includes(refusals.role) || (person === 'anonymous' && said.includes(refusals.session))
    if (!refused) through.push(person)
    if (refused && person !== 'anonymous') expect(said).toContain(`Your role is ${person}, and this is for `)
  }
  return through
}

describe('every action of the portal', () => {
  test('has a rule here, and no rule is for an action that is gone', () => {
    expect(actions.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort())
  })

  const names = Object.keys(expected).filter((name) => name !== endsSession)
  test.each(names)('%s lets through whom its rule names and nobody else', async (name) => {
    for (const values of variants[name] ?? [{}]) {
      expect(await whoGetsThrough(name, values), JSON.stringify(values)).toEqual(expected[name])
    }
  })

  test.each(narrower)('%s with %j is for fewer', async (name, values, through) => {
    expect(await whoGetsThrough(name, values)).toEqual(through)
  })

  test('left everybody signed in, so that no answer above came from a session that had ended', async () => {
    for (const person of signedIn) expect((await visitors.get(person)?.get('/'))?.status, person).toBe(200)
    expect(new Set([...Object.values(expected).flat()])).toEqual(new Set(everybody))
  })

  test('signing out is for everybody, and ends the session of who asks', async () => {
    const [visitor] = await signIn(portal)
    const owner = visitors.get('owner')!
    visitors.set('owner', visitor)
    await ask('owner', endsSession)
    visitors.set('owner', owner)
    expect((await visitor.get('/')).status).toBe(307)
    await ask('anonymous', endsSession)
    expect((await owner.get('/')).status).toBe(200)
  })
})

describe('pages', () => {
  test('offer an auditor no button that would be refused, and say why', async () => {
    const auditor = visitors.get('auditor')!
    const fleet = await (await auditor.get('/')).text()
    expect(fleet).not.toContain('href="/tenants/connect"')
    expect(fleet).toContain('The auditor')
    const connect = await (await auditor.get('/tenants/connect')).text()
    expect(connect).not.toContain('Get a sign-in code')
    expect(connect).toContain('Your role is')
    expect(await (await auditor.get('/settings')).text()).not.toContain('Use this program')
    expect(await (await visitors.get('operator')?.get('/'))?.text()).toContain('href="/tenants/connect"')
  })
})

describe('Find', () => {
  test('answers every role with the same tenants, in JSON that no browser takes for a page', async () => {
    const customer = '<script>alert(1)</script>'
    await db.tenant.create({
      data: {
        ...{ customer: { create: { name: customer } }, cloud: 'practice', entraTenantId: id, practice: true },
        ...{ domain: 'markup.example', displayName: customer, uniqueName: 'find', state: 'new' },
        baseline: { key: 'recommended', name: 'Recommended', version: 1, workloads: ['exchange'] },
      },
    })
    for (const person of signedIn) {
      const answer = await visitors.get(person)!.get('/find?q=%3Cscript')
      expect(answer.headers.get('Content-Type'), person).toMatch(/^application\/json/)
      expect(answer.headers.get('Cache-Control'), person).toContain('no-store')
      expect(await answer.json(), person).toMatchObject({ tenants: [{ customer, state: 'setting-up' }], matching: 1 })
    }
    expect((await visitors.get('anonymous')?.get('/find?q=%3Cscript'))?.status).toBe(401)
  })

  test('refuses a search of more than 200 characters in a sentence', async () => {
    const answer = await visitors.get('auditor')!.get(`/find?q=${'x'.repeat(201)}`)
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({
      title: 'A search takes at most 200 characters. This one has 201.',
      field: 'q',
    })
  })
})
