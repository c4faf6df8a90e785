import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { authenticate } from '@/lib/api-clients/authenticate'
import { answerAtDoor, assertionGrant } from '@/lib/restore/door'
import { openDoor, shutDoor } from '@/lib/restore/door-keeping'
import { getRestoreSession, giveDelegatedToken } from '@/lib/restore/session'
import { sealCarrier } from '@/lib/restore/carrier'
import type { Caller } from '@/lib/api-clients/caller'
import { restoreRoles } from '@/lib/microsoft/roles'
import { runtime } from '@/lib/runtime'
import { guardedTenant, microsoftAnswer, nameOf } from '../../support/restore'
import type { Started } from '../../support/runs'
import { openHouse, type House } from '../../support/tenants'

let house: House
let tenant: Started
let other: Started

beforeAll(async () => {
  house = await openHouse()
  tenant = await guardedTenant(house)
  other = await guardedTenant(house)
  for (const { rowId } of [tenant, other])
    await openDoor(house.actor, { tenantId: rowId, roles: restoreRoles, organizationName: '' })
})
afterAll(() => house.close())

async function knock(fields: Record<string, string>) {
  runtime().rooms.delete('restore.door-limits') // each knock of these tests is a first one
  const answer = await answerAtDoor(new Map(Object.entries(fields)), null)
  return { status: answer.status, ...answer.body } as Record<string, unknown>
}

async function enter(given: { clientId?: string; person?: string; assertion?: string } = {}) {
  const assertion = given.assertion ?? (await microsoftAnswer(house.cloud, tenant, given.person))
  return knock({ grant_type: assertionGrant, client_id: given.clientId ?? nameOf(tenant), assertion })
}

async function callerOf(answer: Record<string, unknown>): Promise<{ caller: Caller; bearer: string }> {
  const bearer = String(answer['access_token'])
  const caller = await authenticate(bearer)
  if (caller === null) throw new Error('the access token is not known')
  return { caller, bearer }
}

async function lastRefusal() {
  const entry = await house.database.db.auditEntry.findFirst({
    where: { action: 'restore.refused' },
    orderBy: { id: 'desc' },
  })
  return entry?.detail as Record<string, unknown> | undefined
}

