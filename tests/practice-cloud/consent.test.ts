import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PracticeCloud } from '@/practice-cloud/server'
import { askFor, backOf, codeFor, redeem, registerBootstrap, SETUP_SCOPES } from './bootstrap'
import { aadsts, claimsOf, newTenant, rows, startCloud } from './support'
import type { Visitor } from './support'

let cloud: PracticeCloud
beforeAll(async () => {
  cloud = await startCloud()
})
afterAll(() => cloud.close())

const left = async (visitor: Visitor) => {
  const { servicePrincipals, delegatedGrants } = await cloud.control.god(visitor.tenantId)
  return { servicePrincipals, delegatedGrants }
}
const authorize = (visitor: Visitor, appId: string, person: string, consent?: 'person' | 'organization') =>
  cloud.control.authorizeAs({ url: askFor(visitor, appId).url, person, consent })

describe('the first sign-in of an application of elsewhere', () => {
  test('leaves its service principal and one grant for everybody where the administrator consents for all', async () => {
    const visitor = await newTenant(cloud)
    const { appId } = await registerBootstrap(cloud)
    await authorize(visitor, appId, 'global-administrator', 'organization')
    const { servicePrincipals, delegatedGrants } = await left(visitor)
    const provider = (await cloud.control.tenants()).find((tenant) => tenant.domain === 'provider.practice.example')
    expect(servicePrincipals).toMatchObject([{ appId, homeTenantId: provider?.tenantId }])
    expect(delegatedGrants).toMatchObject([{ consentType: 'AllPrincipals', principalId: null }])
    expect(delegatedGrants[0]?.scope.split(' ')).toEqual(expect.arrayContaining(SETUP_SCOPES))
  })

  test('leaves a grant for this administrator alone where the box stays empty, and others are asked again', async () => {
    const visitor = await newTenant(cloud)
    const { appId } = await registerBootstrap(cloud)
    await authorize(visitor, appId, 'global-administrator', 'person')
    const [grant] = (await left(visitor)).delegatedGrants
    expect([grant?.consentType, typeof grant?.principalId]).toEqual(['Principal', 'string'])
    expect(backOf(await authorize(visitor, appId, 'global-administrator'))['code']).toBeDefined()
    expect((await authorize(visitor, appId, 'ordinary-user')).shown?.code).toBe(90094)
  })

  test('leaves nothing where somebody refuses, or may not consent', async () => {
    const visitor = await newTenant(cloud)
    const { appId } = await registerBootstrap(cloud)
    const { url } = askFor(visitor, appId)
    await cloud.control.authorizeAs({ url, person: 'global-administrator', outcome: 'consent-declined' })
    const ended = await authorize(visitor, appId, 'ordinary-user')
    expect(ended.shown?.title).toBe('Need admin approval')
    expect(backOf(ended)).toMatchObject({ error: 'access_denied', state: 'state-1' })
    expect(await left(visitor)).toEqual({ servicePrincipals: [], delegatedGrants: [] })
  })

  test('lets an ordinary user consent to what is theirs alone', async () => {
    const visitor = await newTenant(cloud)
    const { appId } = await registerBootstrap(cloud)
    const scope = 'openid https://graph.microsoft.com/User.Read'
    const { code } = await codeFor(visitor, appId, 'ordinary-user', { scope })
    expect(code).toBeDefined()
    expect((await left(visitor)).delegatedGrants).toMatchObject([{ consentType: 'Principal' }])
  })

  test('works by device code, with the same consent and the same proof', async () => {
    const visitor = await newTenant(cloud)
    const { appId, certificate } = await registerBootstrap(cloud)
    const scope = 'https://graph.microsoft.com/.default'
    const started = await visitor.deviceCode({ client_id: appId, scope })
    await cloud.control.signIn({ userCode: String(started.body['user_code']), person: 'global-administrator' })
    const bare = await visitor.poll(started.body['device_code'], { client_id: appId })
    expect([bare.status, aadsts(bare)]).toEqual([401, 7000218])
    const proof = visitor.proof(appId, certificate)
    const { body } = await visitor.poll(started.body['device_code'], { client_id: appId, ...proof })
    expect(String(claimsOf(String(body['access_token']))['scp']).split(' ')).toEqual(
      expect.arrayContaining(SETUP_SCOPES),
    )
    expect((await left(visitor)).servicePrincipals).toMatchObject([{ appId }])
  })

  test('refused by device code ends the code with 65004', async () => {
    const visitor = await newTenant(cloud)
    const { appId } = await registerBootstrap(cloud, { isFallbackPublicClient: true })
    const started = await visitor.deviceCode({ client_id: appId })
    const userCode = String(started.body['user_code'])
    await cloud.control.signIn({ userCode, person: 'global-administrator', outcome: 'consent-declined' })
    expect(aadsts(await visitor.poll(started.body['device_code'], { client_id: appId }))).toBe(65004)
  })
})

describe('what it left, at Graph', () => {
  test('names its owner, and goes with its grants when an administrator deletes it', async () => {
    const visitor = await newTenant(cloud)
    const bootstrap = await registerBootstrap(cloud)
    const { code, ...asked } = await codeFor(visitor, bootstrap.appId)
    await redeem(visitor, bootstrap, asked, code)
    const cli = await visitor.signIn('global-administrator')
    const found = await visitor.graph(cli, 'GET', `/servicePrincipals(appId='${bootstrap.appId}')`)
    const tenants = await cloud.control.tenants()
    const home = tenants.find((tenant) => tenant.domain === 'provider.practice.example')?.tenantId
    expect(found.body).toMatchObject({ appOwnerOrganizationId: home, signInAudience: 'AzureADMultipleOrgs' })
    const id = String(found.body['id'])
    const grants = `/oauth2PermissionGrants?$filter=clientId eq '${id}'`
    expect(rows(await visitor.graph(cli, 'GET', grants))).toHaveLength(1)
    const user = await visitor.signIn('ordinary-user')
    expect((await visitor.graph(user, 'DELETE', `/servicePrincipals/${id}`)).status).toBe(403)
    expect((await visitor.graph(cli, 'DELETE', `/servicePrincipals/${id}`)).status).toBe(204)
    expect(rows(await visitor.graph(cli, 'GET', grants))).toEqual([])
    const asksAgain = await authorize(visitor, bootstrap.appId, 'ordinary-user')
    expect(asksAgain.shown?.code).toBe(90094)
  })

  test('a grant is read with the permission for it only', async () => {
    const visitor = await newTenant(cloud)
    const bootstrap = await registerBootstrap(cloud)
    const { code, ...asked } = await codeFor(visitor, bootstrap.appId)
    const { body } = await redeem(visitor, bootstrap, asked, code)
    expect((await visitor.graph(String(body['access_token']), 'GET', '/oauth2PermissionGrants')).status).toBe(403)
  })

  test('switched off, it signs nobody in', async () => {
    const visitor = await newTenant(cloud)
    const { appId } = await registerBootstrap(cloud)
    await authorize(visitor, appId, 'global-administrator')
    await cloud.control.plant(visitor.tenantId, { disableServicePrincipal: { application: appId } })
    expect((await authorize(visitor, appId, 'global-administrator')).shown?.code).toBe(7000112)
  })
})

describe('registering', () => {
  test.each(['http://portal.example/return', 'https://*.example/return', 'not an address', 'https://a.example/#b'])(
    'refuses the redirect address %s',
    async (address) => {
      await expect(registerBootstrap(cloud, { redirectUris: { web: [address] } })).rejects.toThrow('redirect address')
    },
  )
})
