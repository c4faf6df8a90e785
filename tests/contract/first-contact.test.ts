import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runtime } from '@/lib/runtime'
import type { Terminal } from '@/scripts/contact-journey'
import { contactAndCompare } from '@/scripts/contact'
import { rehearse } from '@/scripts/contact-rehearsal'
import type { Exchange } from '@/scripts/exchanges'
import { openHouse, type House } from '@/tests/support/tenants'

const workloads = ['exchange', 'sharepoint', 'teams', 'groups', 'own-registration']
const marker = 'CANARYfirstcontact'

let house: House
let folder: string
let expected: readonly Exchange[]

beforeAll(async () => {
  house = await openHouse()
  expected = await rehearse(runtime().settings, workloads)
  folder = mkdtempSync(path.join(os.tmpdir(), 'latchkey-contact-'))
  await house.cloud.control.markers({ deviceCode: `${marker}A`, accessToken: `${marker}B` })
}, 180_000)
afterAll(async () => {
  await house.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Told {
  lines: string[]
  codes: string[]
}

function person(told: Told, agrees = true): Terminal {
  return {
    say: (line) => void told.lines.push(line),
    agree: () => Promise.resolve(agrees),
    showCode: async ({ userCode }) => {
      told.codes.push(userCode)
      await house.cloud.control.signIn({ userCode, person: 'global-administrator' })
    },
  }
}

async function contact(domain: string, name: string, agrees = true) {
  const told: Told = { lines: [], codes: [] }
  const into = path.join(folder, name)
  const wish = { domain, workloads }
  const result = await contactAndCompare(house.actor, wish, person(told, agrees), expected, into)
  const files = readdirSync(into).map((file) => readFileSync(path.join(into, file), 'utf8'))
  return { ...result, told, files, text: files.join('\n') }
}

test('a tenant like the rehearsed one is connected, checked, and differs in nothing', async () => {
  const { domain, tenantId } = await house.newTenant()
  const { end, differences, told, files, text } = await contact(domain, 'same')
  expect([end, differences]).toEqual(['connected', []])
  expect(told.codes).toHaveLength(2)
  expect(told.lines.join('\n')).toContain('No difference from the practice cloud was found.')
  expect((await house.cloud.control.god(tenantId)).applications).toHaveLength(1)
  expect(files.length).toBeGreaterThan(15)
  for (const place of ['/oauth2/v2.0/devicecode', '/$batch', '/applications(uniqueName=', '/sites/root'])
    expect(text).toContain(place)
})

test('what is kept holds no secret, no name, no address and no identifier of the tenant', async () => {
  const { domain, tenantId } = await house.newTenant()
  const { told, text } = await contact(domain, 'redacted')
  const god = await house.cloud.control.god(tenantId)
  const identifiers = god.applications.flatMap(({ objectId, appId, uniqueName, keyCredentials }) => [
    ...[objectId, appId, uniqueName ?? ''],
    ...keyCredentials.flatMap(({ keyId, sha1, sha256 }) => [keyId, sha1, sha256]),
  ])
  const names = [domain, domain.replace('.example', ''), 'Test Company', 'ada.admin', 'Ada Admin', '.sharepoint.com']
  for (const secret of [marker, tenantId, ...identifiers, ...names, ...told.codes, 'eyJ'])
    expect([secret, text.toLowerCase().includes(secret.toLowerCase())]).toEqual([secret, false])
})

test('a tenant that answers otherwise is told call by call', async () => {
  const { domain, tenantId } = await house.newTenant()
  await house.cloud.control.plant(tenantId, { licences: ['exchange', 'sharepoint'] })
  const { end, differences } = await contact(domain, 'other')
  expect(end).toBe('connected')
  expect(differences).toContain('GET /v1.0/teams?$select&$top: answered 403 Forbidden, the practice cloud 200')
})

test('nothing is written before somebody agrees', async () => {
  const { domain, tenantId } = await house.newTenant()
  const { end, told } = await contact(domain, 'looked', false)
  expect(end).toBe('looked')
  expect(told.codes).toHaveLength(1)
  const calls = (await house.cloud.control.log({ tenant: tenantId })).filter(({ path }) => path.startsWith('/v1.0/'))
  expect(calls.length).toBeGreaterThan(0)
  expect(calls.filter(({ effect }) => effect)).toEqual([])
})
