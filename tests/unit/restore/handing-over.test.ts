import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '@/lib/restore/handing-over'
import { addServer, listServers, removeServer } from '@/lib/restore/servers'
import { getRestoreSignIn } from '@/lib/restore/sign-in-view'
import { takeAssertion } from '@/lib/restore/taking'
import { guardedTenant, nameOf, readySignIn } from '../../support/restore'
import type { Started } from '../../support/runs'
import { openHouse, type House } from '../../support/tenants'
import { startStandIn, type StandIn } from '../../support/veeam'

let house: House
let tenant: Started
let standIn: StandIn

beforeAll(async () => {
  standIn = await startStandIn()
  house = await openHouse({ EGRESS_PRIVATE: '127.0.0.1' })
  tenant = await guardedTenant(house)
})
afterAll(async () => {
  await house.close()
  await standIn.close()
})

const good = { name: 'Backup 1', version: 'v4', pinnedSha256: '' }

async function serverOf(given: Partial<typeof good> & { address?: string }): Promise<string> {
  const name = crypto.randomUUID()
  await addServer(house.actor, { ...good, address: standIn.address, ...given, name })
  const { servers } = await listServers(house.actor)
  return servers.find((one) => one.name === name)?.id ?? ''
}

describe('handing an assertion over', () => {
  test('sends exactly what the guide of backup servers shows, and gives the answered tokens', async () => {
    const id = await readySignIn(house, tenant)
    const given = await handOver(house.actor, id, await serverOf({ pinnedSha256: standIn.sha256 }))
    expect(given).toMatchObject({ accessToken: 'veeam-access-token', refreshToken: 'veeam-refresh-token' })
    const [call] = standIn.heard.splice(0)
    expect(call).toMatchObject({ method: 'POST', url: '/v4/Token', type: 'application/x-www-form-urlencoded' })
    const fields = Object.fromEntries(new URLSearchParams(call?.body))
    expect(Object.keys(fields)).toEqual(['grant_type', 'client_id', 'assertion'])
    expect(fields).toMatchObject({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      client_id: nameOf(tenant),
    })
    expect(JSON.parse(fields['assertion'] ?? '')).toHaveProperty('refresh_token')
    expect(await getRestoreSignIn(house.actor, id)).toMatchObject({ phase: 'taken', ending: { reason: 'handed-over' } })
    await expect(takeAssertion(house.actor, id, 'copied')).rejects.toMatchObject({ code: 'conflict' })
    const rows = JSON.stringify(await house.database.db.restoreSignIn.findMany())
    expect(rows).not.toContain('veeam-access-token')
  })

  test.each([
    ['a certificate that nobody vouches for', {}, /not trusted here/],
    ['another certificate than the pinned one', { pinnedSha256: 'ab'.repeat(32) }, /another certificate/],
    ['a port where nobody listens', { address: 'https://127.0.0.1:1' }, /could not be reached/],
    ['a name that nobody has', { address: 'https://nobody.invalid:4443' }, /was not found/],
    ['a metadata service', { address: 'https://169.254.169.254:4443' }, /no server has/],
  ])('%s: nothing is sent, and the assertion stays for another try', async (_, given, words) => {
    const id = await readySignIn(house, tenant)
    const server = await serverOf(given)
    await expect(handOver(house.actor, id, server)).rejects.toMatchObject({
      say: expect.stringMatching(words) as string,
    })
    expect(standIn.heard).toEqual([])
    expect(await takeAssertion(house.actor, id, 'copied')).toContain('access_token')
  })

  test.each([
    [400, '{"message":"Tenant authentication is disabled"}', /Tenant authentication is disabled/],
    [401, '', /gave no reason/],
    [404, '<html>', /no token path for v8/],
    [500, '{"message":"x"}', /trouble of its own/],
    [200, '{}', /unknown way/],
  ])('an answer %s %s is explained, and another try works', async (status, body, words) => {
    const usual = standIn.answer
    const id = await readySignIn(house, tenant)
    const server = await serverOf({ pinnedSha256: standIn.sha256, version: 'v8' })
    standIn.answer = { status, body }
    await expect(handOver(house.actor, id, server)).rejects.toMatchObject({
      say: expect.stringMatching(words) as string,
    })
    standIn.answer = usual
    await handOver(house.actor, id, server)
    expect(standIn.heard.splice(0).at(-1)?.url).toBe('/v8/Token')
  })
})

describe('the list of backup servers', () => {
  test.each([
    [{ address: 'http://backup.example.com:4443' }, 'address'],
    [{ address: 'https://backup.example.com:4443/v4' }, 'address'],
    [{ address: 'https://name:word@backup.example.com' }, 'address'],
    [{ version: 'v3' }, 'version'],
    [{ pinnedSha256: 'ab'.repeat(20) }, 'pinnedSha256'],
    [{ name: ' ' }, 'name'],
  ])('refuses %j in its field', async (given, field) => {
    const server = { ...good, address: 'https://backup.example.com:4443', ...given }
    await expect(addServer(house.actor, server)).rejects.toMatchObject({ code: 'invalid_input', field })
  })

  test('takes the usual port where none is given, and is changed by owners and managers only', async () => {
    await addServer(house.actor, { ...good, address: 'https://backup.example.com' })
    const { servers } = await listServers(house.actor)
    const added = servers.find(({ name }) => name === good.name)
    expect(added?.address).toBe('https://backup.example.com:4443')
    for (const role of ['operator', 'auditor'] as const) {
      const actor = { ...house.actor, role }
      await expect(removeServer(actor, added?.id ?? '')).rejects.toMatchObject({ code: 'not_allowed' })
    }
    await removeServer({ ...house.actor, role: 'manager' }, added?.id ?? '')
    expect((await listServers(house.actor)).servers.some(({ name }) => name === good.name)).toBe(false)
  })
})