describe('the door for restores', () => {
  test('gives a pair in Veeam’s shape, limited to that tenant, below 6 kB', async () => {
    const answer = await enter()
    expect(answer).toMatchObject({
      status: 200,
      token_type: 'bearer',
      expires_in: 3600,
      userName: `ada.admin@${tenant.domain}`,
    })
    const lasts = Date.parse(String(answer['.expires'])) - Date.parse(String(answer['.issued']))
    expect(lasts).toBe(3_600_000)
    expect(`${String(answer['access_token'])}${String(answer['refresh_token'])}`.length).toBeLessThan(6_000)
    const { caller, bearer } = await callerOf(answer)
    expect(caller).toMatchObject({ kind: 'restore', scopes: ['restore'], reach: [tenant.rowId], resources: [] })
    expect(await getRestoreSession(caller, bearer)).toMatchObject({
      account: { userPrincipalName: `ada.admin@${tenant.domain}` },
      tenant: { tenantId: tenant.tenantId, organizationName: nameOf(tenant) },
    })
  })

  test('stays below 6 kB with tokens as long as Microsoft’s own', async () => {
    const random = (bytes: number) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('base64url')
    const facts = { u: `restore.administrator@${tenant.domain}`, n: 'Restore Administrator', e: Date.now() }
    const scope = 'openid profile email https://graph.microsoft.com/Directory.AccessAsUser.All '.repeat(4)
    const access = await sealCarrier('access', { t: random(1_850), c: crypto.randomUUID(), s: scope, ...facts })
    const refresh = await sealCarrier('refresh', { r: random(1_150), c: crypto.randomUUID() })
    expect(access.length + refresh.length + 2 * 69).toBeLessThan(6_000)
  })

  test('takes client_id in its three forms, and in any case', async () => {
    const assertion = await microsoftAnswer(house.cloud, tenant)
    const { appId } = await house.database.db.tenant.findUniqueOrThrow({ where: { id: tenant.rowId } })
    const { access_token = '' } = JSON.parse(assertion) as Record<string, string>
    const oid = JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()) as { oid: string }
    for (const clientId of [nameOf(tenant).toUpperCase(), appId ?? '', `${oid.oid}.${tenant.tenantId}`]) {
      expect(await enter({ clientId, assertion }), clientId).toMatchObject({ status: 200 })
    }
    const stranger = `${crypto.randomUUID()}.${tenant.tenantId}`
    expect(await enter({ clientId: stranger, assertion })).toMatchObject({ status: 400, error: 'invalid_grant' })
    expect(await lastRefusal()).toMatchObject({ reason: 'wrong-account' })
  })

  test('tells what happened: an entry in the audit and one event for each sign-in', async () => {
    const before = await house.database.db.event.count({ where: { kind: 'restore.used' } })
    await enter()
    const events = await house.database.db.event.findMany({ where: { kind: 'restore.used', tenantId: tenant.rowId } })
    expect(await house.database.db.event.count({ where: { kind: 'restore.used' } })).toBe(before + 1)
    expect(JSON.stringify(events.at(-1)?.facts)).toContain('Global Administrator')
    const entry = await house.database.db.auditEntry.findFirst({
      where: { action: 'restore.used' },
      orderBy: { id: 'desc' },
    })
    expect(entry?.detail).toMatchObject({ account: `ada.admin@${tenant.domain}` })
  })

  test.each([
    ['ordinary-user', 'missing-role'],
    ['guest', 'guest'],
    ['gdap-technician-without-role', 'missing-role'],
    ['another-tenant', 'wrong-tenant'],
  ])('refuses %s as invalid_grant, and writes that down', async (person, reason) => {
    const before = await house.database.db.auditEntry.count({ where: { action: 'restore.refused' } })
    const answer = await enter({ person })
    expect(answer).toMatchObject({ status: 400, error: 'invalid_grant', message: answer['error_description'] })
    expect(await house.database.db.auditEntry.count({ where: { action: 'restore.refused' } })).toBe(before + 1)
    expect((await lastRefusal())?.['reason']).toBe(reason)
  })

  test('refuses the assertion of another tenant whose door is open too', async () => {
    const assertion = await microsoftAnswer(house.cloud, other)
    expect(await enter({ assertion })).toMatchObject({ status: 400, error: 'invalid_grant' })
    expect(await enter({ assertion, clientId: nameOf(other) })).toMatchObject({ status: 200 })
  })

  test('believes Microsoft and not the claims: a token that was written by hand gets nothing', async () => {
    const answer = JSON.parse(await microsoftAnswer(house.cloud, tenant, 'ordinary-user')) as Record<string, string>
    const [head = '', body = '', signature = ''] = (answer['access_token'] ?? '').split('.')
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>
    const forged = Buffer.from(JSON.stringify({ ...claims, wids: restoreRoles })).toString('base64url')
    const assertion = JSON.stringify({ ...answer, access_token: `${head}.${forged}.${signature}` })
    expect(await enter({ assertion })).toMatchObject({ status: 400, error: 'invalid_grant' })
    expect((await lastRefusal())?.['reason']).not.toBe('missing-role')
  })

  test('counts only the roles that the owner chose', async () => {
    const exchange = restoreRoles.slice(1, 2)
    await openDoor(house.actor, { tenantId: other.rowId, roles: exchange, organizationName: '' })
    const assertion = await microsoftAnswer(house.cloud, other)
    expect(await enter({ assertion, clientId: nameOf(other) })).toMatchObject({ status: 400, error: 'invalid_grant' })
  })

  test.each([
    [{}, 'invalid_request'],
    [{ grant_type: 'password', username: 'a', password: 'b' }, 'unsupported_grant_type'],
    [{ grant_type: 'operator', client_id: 'x', assertion: '{}' }, 'unsupported_grant_type'],
    [{ grant_type: assertionGrant, client_id: 'x' }, 'invalid_request'],
    [{ grant_type: assertionGrant, assertion: '{}' }, 'invalid_request'],
    [{ grant_type: assertionGrant, client_id: 'nobody.onmicrosoft.com', assertion: '{}' }, 'invalid_grant'],
    [{ grant_type: 'refresh_token' }, 'invalid_request'],
    [{ grant_type: 'refresh_token', refresh_token: 'lkr_none' }, 'invalid_grant'],
  ])('answers %j in words', async (fields, error) => {
    const answer = await knock(fields)
    expect(answer).toMatchObject({ status: 400, error, message: expect.stringMatching(/\.$/) as string })
  })

  test.each(['{', '[]', '{"access_token":"x"}', 'null', '"text"'])(
    'an assertion %s is invalid_grant',
    async (assertion) => {
      expect(await enter({ assertion })).toMatchObject({ status: 400, error: 'invalid_grant' })
    },
  )
})

