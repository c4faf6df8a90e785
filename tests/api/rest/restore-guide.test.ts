import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { POST } from '@/app/api/restore-door/route'
import { openDoor } from '@/lib/restore/door-keeping'
import { restoreRoles } from '@/lib/microsoft/roles'
import { guardedTenant, nameOf } from '../../support/restore'
import type { Started } from '../../support/runs'
import { openHouse, type House } from '../../support/tenants'
import { openDesk } from './desk'

const run = promisify(execFile)
const folder = mkdtempSync(path.join(os.tmpdir(), 'latchkey-guide-'))
const commands = [...readFileSync('docs/guide/restore-sign-in.md', 'utf8').matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(
  ([, block = '']) => block,
)
const desk = openDesk()
let house: House
let tenant: Started
let server: Server

beforeAll(async () => {
  house = await openHouse()
  tenant = await guardedTenant(house)
  await openDoor(house.actor, { tenantId: tenant.rowId, roles: restoreRoles, organizationName: '' })
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      void answer(request.method ?? '', request.url ?? '', request.headers, Buffer.concat(chunks)).then(
        async (given) => {
          response.writeHead(given.status, Object.fromEntries(given.headers)).end(await given.text())
        },
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  server.close()
  await house.close()
  rmSync(folder, { recursive: true })
})

/** The handlers that Next serves, behind HTTP. */
function answer(method: string, url: string, given: NodeJS.Dict<string | string[]>, body: Buffer): Promise<Response> {
  const headers = new Headers()
  for (const name of ['content-type', 'authorization']) {
    const value = given[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  const init = { method, headers, ...(method === 'POST' ? { body: body.toString('utf8') } : {}) }
  return /^\/v[4-8]\/token$/i.test(url)
    ? POST(new Request(`http://portal.test${url}`, init))
    : desk.send(method, url, init)
}

async function follow(command: string): Promise<string> {
  const { port } = server.address() as AddressInfo
  const env = {
    ...process.env,
    ...{ microsoft: house.cloud.origin, organization: nameOf(tenant), latchkey: `http://127.0.0.1:${port}` },
  }
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', command], { cwd: folder, env })
  return stdout
}

test('the commands of the guide, with a tenant that has security defaults on, end in a session', async () => {
  const [code = '', assertion = '', session = ''] = commands
  expect(commands).toHaveLength(3)
  await follow(code)
  const { user_code } = JSON.parse(readFileSync(path.join(folder, 'code.json'), 'utf8')) as { user_code: string }
  await house.cloud.control.signIn({ userCode: user_code, person: 'global-administrator' })
  await follow(assertion)
  expect(JSON.parse(await follow(session))).toMatchObject({
    account: { userPrincipalName: `ada.admin@${tenant.domain}` },
    tenant: { organizationName: nameOf(tenant) },
  })
})

test('a password gets nothing from Microsoft there: that is what security defaults mean', async () => {
  const form = {
    grant_type: 'password',
    client_id: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
    username: 'x',
    password: 'y',
  }
  const answer = await fetch(`${house.cloud.origin}/${nameOf(tenant)}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  expect(await answer.json()).toMatchObject({ error_codes: [50076] })
})
