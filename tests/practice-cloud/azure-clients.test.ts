import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PracticeCloud } from '@/practice-cloud/server'
import { aadsts, claimsOf, newCertificate, newTenant, register, startCloud, AZURE_CLI, type Visitor } from './support'

// what Azure CLI and the CLI for Microsoft 365 do beside the well-trodden ways
const manager = 'https://management.core.windows.net//.default'

let cloud: PracticeCloud
let visitor: Visitor

beforeAll(async () => {
  cloud = await startCloud()
  visitor = await newTenant(cloud)
})
afterAll(() => cloud.close())

const refresh = (token: unknown, scope: string) =>
  visitor.form(`/${visitor.tenantId}/oauth2/v2.0/token`, {
    grant_type: 'refresh_token',
    client_id: AZURE_CLI,
    refresh_token: String(token),
    scope,
  })

test('a sign-in to Azure gives no right on Graph, and its refresh token gives one for Graph', async () => {
  const scope = `${manager} offline_access openid profile`
  const signedIn = await visitor.signInReply('global-administrator', { scope })
  expect((await visitor.graph(String(signedIn.body['access_token']), 'GET', '/applications')).status).toBe(403)
  const refreshed = await refresh(
    signedIn.body['refresh_token'],
    'https://graph.microsoft.com//.default offline_access',
  )
  const token = String(refreshed.body['access_token'])
  expect(claimsOf(token)['scp']).toContain('Application.ReadWrite.All')
  expect((await visitor.graph(token, 'GET', '/applications')).status).toBe(200)
})

test('a refresh token gives nothing that the client may never have', async () => {
  const signedIn = await visitor.signInReply('global-administrator', { scope: `${manager} offline_access` })
  const refused = await refresh(signedIn.body['refresh_token'], 'https://graph.microsoft.com/Policy.Read.All')
  expect(aadsts(refused)).toBe(65002)
})

test('an application gets a token for Azure, without roles', async () => {
  const certificate = newCertificate()
  const made = await register(visitor, certificate)
  const token = await visitor.appToken(made.appId, certificate, manager)
  expect(claimsOf(token)).toMatchObject({ aud: 'https://management.core.windows.net/', appid: made.appId })
  expect(claimsOf(token)).not.toHaveProperty('roles')
})

test('“myorganization” before a path means the own tenant, alone and in a batch', async () => {
  const token = await visitor.signIn('global-administrator')
  expect((await visitor.graph(token, 'GET', '/myorganization/organization')).status).toBe(200)
  const requests = [{ id: '1', method: 'GET', url: '/myorganization/organization' }]
  const { body } = await visitor.graph(token, 'POST', '/$batch', { requests })
  expect((body['responses'] as { status: number }[])[0]?.status).toBe(200)
})

test('a client secret is told once, shown without its text, and removed', async () => {
  const { token, objectId, principalId } = await register(visitor, newCertificate())
  for (const holder of [`/applications/${objectId}`, `/servicePrincipals/${principalId}`]) {
    const made = await visitor.graph(token, 'POST', `${holder}/addPassword`, {
      passwordCredential: { displayName: 'x' },
    })
    expect(String(made.body['secretText'])).toHaveLength(40)
    const shown = await visitor.graph(token, 'GET', holder)
    const { keyId } = made.body
    expect(shown.body['passwordCredentials']).toMatchObject([{ keyId, secretText: null, displayName: 'x' }])
    expect((await visitor.graph(token, 'POST', `${holder}/removePassword`, { keyId })).status).toBe(204)
    expect((await visitor.graph(token, 'POST', `${holder}/removePassword`, { keyId })).status).toBe(400)
  }
})
