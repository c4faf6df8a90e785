import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { beginSecondFactor, changePassword } from '@/lib/staff/account'
import { signInByProviderHere, signInHere, whoIs } from '@/lib/staff/desk'
import { dismissClaim, linkClaim } from '@/lib/staff/linking'
import { changeRole, disablePerson, getPerson, getStaff } from '@/lib/staff/people'
import type { ProviderAnswer } from '@/lib/staff/provider-sign-in'
import { readRoleMap, roleFromClaim } from '@/lib/staff/provider-roles'
import { openOffice, password, refusalOf, type Office } from './office'

const issuer = 'https://login.example/tenant/v2.0'
let office: Office
beforeAll(async () => {
  office = await openOffice({ SSO_ISSUER: issuer, SSO_CLIENT_ID: 'latchkey', SSO_CLIENT_SECRET: 'not-a-secret' })
})
afterAll(() => office.close())
afterEach(async () => {
  await office.db.ssoClaim.deleteMany()
  await office.db.operator.deleteMany()
})

const tunde: ProviderAnswer = {
  ...{ issuer, subject: 'sub-1', name: 'Tunde Bello', email: 'Tunde@relecloud.example', role: 'operator' },
}

function arrive(change: Partial<ProviderAnswer> = {}) {
  return signInByProviderHere({ ...tunde, ...change }, null)
}

async function actorOf(change: Partial<ProviderAnswer> = {}) {
  const outcome = await arrive(change)
  if (outcome.status !== 'signed-in') throw new Error(outcome.status)
  const actor = await whoIs(outcome.sessionId, true)
  if (actor === null) throw new Error('no session')
  return { actor, sessionId: outcome.sessionId }
}

describe('the first sign-in', () => {
  test('makes an account with the provider’s name, address and role', async () => {
    const { actor } = await actorOf()
    expect(actor).toMatchObject({ name: 'Tunde Bello', email: 'tunde@relecloud.example', role: 'operator' })
    expect(await office.audit(actor)).toEqual(['staff.provider-admitted', 'staff.signed-in'])
  })

  test('by ten at the same moment makes one account', async () => {
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => arrive()))
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['signed-in']))
    expect(await office.db.operator.count()).toBe(1)
  })

  test.each([
    [{ role: null }, 'no-role'],
    [{ email: '' }, 'no-address'],
    [{ email: 'tunde＠relecloud.example' }, 'no-address'],
  ] as const)('with %j makes none', async (change, status) => {
    expect(await arrive(change)).toEqual({ status })
    expect(await office.db.operator.count()).toBe(0)
  })

  test('the account has no password, so none opens it and it sets up nothing local', async () => {
    const { actor, sessionId } = await actorOf()
    for (const typed of ['', password]) {
      expect((await signInHere({ email: actor.email, password: typed, address: null })).status).toBe('refused')
    }
    expect((await refusalOf(beginSecondFactor(actor))).code).toBe('conflict')
    const next = 'lantern gravel october'
    expect((await refusalOf(changePassword(actor, { sessionId, old: '', next }))).code).toBe('conflict')
  })
})

