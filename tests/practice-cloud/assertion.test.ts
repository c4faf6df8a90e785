import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PracticeCloud } from '@/practice-cloud/server'
import { aadsts, claimsOf, EXCHANGE, newCertificate, newTenant, register, startCloud } from './support'
import type { Registered, Visitor } from './support'

let cloud: PracticeCloud
let visitor: Visitor
let made: Registered
const certificate = newCertificate()

beforeAll(async () => {
  cloud = await startCloud()
  visitor = await newTenant(cloud)
  made = await register(visitor, certificate, ['User.Read.All'])
})
afterAll(() => cloud.close())

const seconds = () => Math.floor(Date.now() / 1000)
const ask = (assertion: string, scope?: string) => visitor.tokenReply(made.appId, assertion, scope)

test('a good assertion gives a token of the application, with its roles', async () => {
  const answer = await ask(visitor.assertion(made.appId, certificate))
  expect(answer.body).toMatchObject({ token_type: 'Bearer', expires_in: 3599 })
  const claims = claimsOf(String(answer.body['access_token']))
  expect(claims).toMatchObject({
    idtyp: 'app',
    appid: made.appId,
    oid: made.principalId,
    tid: visitor.tenantId,
    appidacr: '2',
  })
  expect(claims['roles']).toEqual(['User.Read.All'])
})

test('a repeated jti passes', async () => {
  const assertion = visitor.assertion(made.appId, certificate)
  expect((await ask(assertion)).status).toBe(200)
  expect((await ask(assertion)).status).toBe(200)
})

test('RS256 with the SHA-1 thumbprint passes too', async () => {
  const x5t = createHash('sha1').update(Buffer.from(certificate.der, 'base64')).digest('base64url')
  const assertion = visitor.assertion(made.appId, certificate, {}, { alg: 'RS256', x5t, 'x5t#S256': undefined })
  expect((await ask(assertion)).status).toBe(200)
})

test('an audience with https for the same host passes, as some clients insist on it', async () => {
  const aud = `${cloud.origin.replace('http:', 'https:')}/${visitor.tenantId}/oauth2/v2.0/token`
  expect((await ask(visitor.assertion(made.appId, certificate, { aud }))).status).toBe(200)
})

test('an assertion with a margin of a few minutes on either side passes', async () => {
  const late = visitor.assertion(made.appId, certificate, { nbf: seconds() + 200, exp: seconds() + 800 })
  expect((await ask(late)).status).toBe(200)
})

describe('each wrong claim is refused with the right number', () => {
  test.each([
    ['audience of another token service', { aud: 'https://login.microsoftonline.com/x/oauth2/v2.0/token' }, 700023],
    ['audience of another tenant', { aud: 'http://127.0.0.1/other/oauth2/v2.0/token' }, 700023],
    ['issuer that is not the client', { iss: randomUUID() }, 700023],
    ['subject that is not the client', { sub: randomUUID() }, 700023],
    ['expiry in the past', { nbf: 1, exp: 1000 }, 700024],
    ['start in the future', { nbf: seconds() + 3600, exp: seconds() + 4200 }, 700024],
    ['no expiry', { exp: undefined }, 700024],
  ])('%s', async (_what, claims, number) => {
    const answer = await ask(visitor.assertion(made.appId, certificate, claims))
    expect([answer.status, answer.body['error'], aadsts(answer)]).toEqual([401, 'invalid_client', number])
  })
})

describe('each wrong signature is refused with the right number', () => {
  test('a certificate that is not registered', async () => {
    const answer = await ask(visitor.assertion(made.appId, newCertificate()))
    expect([answer.status, answer.body['error'], aadsts(answer)]).toEqual([401, 'invalid_client', 700027])
    expect(String(answer.body['error_description'])).toContain('The key was not found.')
  })

  test('the right thumbprint over a signature of another key', async () => {
    const x5t = Buffer.from(certificate.sha256, 'hex').toString('base64url')
    const answer = await ask(visitor.assertion(made.appId, newCertificate(), {}, { 'x5t#S256': x5t }))
    expect(aadsts(answer)).toBe(700027)
  })

  test('an assertion that was changed after it was signed', async () => {
    const [header, , signature] = visitor.assertion(made.appId, certificate).split('.')
    const [, claims] = visitor.assertion(made.appId, certificate, { jti: 'other' }).split('.')
    expect(aadsts(await ask(`${String(header)}.${String(claims)}.${String(signature)}`))).toBe(700027)
  })

  test('an algorithm that is not PS256 or RS256', async () => {
    const [, claims, signature] = visitor.assertion(made.appId, certificate).split('.')
    const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')
    expect(aadsts(await ask(`${header}.${String(claims)}.${String(signature)}`))).toBe(5002738)
  })

  test('something that is no token at all', async () => {
    expect(aadsts(await ask('not.a.token'))).toBe(50027)
    expect(aadsts(await ask('abc'))).toBe(50027)
  })

  test('no assertion', async () => {
    expect(aadsts(await ask(''))).toBe(7000218)
  })
})

