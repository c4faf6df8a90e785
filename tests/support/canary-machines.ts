import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import pg from 'pg'
import { expect } from 'vitest'
import { z } from 'zod'
import { restoreRoles } from '@/lib/microsoft/roles'
import { openDoor } from '@/lib/restore/door-keeping'
import { runtime } from '@/lib/runtime'
import type { Control } from '@/practice-cloud/control/control'
import { makeClientThere } from './api-client-pages'
import { brokerTenants } from './broker'
import { machinesAt, type BrokerPortal } from './broker-portal'
import { needlesOf, searchBytes, type Needle } from './canary'
import type { Portal } from './portal'
import { microsoftAnswer, nameOf } from './restore'

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** As a sign-in that was proved elsewhere leaves it: the database gets the hash alone. */
async function plantRefreshToken(databaseUrl: string, clientId: string): Promise<string> {
  const token = `lkr_${randomBytes(48).toString('base64url')}.canary-of-what-it-carries`
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ id: string }>(
    `insert into "TokenFamily" (kind, "clientId", name, scopes, "accessSeconds", "createdAt", "endsAt")
     values ('client', $1, 'x', '{tenants:read}', 3600, now(), now() + interval '1 day') returning id`,
    [clientId],
  )
  await client.query(
    `insert into "ApiToken" (hash, "familyId", kind, scopes, "issuedAt", "expiresAt")
     values ($1, $2, 'refresh', '{tenants:read}', now(), now() + interval '1 day')`,
    [createHash('sha256').update(token).digest('hex'), rows[0]?.id],
  )
  await client.end()
  return token
}

/**
 * Makes a client on its page, and uses its secret and its tokens in every way, also in wrong ones. Answers what it holds;
 * `seen` is called while the page shows the secret.
 */
export async function useClient(portal: Portal, page: Page, seen: () => Promise<void>): Promise<Needle[]> {
  const { id, secret } = await makeClientThere(page, 'Canary', ['tenants:read'])
  await seen()
  const ask = async (form: Record<string, string>, query = '') => {
    const body = new URLSearchParams({ client_id: id, client_secret: secret, ...form })
    const answer = await fetch(`${portal.url}/api/oauth/token${query}`, { method: 'POST', body })
    return (await answer.json()) as Record<string, string>
  }
  const first = await ask({ grant_type: 'client_credentials' })
  const planted = await plantRefreshToken(portal.databaseUrl, id)
  const second = await ask({ grant_type: 'refresh_token', refresh_token: planted })
  expect(second).toMatchObject({ scope: 'tenants:read', refresh_token: expect.stringMatching(/^lkr_/) as string })
  expect(await ask({ grant_type: 'refresh_token', refresh_token: planted })).toMatchObject({ error: 'invalid_grant' })
  expect(await ask({ grant_type: 'client_credentials' }, `?client_secret=${secret}`)).toHaveProperty('error')
  for (const token of [first['access_token'], second['access_token']]) {
    const headers = { Authorization: `Bearer ${token ?? ''}` }
    expect((await fetch(`${portal.url}/api/v1/tenants`, { headers })).status).toBeLessThan(500)
  }
  await page.getByRole('link', { name: 'Open the client' }).click()
  await page.getByRole('heading', { level: 1, name: 'Canary' }).waitFor()
  const tokens = [first['access_token'], second['access_token'], second['refresh_token'], planted]
  return [
    ...needlesOf('secret of a client', secret),
    ...needlesOf('what a token carries', 'canary-of-what-it-carries'),
    ...tokens.flatMap((token, index) => needlesOf(`token ${index}`, (token ?? '').slice(0, 68))),
  ]
}

/** Asks the broker for a tenant’s token and restores through the door. Answers everything that may open the tenant. */
export async function useTenant(portal: Portal, cloud: Control): Promise<Needle[]> {
  const machines = await machinesAt(portal)
  const [tenant] = await brokerTenants(cloud, 1)
  const accessToken = await machines.accessToken('all')
  const answer = await machines.ask(accessToken, tenant?.id ?? '', { resource: 'graph' })
  expect(answer.status).toBe(200)
  const given = ((await answer.json()) as { accessToken: string }).accessToken
  await machines.ask(accessToken, randomUUID(), { resource: 'graph', stray: given })
  const restored = await restoreThere(portal, cloud, machines.owner, tenant?.id ?? '')
  await machines.stop()
  const secrets = [
    ...needlesOf('our token', accessToken),
    ...needlesOf('Microsoft’s', given.split('.')[2] ?? ''),
    ...restored.flatMap((secret, index) => needlesOf(`of the restore sign-in, ${index}`, secret)),
  ]
  expect(searchBytes('itself', Buffer.from(given), secrets)).not.toEqual([])
  return secrets
}

/** An assertion at the door, and its pair at the API. */
async function restoreThere(
  portal: Portal,
  cloud: Control,
  owner: BrokerPortal['owner'],
  tenantId: string,
): Promise<string[]> {
  const { domain } = await runtime().db.tenant.findUniqueOrThrow({ where: { id: tenantId } })
  const organizationName = nameOf({ domain })
  await openDoor(owner, { tenantId, roles: restoreRoles, organizationName })
  const assertion = await microsoftAnswer({ origin: portal.practiceOrigin, control: cloud }, { domain })
  const ask = (form: Record<string, string>) =>
    fetch(`${portal.url}/v4/Token`, { method: 'POST', body: new URLSearchParams(form) })
  const taken = await ask({ grant_type: jwtBearer, client_id: organizationName, assertion })
  expect(taken.status).toBe(200)
  const pair = z.object({ access_token: z.string(), refresh_token: z.string() }).parse(await taken.json())
  expect((await ask({ grant_type: jwtBearer, client_id: 'nobody.example', assertion })).status).toBe(400)
  const headers = { Authorization: `Bearer ${pair.access_token}` }
  expect((await fetch(`${portal.url}/api/v1/restore/session`, { headers })).status).toBe(200)
  const renewed = await ask({ grant_type: 'refresh_token', refresh_token: pair.refresh_token })
  expect(renewed.status).toBe(200)
  const given = z.object({ access_token: z.string(), refresh_token: z.string() }).parse(JSON.parse(assertion))
  return [pair.access_token, pair.refresh_token, given.access_token.split('.')[2] ?? '', given.refresh_token].map(
    (secret) => secret.slice(0, 60),
  )
}