describe('a later sign-in', () => {
  test('knows the person by issuer and subject, whatever address they have now', async () => {
    const { actor } = await actorOf()
    const later = await actorOf({ email: 'bello@relecloud.example', name: 'T. Bello' })
    expect(later.actor).toMatchObject({ id: actor.id, name: 'T. Bello' })
    expect(await arrive({ subject: 'sub-2' })).toEqual({ status: 'address-taken' })
    expect(await arrive({ issuer: 'https://other.example' })).toEqual({ status: 'address-taken' })
  })

  test('takes the role that the provider gives now, and nobody changes it here', async () => {
    const marta = await office.hire('owner')
    const { actor } = await actorOf()
    const later = await actorOf({ role: 'auditor' })
    expect(later.actor.role).toBe('auditor')
    expect(await refusalOf(changeRole(marta, actor.id, 'manager'))).toMatchObject({
      say: 'This role comes from Microsoft at each sign-in. Change it there.',
    })
    expect(await office.audit(actor)).toContain('staff.role-changed')
  })

  test('without a role is refused and ends what was open', async () => {
    const { sessionId, actor } = await actorOf()
    expect(await arrive({ role: null })).toEqual({ status: 'no-role' })
    expect(await whoIs(sessionId, true)).toBeNull()
    expect(await office.audit(actor)).toContain('staff.provider-refused')
  })

  test('of somebody disabled here is refused', async () => {
    const marta = await office.hire('owner')
    const { actor, sessionId } = await actorOf()
    await disablePerson(marta, actor.id)
    expect(await whoIs(sessionId, true)).toBeNull()
    expect(await arrive()).toEqual({ status: 'disabled' })
    expect(await office.db.session.count({ where: { endedAt: null } })).toBe(0)
  })

  test('leaves the last owner an owner, and the audit says why', async () => {
    const { actor } = await actorOf({ role: 'owner' })
    expect((await actorOf({ role: 'operator' })).actor.role).toBe('owner')
    await office.hire('owner')
    expect((await actorOf({ role: 'operator' })).actor.role).toBe('operator')
    expect((await office.audit(actor)).filter((action) => action === 'staff.role-changed')).toHaveLength(2)
  })
})

describe('an address that an account here has already', () => {
  test('opens nothing, until an owner says that both are one person', async () => {
    const marta = await office.hire('owner')
    const local = await office.hire('operator', { email: 'tunde@relecloud.example' })
    expect(await arrive({ role: 'manager' })).toEqual({ status: 'address-taken' })
    expect(await arrive({ role: 'manager' })).toEqual({ status: 'address-taken' })
    const { claims } = await getStaff(marta)
    expect(claims).toMatchObject([{ personId: local.id, name: 'Tunde Bello', role: 'manager', subject: 'sub-1' }])
    const manager = await office.hire('manager')
    expect((await refusalOf(linkClaim(manager, claims[0]!))).code).toBe('not_allowed')
    expect((await refusalOf(linkClaim(marta, { issuer, subject: 'sub-2' }))).code).toBe('not_found')
    await linkClaim(marta, claims[0]!)
    const { actor } = await actorOf({ role: 'manager' })
    expect(actor).toMatchObject({ id: local.id, role: 'manager' })
    expect((await getStaff(marta)).claims).toEqual([])
    expect((await getPerson(marta, local.id)).signsIn).toBe('both')
    expect(await office.audit(local)).toEqual(
      expect.arrayContaining(['staff.provider-claimed', 'staff.provider-linked', 'staff.role-changed']),
    )
  })

  test('stays closed when an owner dismisses the claim', async () => {
    const marta = await office.hire('owner')
    await office.hire('operator', { email: 'tunde@relecloud.example' })
    await arrive()
    await dismissClaim(marta, tunde)
    expect((await getStaff(marta)).claims).toEqual([])
    expect(await arrive()).toEqual({ status: 'address-taken' })
  })
})

describe('roles from a claim', () => {
  const map = readRoleMap('owner=Latchkey.Owner,operator=b1946ac9-0000-4000-8000-000000000001, auditor = x ,manager=x')

  test.each([
    ['Latchkey.Owner', 'owner'],
    [['b1946ac9-0000-4000-8000-000000000001', 'Latchkey.Owner'], 'owner'],
    [['x'], 'manager'],
    [['latchkey.owner'], null],
    [[], null],
    [undefined, null],
    [null, null],
    [{ 0: 'Latchkey.Owner' }, null],
    [[['Latchkey.Owner']], null],
    [42, null],
    ['owner', null],
  ])('%j gives %j', (claim, role) => {
    expect(roleFromClaim(claim, map)).toBe(role)
  })
})