describe('dates of the certificate count', () => {
  test('an expired certificate no longer signs in', async () => {
    const own = await startCloud()
    try {
      const there = await newTenant(own)
      const short = newCertificate({ days: 30 })
      const application = await register(there, short)
      await own.control.advanceClock(31 * 86_400)
      const times = { nbf: seconds() + 31 * 86_400, exp: seconds() + 31 * 86_400 + 600 }
      const answer = await there.tokenReply(application.appId, there.assertion(application.appId, short, times))
      expect(aadsts(answer)).toBe(700027)
      expect(String(answer.body['error_description'])).toContain('expired')
    } finally {
      await own.close()
    }
  })
})

describe('the application and its principal count', () => {
  test('an application that does not exist is unknown in the directory', async () => {
    const nobody = randomUUID()
    const answer = await visitor.tokenReply(nobody, visitor.assertion(nobody, certificate))
    expect([answer.status, answer.body['error'], aadsts(answer)]).toEqual([400, 'unauthorized_client', 700016])
  })

  test('a missing service principal, a disabled one and a deleted application have numbers of their own', async () => {
    const there = await newTenant(cloud)
    const application = await register(there, certificate)
    const token = () => there.tokenReply(application.appId, there.assertion(application.appId, certificate))
    await cloud.control.plant(there.tenantId, { disableServicePrincipal: { application: application.appId } })
    expect(aadsts(await token())).toBe(7000112)
    await cloud.control.plant(there.tenantId, { deleteServicePrincipal: { application: application.appId } })
    expect(aadsts(await token())).toBe(7000229)
    await cloud.control.plant(there.tenantId, { deleteApplication: { application: application.appId } })
    expect(aadsts(await token())).toBe(700016)
  })

  test('common does not do for an application', async () => {
    const answer = await visitor.form('/common/oauth2/v2.0/token', {
      grant_type: 'client_credentials',
      client_id: made.appId,
      scope: 'https://graph.microsoft.com/.default',
    })
    expect(aadsts(answer)).toBe(9001023)
  })
})

describe('resources', () => {
  test('a token without any role is issued, without a roles claim, and Graph refuses it', async () => {
    const there = await newTenant(cloud)
    const application = await register(there, certificate)
    const token = await there.appToken(application.appId, certificate)
    expect(claimsOf(token)).not.toHaveProperty('roles')
    expect((await there.graph(token, 'GET', '/users?$top=1')).status).toBe(403)
  })

  test('roles are those of the resource that was asked for', async () => {
    const there = await newTenant(cloud)
    const application = await register(there, certificate, ['User.Read.All'])
    await there.grant(application.token, application.principalId, 'Exchange.ManageAsApp', EXCHANGE)
    const exchange = await there.appToken(application.appId, certificate, 'https://outlook.office365.com/.default')
    expect(claimsOf(exchange)).toMatchObject({ aud: 'https://outlook.office365.com', roles: ['Exchange.ManageAsApp'] })
    expect((await there.graph(exchange, 'GET', '/organization')).status).toBe(401)
  })

  test('the SharePoint host that the root site names is a resource, and one built from the domain is not', async () => {
    const there = await newTenant(cloud)
    const application = await register(there, certificate, ['Sites.Read.All'])
    const token = await there.appToken(application.appId, certificate)
    const site = await there.graph(token, 'GET', '/sites/root')
    const host = new URL(String(site.body['webUrl'])).host
    const ask = (name: string) =>
      there.tokenReply(application.appId, there.assertion(application.appId, certificate), `https://${name}/.default`)
    expect((await ask(host)).status).toBe(200)
    expect(aadsts(await ask('somebody.sharepoint.com'))).toBe(500011)
  })

  test('a service that is not licensed has no principal to ask for', async () => {
    const there = await newTenant(cloud, { licences: [] })
    const application = await register(there, certificate)
    const answer = await there.tokenReply(
      application.appId,
      there.assertion(application.appId, certificate),
      'https://outlook.office365.com/.default',
    )
    expect(aadsts(answer)).toBe(500011)
  })

  test('a scope without .default is refused', async () => {
    const answer = await ask(visitor.assertion(made.appId, certificate), 'https://graph.microsoft.com/User.Read.All')
    expect(aadsts(answer)).toBe(1002012)
  })
})
