import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPracticeCloud, type PracticeCloud } from '@/practice-cloud/server'
import { AZURE_CLI, claimsOf, newCertificate, newTenant, register, type Visitor } from '@/tests/practice-cloud/support'
import type { Told, Wish } from './clients/told'

// libraries as they come, each in a process of its own that trusts the practice cloud's authority
const clients = ['msal', 'azure-identity']
const certificate = newCertificate()

let cloud: PracticeCloud
let visitor: Visitor
let folder: string
let appId: string

beforeAll(async () => {
  cloud = await startPracticeCloud({ tls: true })
  visitor = await newTenant(cloud)
  const made = await register(visitor, certificate, ['Organization.Read.All'])
  appId = made.appId
  folder = mkdtempSync(path.join(os.tmpdir(), 'latchkey-clients-'))
  writeFileSync(path.join(folder, 'authority.pem'), cloud.caPem ?? '')
  const key = certificate.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  const lines = certificate.der.match(/.{1,64}/g)?.join('\n') ?? ''
  const pem = `${key}-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
  writeFileSync(path.join(folder, 'certificate.pem'), pem, { mode: 0o600 })
})

afterAll(async () => {
  await cloud.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs a client until it tells a token; the person signs in as soon as it shows a code. */
async function tokenOf(client: string, flow: Wish['flow'], clientId: string): Promise<string> {
  const certificatePath = path.join(folder, 'certificate.pem')
  const wish: Wish = { flow, origin: cloud.tlsOrigin ?? '', tenantId: visitor.tenantId, clientId, certificatePath }
  const program = path.join(import.meta.dirname, 'clients', `${client}-process.ts`)
  const child = spawn(process.execPath, ['--import', 'tsx', program, JSON.stringify(wish)], {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'test',
      HOME: folder,
      NODE_EXTRA_CA_CERTS: path.join(folder, 'authority.pem'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaint = ''
  child.stderr.on('data', (part: Buffer) => (complaint += part.toString()))
  let token = ''
  for await (const line of createInterface({ input: child.stdout })) {
    const told = JSON.parse(line) as Told
    if (told.userCode !== undefined)
      await cloud.control.signIn({ userCode: told.userCode, person: 'global-administrator' })
    token = told.token ?? token
  }
  if (token === '') throw new Error(`${client} got no token: ${complaint.slice(0, 2000)}`)
  return token
}

describe.each(clients)('%s, unmodified, over TLS', (client) => {
  test('signs a person in by device code, and the token reads the organization', async () => {
    const token = await tokenOf(client, 'device-code', AZURE_CLI)
    expect(claimsOf(token)).toMatchObject({ tid: visitor.tenantId, appid: AZURE_CLI })
    const { status, body } = await visitor.graph(token, 'GET', '/organization')
    expect([status, (body['value'] as { id: string }[])[0]?.id]).toEqual([200, visitor.tenantId])
  })

  test('signs an application in by certificate, and the token reads the organization', async () => {
    const token = await tokenOf(client, 'certificate', appId)
    expect(claimsOf(token)).toMatchObject({ tid: visitor.tenantId, appid: appId, roles: ['Organization.Read.All'] })
    expect((await visitor.graph(token, 'GET', '/organization')).status).toBe(200)
  })
})
