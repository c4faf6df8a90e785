import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { controlOver } from '@/practice-cloud/control/client'
import { startPracticeCloud } from '@/practice-cloud/server'
import type { PracticeCloud } from '@/practice-cloud/server'
import { claimsOf, newCertificate, newTenant, register } from './support'

let folder: string
let cloud: PracticeCloud
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'practice-tls-'))
  cloud = await startPracticeCloud({ tls: true, stateFile: path.join(folder, 'state.json') })
})
afterAll(async () => {
  await cloud.close()
  await rm(folder, { recursive: true })
})

/** A request that trusts the cloud's authority and nobody else. */
function get(
  url: string,
  ca: string | undefined,
): Promise<{ status: number | undefined; body: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { ca: ca ?? [] }, (response) => {
      let text = ''
      response.on('data', (part: Buffer) => (text += part.toString()))
      response.on('end', () =>
        resolve({ status: response.statusCode, body: JSON.parse(text) as Record<string, unknown> }),
      )
    })
    sent.on('error', reject)
    sent.end()
  })
}

test('over TLS every address of the configuration is https and of the host that was asked', async () => {
  const port = new URL(cloud.tlsOrigin ?? '').port
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) {
    const { body } = await get(`https://${host}/northwind.example/v2.0/.well-known/openid-configuration`, cloud.caPem)
    for (const name of [
      'issuer',
      'token_endpoint',
      'authorization_endpoint',
      'device_authorization_endpoint',
      'jwks_uri',
    ])
      expect(String(body[name])).toMatch(new RegExp(`^https://${host}/[0-9a-f-]{36}/`))
    expect(body['msgraph_host']).toBe(host)
  }
  const plain = await fetch(`${cloud.origin}/northwind.example/v2.0/.well-known/openid-configuration`)
  expect(((await plain.json()) as { issuer: string }).issuer.startsWith(`${cloud.origin}/`)).toBe(true)
})

test('who does not trust its authority does not get through', async () => {
  await expect(
    get(`${cloud.tlsOrigin ?? ''}/common/v2.0/.well-known/openid-configuration`, undefined),
  ).rejects.toThrow()
})

test('instance discovery names this host, and refuses another', async () => {
  const ask = (host: string) =>
    get(
      `${cloud.tlsOrigin ?? ''}/common/discovery/instance?api-version=1.1&authorization_endpoint=https://${host}/northwind.example/oauth2/v2.0/authorize`,
      cloud.caPem,
    )
  const host = new URL(cloud.tlsOrigin ?? '').host
  expect((await ask(host)).body).toMatchObject({
    tenant_discovery_endpoint: `https://${host}/northwind.example/v2.0/.well-known/openid-configuration`,
    metadata: [{ preferred_network: host, aliases: [host] }],
  })
  expect((await ask('login.evil.example')).body).toMatchObject({ error: 'invalid_instance', error_codes: [50049] })
})

test('the authority stays the same over a restart, and the control API names it', async () => {
  const stateFile = path.join(folder, 'again.json')
  const first = await startPracticeCloud({ tls: true, stateFile })
  const told = await controlOver(first.origin).addresses()
  expect(told).toEqual({ origin: first.origin, tlsOrigin: first.tlsOrigin, caPem: first.caPem, caFile: first.caFile })
  expect(await readFile(first.caFile ?? '', 'utf8')).toBe(first.caPem)
  await first.close()
  const second = await startPracticeCloud({ tls: true, stateFile })
  expect(second.caPem).toBe(first.caPem)
  await second.close()
})

test('without TLS there is no second listener', async () => {
  const plain = await startPracticeCloud()
  expect(await plain.control.addresses()).toEqual({ origin: plain.origin })
  await plain.close()
})

test.each(['msal', 'azure-identity'])('%s, unmodified, signs an application in by its certificate', async (client) => {
  const visitor = await newTenant(cloud)
  const certificate = newCertificate()
  const { appId } = await register(visitor, certificate, ['Organization.Read.All'])
  const key = certificate.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  const lines = certificate.der.replace(/.{64}/g, '$&\n')
  const certificatePath = path.join(folder, `${client}.pem`)
  const pem = `${key}-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
  await writeFile(certificatePath, pem, { mode: 0o600 })
  const wish = {
    flow: 'certificate',
    origin: cloud.tlsOrigin,
    tenantId: visitor.tenantId,
    clientId: appId,
    certificatePath,
  }
  const program = path.join(import.meta.dirname, '../contract/clients', `${client}-process.ts`)
  const child = spawn(process.execPath, ['--import', 'tsx', program, JSON.stringify(wish)], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: cloud.caFile },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const told: string[] = []
  for await (const line of createInterface(child.stdout)) told.push(line)
  const { token } = JSON.parse(told.at(-1) ?? '{}') as { token?: string }
  expect(claimsOf(token ?? '')).toMatchObject({ appid: appId, tid: visitor.tenantId, roles: ['Organization.Read.All'] })
})