describe('the refresh token', () => {
  test('brings a new pair with a new token of Microsoft, and the old pair is dead', async () => {
    const first = await enter()
    const second = await knock({ grant_type: 'refresh_token', refresh_token: String(first['refresh_token']) })
    expect(second).toMatchObject({ status: 200, userName: first['userName'] })
    expect(await authenticate(String(first['access_token']))).toBeNull()
    const again = await knock({ grant_type: 'refresh_token', refresh_token: String(first['refresh_token']) })
    expect(again).toMatchObject({ status: 400, error: 'invalid_grant' })
    const { caller, bearer } = await callerOf(second)
    const delegated = await giveDelegatedToken(caller, bearer, { refreshToken: null })
    const me = await fetch(`${house.cloud.origin}/v1.0/me`, {
      headers: { authorization: `Bearer ${delegated.access_token}` },
    })
    expect(me.status).toBe(200)
  })

  test('of ten twins one gets the successor', async () => {
    const first = await enter()
    const fields = { grant_type: 'refresh_token', refresh_token: String(first['refresh_token']) }
    const answers = await Promise.all(Array.from({ length: 10 }, () => knock(fields)))
    const given = answers.filter(({ status }) => status === 200)
    expect(given).toHaveLength(1)
    expect(await authenticate(String(given[0]?.['access_token']))).not.toBeNull()
  })

  test('an access token of another sign-in does not carry over', async () => {
    const [one, two] = [await enter(), await enter()]
    const mixed = `${String(one['access_token']).split('.')[0] ?? ''}.${String(two['access_token']).split('.').slice(1).join('.')}`
    expect(await authenticate(mixed)).toBeNull()
  })
})

describe('a door that is shut', () => {
  test('answers like one that does not exist, and its tokens are dead at once', async () => {
    await openDoor(house.actor, { tenantId: other.rowId, roles: restoreRoles, organizationName: '' })
    const assertion = await microsoftAnswer(house.cloud, other)
    const fields = { grant_type: assertionGrant, client_id: nameOf(other), assertion }
    const open = await knock(fields)
    expect(open).toMatchObject({ status: 200 })
    await shutDoor(house.actor, other.rowId)
    expect(await authenticate(String(open['access_token']))).toBeNull()
    const shut = await knock(fields)
    const unknown = await knock({ ...fields, client_id: 'nobody.onmicrosoft.com' })
    expect(shut).toEqual(unknown)
    const renewed = await knock({ grant_type: 'refresh_token', refresh_token: String(open['refresh_token']) })
    expect(renewed).toMatchObject({ status: 400, error: 'invalid_grant' })
  })

  test('is opened by an owner only', async () => {
    const opening = { tenantId: other.rowId, roles: restoreRoles, organizationName: '' }
    for (const role of ['manager', 'operator', 'auditor'] as const) {
      await expect(openDoor({ ...house.actor, role }, opening)).rejects.toMatchObject({ code: 'not_allowed' })
      await expect(shutDoor({ ...house.actor, role }, other.rowId)).rejects.toMatchObject({ code: 'not_allowed' })
    }
  })
})

test('somebody who tries too often waits', async () => {
  const fields = new Map([['grant_type', 'password']])
  const answers = []
  for (let tries = 0; tries < 61; tries++) answers.push(await answerAtDoor(fields, '192.0.2.77'))
  expect(answers.at(-1)).toMatchObject({ status: 429, body: { error: 'too_many_requests' } })
  expect(answers.at(-1)?.retryAfterSeconds).toBeGreaterThan(0)
})
