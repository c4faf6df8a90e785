import { afterAll, beforeAll, expect, test } from 'vitest'
import { POST } from '@/app/api/restore-door/route'
import { openDoor } from '@/lib/restore/door-keeping'
import { restoreRoles } from '@/lib/microsoft/roles'
import { installRuntime, runtime } from '@/lib/runtime'
import { guardedTenant, microsoftAnswer, nameOf } from '../../support/restore'
import type { Started } from '../../support/runs'
import { openHouse, type House } from '../../support/tenants'
import { letIn, openDesk } from './desk'

let house: House
let tenant: Started
const desk = openDesk()

beforeAll(async () => {
  house = await openHouse()
  tenant = await guardedTenant(house)
  await openDoor(house.actor, { tenantId: tenant.rowId, roles: restoreRoles, organizationName: '' })
})
afterAll(() => house.close())

async function knock(body: string, type = 'application/x-www-form-urlencoded') {
  const headers = { 'Content-Type': type }
  const answer = await POST(new Request('http://portal.test/v4/Token', { method: 'POST', headers, body }))
  expect(answer.headers.get('content-type')).toContain('application/json')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const { status } = answer
  return { ...((await answer.json()) as Record<string, string>), status } as unknown as Record<string, string>
}

/** With an older access token of the same person, if one is given. */
async function enter(older?: string) {
  const fresh = await microsoftAnswer(house.cloud, tenant)
  const answer = JSON.parse(fresh) as Record<string, unknown>
  const assertion = older === undefined ? fresh : JSON.stringify({ ...answer, access_token: older })
  const grant = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
  return knock(`grant_type=${grant}&client_id=${nameOf(tenant)}&assertion=${assertion}&disable_antiforgery_token=true`)
}

async function ask(method: string, path: string, token: string, body?: object) {
  const answer = await desk.send(method, path, {
    headers: {
      Authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

test('the token of the door says whose it is, for which tenant and until when', async () => {
  const { access_token = '', '.expires': expires } = await enter()
  const { status, body } = await ask('GET', '/api/v1/restore/session', access_token)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    account: { userPrincipalName: `ada.admin@${tenant.domain}` },
    tenant: { id: tenant.rowId, tenantId: tenant.tenantId, organizationName: nameOf(tenant) },
    scopes: ['restore'],
    expiresAt: expires,
  })
})

test('it reads the facts of its tenant, and nothing of others and nothing else of the API', async () => {
  const { access_token = '' } = await enter()
  const facts = await ask('GET', '/api/v1/restore/tenant', access_token)
  expect(facts).toMatchObject({ status: 200, body: { id: tenant.rowId } })
  expect(await ask('GET', `/api/v1/tenants/${tenant.rowId}`, access_token)).toMatchObject({ status: 403 })
})

test('it brings the delegated token, and exchanges it when it is near its end', async () => {
  const { access_token = '' } = await enter()
  const given = await ask('POST', '/api/v1/restore/token', access_token, {})
  expect(given).toMatchObject({ status: 200, body: { token_type: 'Bearer', renewed: null } })
  await passUntil(Date.parse(String(given.body['expires_at'])) - 120_000)
  const [first, second] = [await enter(String(given.body['access_token'])), await enter()]
  const old = first['access_token'] ?? ''
  const kept = await ask('POST', '/api/v1/restore/token', old, {})
  expect(kept.body).toMatchObject({ access_token: given.body['access_token'], renewed: null })
  expect(kept.body['expires_in']).toBeLessThanOrEqual(120)
  const refresh_token = first['refresh_token'] ?? ''
  const renewed = await ask('POST', '/api/v1/restore/token', old, { refresh_token })
  expect(renewed.status).toBe(200)
  expect(renewed.body['access_token']).not.toBe(given.body['access_token'])
  const pair = renewed.body['renewed'] as Record<string, string>
  expect(await ask('GET', '/api/v1/restore/session', old)).toMatchObject({ status: 401 })
  expect(await ask('GET', '/api/v1/restore/session', pair['access_token'] ?? '')).toMatchObject({ status: 200 })
  expect(await ask('GET', '/api/v1/restore/session', second['access_token'] ?? '')).toMatchObject({ status: 200 })
})

/** Time passes for us and for Microsoft alike, whose next tokens live from then on. */
async function passUntil(at: number): Promise<void> {
  const ahead = at - Date.now()
  await house.cloud.control.advanceClock(ahead / 1000)
  const here = runtime()
  installRuntime({ ...here, clock: { ...here.clock, now: () => new Date(Date.now() + ahead) } })
}

test('an API client has no restore session, whatever it was given', async () => {
  const { token } = await letIn({ scopes: ['tenants:read', 'tokens:issue'] })
  expect(await ask('GET', '/api/v1/restore/session', token)).toMatchObject({ status: 403 })
})

test.each([
  ['{"grant_type":', 'application/json', 400],
  ['', 'application/x-www-form-urlencoded', 400],
  ['<xml/>', 'application/xml', 415],
  [
    'assertion=%7B%22&client_id=x&grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer',
    'application/x-www-form-urlencoded',
    400,
  ],
  ['x'.repeat(70_000), 'application/x-www-form-urlencoded', 413],
])('the door answers %.30s in JSON', async (body, type, status) => {
  expect(await knock(body, type)).toMatchObject({ status, message: expect.stringMatching(/\.$/) as string })
})

test('nothing of a token rests in the database', async () => {
  const first = await enter()
  const { access_token = '', refresh_token = '' } = first
  const { body } = await ask('POST', '/api/v1/restore/token', access_token, {})
  const tables = await house.database.db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()`
  const rows = await Promise.all(
    tables.map(({ name }) =>
      house.database.db.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM "${name}" t`),
    ),
  )
  const everything = rows
    .flat()
    .map(({ row }) => row)
    .join('\n')
  expect(everything).toContain(tenant.rowId)
  for (const secret of [access_token, refresh_token, String(body['access_token'])]) {
    expect(everything).not.toContain(secret.slice(-50))
    expect(everything).not.toContain(secret.slice(4, 60))
  }
})
