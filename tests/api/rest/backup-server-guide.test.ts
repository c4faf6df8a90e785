import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApi } from '@/app/api/[[...route]]/_api'
import { POST as tokenEndpoint } from '@/app/api/oauth/token/route'
import { makeClient } from '@/lib/api-clients/clients'
import { getRecipes } from '@/lib/tenants/recipes'
import { addServerKey, getServerKeys, readServerCertificate } from '@/lib/tenants/server-keys'
import { brokerTenants, claimsOf, type BrokerTenant } from '../../support/broker'
import { needlesOf, searchBytes, searchDatabase } from '../../support/canary'
import { openHouse, type House } from '../../support/tenants'

const run = promisify(execFile)
const folder = mkdtempSync(path.join(os.tmpdir(), 'latchkey-guide-'))
const guide = readFileSync('docs/guide/backup-server.md', 'utf8')
const blocks = [...guide.matchAll(/^```bash\n([\s\S]*?)^```/gm)].map(([, block = '']) => block)

let house: House
let tenant: BrokerTenant
let server: Server
let environment: Record<string, string>
let logged = ''
const write = process.stdout.write.bind(process.stdout)

beforeAll(async () => {
  house = await openHouse({ LOG_LEVEL: 'debug' })
  ;[tenant] = (await brokerTenants(house.cloud.control, 1)) as [BrokerTenant]
  const { id, secret } = await makeClient(house.actor, {
    ...{ name: 'Backup 01', scopes: ['tokens:issue'], resources: ['graph'], validDays: 30 },
    ...{ reach: 'tenants', reachIds: [tenant.id] },
  })
  server = await serve()
  const latchkey = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  environment = { latchkey, tenant: tenant.id, client_id: id, client_secret: secret ?? '', pfx_password: 'never-kept' }
  process.stdout.write = (chunk: string | Uint8Array) => {
    logged += String(chunk)
    return write(chunk)
  }
})
afterAll(async () => {
  process.stdout.write = write
  server.close()
  await house.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The handlers that Next serves, behind a socket that curl can reach. */
async function serve(): Promise<Server> {
  const api = openApi()
  const made = createServer((request, response) => {
    void (async () => {
      const chunks: Uint8Array[] = []
      for await (const chunk of request) chunks.push(chunk as Uint8Array)
      const headers = new Headers(request.headers as Record<string, string>)
      const asked = new Request(`http://${request.headers.host ?? ''}${request.url ?? ''}`, {
        ...{ method: request.method ?? 'GET', headers },
        ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
      })
      const answer = await (request.url === '/api/oauth/token' ? tokenEndpoint(asked) : api.fetch(asked))
      response.writeHead(answer.status, Object.fromEntries(answer.headers))
      response.end(Buffer.from(await answer.arrayBuffer()))
    })()
  })
  made.listen(0, '127.0.0.1')
  await once(made, 'listening')
  return made
}

/** These blocks in their order in one shell, and then what a variable holds. */
async function shell(script: string): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', ...environment } as unknown as NodeJS.ProcessEnv
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder, env })
  return stdout.trim()
}

describe('the commands of the guide', () => {
  test('end in Microsoft’s token of this tenant, which then lies in no table and no log', async () => {
    const asking = blocks.slice(0, 3).join('\n')
    expect(asking).toContain('/api/oauth/token')
    const [expiresAt, token = ''] = (await shell(`${asking}\nprintf '\\n%s' "$graph_token"`)).split('\n')
    expect(claimsOf(token)).toMatchObject({ tenantId: tenant.entraTenantId, appId: tenant.appId })
    expect(Date.parse(expiresAt ?? '')).toBeGreaterThan(Date.now() + 5 * 60_000)

    const signature = token.split('.')[2] ?? ''
    const needles = [...needlesOf('token', token), ...needlesOf('its signature', signature)]
    expect(searchBytes('itself', Buffer.from(token), needles)).not.toEqual([])
    const { hits, rows } = await searchDatabase(house.database.url, needles)
    expect(rows).toBeGreaterThan(10)
    expect([...hits, ...searchBytes('log', Buffer.from(logged), needles)]).toEqual([])
  })

  test('make a key that stays on the server, and its certificate comes back signed', async () => {
    const [request = '', bundle = ''] = blocks.slice(3)
    await shell(request)
    const file = readFileSync(path.join(folder, 'backup-server.csr'))
    await addServerKey(house.actor, { tenantId: tenant.id, name: 'Backup 01', file })
    const [key] = (await getServerKeys(house.actor, tenant.id)).keys
    expect(key).toMatchObject({ name: 'Backup 01', brought: 'request', state: 'standing' })
    const { pem } = await readServerCertificate(house.actor, tenant.id, key?.id ?? '')
    writeFileSync(path.join(folder, 'backup-server.pem'), pem)
    await shell(bundle)
    expect(readFileSync(path.join(folder, 'backup-server.pfx')).length).toBeGreaterThan(1000)
  })

  test('stand on the tenant’s page with its ids and without a secret; the token one runs as it is', async () => {
    const recipes = await getRecipes(house.actor, tenant.id, environment['latchkey'] ?? '')
    expect(recipes.map(({ key }) => key)).toEqual(['broker', 'graph', 'exchange', 'veeam', 'environment'])
    const all = recipes.map(({ text }) => text).join('\n')
    for (const id of [tenant.entraTenantId, tenant.appId, tenant.id]) expect(all).toContain(id)
    expect(all).not.toMatch(/PRIVATE KEY|eyJ|client_secret=/)
    const { sha1 } = (await getServerKeys(house.actor, tenant.id)).keys[0] ?? { sha1: 'none' }
    expect(all).toContain(sha1)
    const broker = recipes[0]?.text.replace('"$client_id"', '"$client_id:$client_secret"') ?? ''
    const answer = JSON.parse((await shell(broker)).split('\n').at(-1) ?? '') as { accessToken: string }
    expect(claimsOf(answer.accessToken).tenantId).toBe(tenant.entraTenantId)
  })
})
