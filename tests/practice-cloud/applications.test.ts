import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PracticeCloud } from '@/practice-cloud/server'
import { code, keyCredential, newCertificate, newTenant, register, rows, startCloud } from './support'
import type { Visitor } from './support'

let cloud: PracticeCloud
beforeAll(async () => {
  cloud = await startCloud()
})
afterAll(() => cloud.close())

const UPSERT = { prefer: 'create-if-missing' }

async function administered(): Promise<{ visitor: Visitor; token: string }> {
  const visitor = await newTenant(cloud)
  return { visitor, token: await visitor.signIn('global-administrator') }
}

describe('the upsert by unique name', () => {
  test('creates once and then changes, so that a repetition makes no second application', async () => {
    const { visitor, token } = await administered()
    const place = "/applications(uniqueName='backup-1')"
    const first = await visitor.graph(token, 'PATCH', place, { displayName: 'Backup' }, UPSERT)
    expect([first.status, first.body['uniqueName'], first.body['displayName']]).toEqual([201, 'backup-1', 'Backup'])
    const second = await visitor.graph(token, 'PATCH', place, { displayName: 'Backup, renamed' }, UPSERT)
    expect([second.status, second.body]).toEqual([204, {}])
    const read = await visitor.graph(token, 'GET', place)
    expect(read.body).toMatchObject({ id: first.body['id'], displayName: 'Backup, renamed' })
    expect((await cloud.control.god(visitor.tenantId)).applications).toHaveLength(1)
  })

  test('without Prefer nothing is created', async () => {
    const { visitor, token } = await administered()
    const answer = await visitor.graph(token, 'PATCH', "/applications(uniqueName='backup-1')", {
      displayName: 'Backup',
    })
    expect([answer.status, code(answer)]).toEqual([404, 'Request_ResourceNotFound'])
  })

  test('a quoted path may come percent-encoded', async () => {
    const { visitor, token } = await administered()
    const answer = await visitor.graph(
      token,
      'PATCH',
      '/applications(uniqueName=%27backup%3A1%27)',
      { displayName: 'B' },
      UPSERT,
    )
    expect([answer.status, answer.body['uniqueName']]).toEqual([201, 'backup:1'])
  })

  test('clashes with a deleted application of the same name until that is purged or restored', async () => {
    const { visitor, token } = await administered()
    const place = "/applications(uniqueName='backup-1')"
    const first = await visitor.graph(token, 'PATCH', place, { displayName: 'Backup' }, UPSERT)
    await visitor.graph(token, 'DELETE', `/applications/${String(first.body['id'])}`)
    const clash = await visitor.graph(token, 'PATCH', place, { displayName: 'Backup' }, UPSERT)
    expect([clash.status, code(clash)]).toEqual([409, 'Request_MultipleObjectsWithSameKeyValue'])
    await visitor.graph(token, 'DELETE', `/directory/deletedItems/${String(first.body['id'])}`)
    expect((await visitor.graph(token, 'PATCH', place, { displayName: 'Backup' }, UPSERT)).status).toBe(201)
  })

  test('of a service principal by client id creates once, then changes', async () => {
    const { visitor, token } = await administered()
    const application = await visitor.graph(token, 'POST', '/applications', { displayName: 'Backup' })
    const place = `/servicePrincipals(appId='${String(application.body['appId'])}')`
    expect((await visitor.graph(token, 'PATCH', place, { tags: [] })).status).toBe(404)
    const first = await visitor.graph(token, 'PATCH', place, { tags: ['HideApp'] }, UPSERT)
    expect([first.status, first.body['displayName'], first.body['tags']]).toEqual([201, 'Backup', ['HideApp']])
    expect((await visitor.graph(token, 'PATCH', place, { tags: ['HideApp'] }, UPSERT)).status).toBe(204)
    expect((await cloud.control.god(visitor.tenantId)).servicePrincipals).toHaveLength(1)
  })
})

test('a plain second POST makes a second application, as a display name is not unique', async () => {
  const { visitor, token } = await administered()
  for (let round = 0; round < 2; round++) await visitor.graph(token, 'POST', '/applications', { displayName: 'Backup' })
  const found = await visitor.graph(token, 'GET', "/applications?$filter=displayName eq 'Backup'")
  expect(found.body['value']).toHaveLength(2)
})

test('a created application has seven fraction digits once and whole seconds afterwards', async () => {
  const { visitor, token } = await administered()
  const made = await visitor.graph(token, 'POST', '/applications', { displayName: 'Backup' })
  expect(made.body['createdDateTime']).toMatch(/\.\d{7}Z$/)
  expect(made.headers.get('location')).toContain('Microsoft.DirectoryServices.Application')
  const read = await visitor.graph(token, 'GET', `/applications/${String(made.body['id'])}`)
  expect(read.body['createdDateTime']).toMatch(/:\d\dZ$/)
})

describe('what is not understood is refused', () => {
  test.each([
    ['an unknown property', { displayName: 'B', colour: 'red' }, 'BadRequest', /property 'colour' does not exist/],
    ['a wrong type', { displayName: 7 }, 'BadRequest', /Cannot convert/],
    ['a missing name', {}, 'Request_BadRequest', /value is required for property 'displayName'/],
    ['a read-only property', { displayName: 'B', appId: randomUUID() }, 'BadRequest', /property 'appId'/],
    ['an unknown audience', { displayName: 'B', signInAudience: 'Everybody' }, 'Request_BadRequest', /signInAudience/],
    ['a tag with a space', { displayName: 'B', tags: ['a b'] }, 'Request_BadRequest', /tags/],
  ])('%s', async (_what, body, expected, text) => {
    const { visitor, token } = await administered()
    const answer = await visitor.graph(token, 'POST', '/applications', body)
    expect([answer.status, code(answer)]).toEqual([400, expected])
    expect((answer.body['error'] as { message: string }).message).toMatch(text)
    expect((await cloud.control.god(visitor.tenantId)).applications).toEqual([])
  })

  test('a body without a content type', async () => {
    const { visitor, token } = await administered()
    const response = await fetch(`${cloud.origin}/v1.0/applications`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: new Blob(['{"displayName":"B"}']),
    })
    expect(response.status).toBe(400)
    expect((await cloud.control.god(visitor.tenantId)).applications).toEqual([])
  })

  test('a query that needs ConsistencyLevel, an unknown option, an unknown property, a path that is not there', async () => {
    const { visitor, token } = await administered()
    const status = async (path: string, headers = {}) =>
      code(await visitor.graph(token, 'GET', path, undefined, headers))
    expect(await status("/applications?$filter=displayName ne 'x'")).toBe('Request_UnsupportedQuery')
    const eventual = { consistencylevel: 'eventual' }
    expect(await status("/applications?$filter=displayName ne 'x'&$count=true", eventual)).toBeUndefined()
    expect(await status('/applications?$colour=red')).toBe('BadRequest')
    expect(await status('/applications?$select=id,colour')).toBeUndefined()
    await visitor.graph(token, 'POST', '/applications', { displayName: 'B' })
    expect(await status('/applications?$select=id,colour')).toBe('BadRequest')
    expect(await status('/nothing')).toBe('BadRequest')
  })
})

describe('keyCredentials', () => {
  test('keep the keyId that was chosen, show a hex SHA-1 thumbprint and the subject, and hide the key', async () => {
    const { visitor, token } = await administered()
    const keyId = randomUUID()
    const certificate = newCertificate()
    const body = { displayName: 'B', keyCredentials: [keyCredential(certificate, keyId)] }
    const made = await visitor.graph(token, 'POST', '/applications', body)
    const [shown] = made.body['keyCredentials'] as Record<string, unknown>[]
    expect(shown).toMatchObject({
      keyId,
      key: null,
      displayName: 'CN=Backup of a practice tenant',
      type: 'AsymmetricX509Cert',
    })
    expect(shown?.['customKeyIdentifier']).toMatch(/^[0-9A-F]{40}$/)
    const place = `/applications/${String(made.body['id'])}?$select=keyCredentials`
    const [full] = (await visitor.graph(token, 'GET', place)).body['keyCredentials'] as Record<string, unknown>[]
    expect(full?.['key']).toBe(certificate.der)
  })

  test('are replaced by whatever is sent: what is not sent back is gone', async () => {
    const { visitor, token } = await administered()
    const [first, second] = [randomUUID(), randomUUID()]
    const made = await visitor.graph(token, 'POST', '/applications', {
      displayName: 'B',
      keyCredentials: [keyCredential(newCertificate(), first)],
    })
    const place = `/applications/${String(made.body['id'])}`
    await visitor.graph(token, 'PATCH', place, { keyCredentials: [keyCredential(newCertificate(), second)] })
    const [application] = (await cloud.control.god(visitor.tenantId)).applications
    expect(application?.keyCredentials.map((key) => key.keyId)).toEqual([second])
  })

  test('stay when they are sent back by keyId beside a new one, and a patch of something else leaves them alone', async () => {
    const { visitor, token } = await administered()
    const [first, second] = [randomUUID(), randomUUID()]
    const made = await visitor.graph(token, 'POST', '/applications', {
      displayName: 'B',
      keyCredentials: [keyCredential(newCertificate(), first)],
    })
    const place = `/applications/${String(made.body['id'])}`
    const existing = (await visitor.graph(token, 'GET', place)).body['keyCredentials'] as object[]
    const merged = { keyCredentials: [...existing, keyCredential(newCertificate(), second)] }
    expect((await visitor.graph(token, 'PATCH', place, merged)).status).toBe(204)
    await visitor.graph(token, 'PATCH', place, { notes: 'something else' })
    const [application] = (await cloud.control.god(visitor.tenantId)).applications
    expect(application?.keyCredentials.map((key) => key.keyId)).toEqual([first, second])
  })

  test('refuse changed content under an existing keyId', async () => {
    const { visitor, token } = await administered()
    const keyId = randomUUID()
    const made = await visitor.graph(token, 'POST', '/applications', {
      displayName: 'B',
      keyCredentials: [keyCredential(newCertificate(), keyId)],
    })
    const answer = await visitor.graph(token, 'PATCH', `/applications/${String(made.body['id'])}`, {
      keyCredentials: [keyCredential(newCertificate(), keyId)],
    })
    expect([answer.status, code(answer)]).toEqual([400, 'Request_BadRequest'])
    expect(answer.body).toMatchObject({ error: { details: [{ code: 'KeyNotUpdatable', target: 'keyCredentials' }] } })
  })

  test.each([
    ['an end after the certificate', { endDateTime: '2199-01-01T00:00:00Z' }, 'KeyCredentialsInvalidEndDate'],
    ['an end that is not UTC', { endDateTime: '2026-12-01T00:00:00+02:00' }, 'KeyCredentialsInvalidEndDate'],
    ['a start before the certificate', { startDateTime: '2001-01-01T00:00:00Z' }, 'KeyCredentialsInvalidStartDate'],
    ['an unknown usage', { usage: 'Encrypt' }, 'Request_BadRequest'],
    ['an unknown type', { type: 'Symmetric' }, 'Request_BadRequest'],
    ['something that is no certificate', { key: 'AAAA' }, 'Request_BadRequest'],
    ['a keyId that is no GUID', { keyId: 'seven' }, 'BadRequest'],
    ['no key at all', { key: null }, 'Request_BadRequest'],
  ])('refuse %s', async (_what, change, expected) => {
    const { visitor, token } = await administered()
    const credential = { ...keyCredential(newCertificate()), ...change }
    const answer = await visitor.graph(token, 'POST', '/applications', {
      displayName: 'B',
      keyCredentials: [credential],
    })
    expect([answer.status, code(answer)]).toEqual([400, expected])
  })
})

describe('deleting', () => {
  test('is soft, takes the service principal along, and a restore brings back the application alone', async () => {
    const visitor = await newTenant(cloud)
    const certificate = newCertificate()
    const made = await register(visitor, certificate, ['User.Read.All'])
    expect((await visitor.graph(made.token, 'DELETE', `/applications/${made.objectId}`)).status).toBe(204)
    expect((await visitor.graph(made.token, 'GET', `/applications/${made.objectId}`)).status).toBe(404)
    expect((await visitor.graph(made.token, 'GET', `/servicePrincipals/${made.principalId}`)).status).toBe(404)
    const resting = await visitor.graph(made.token, 'GET', '/directory/deletedItems/microsoft.graph.application')
    expect(rows(resting).map((row) => row['id'])).toEqual([made.objectId])
    const restored = await visitor.graph(made.token, 'POST', `/directory/deletedItems/${made.objectId}/restore`)
    expect([restored.status, restored.body['deletedDateTime']]).toEqual([200, null])
    expect((await visitor.graph(made.token, 'GET', `/applications/${made.objectId}`)).status).toBe(200)
    expect((await visitor.graph(made.token, 'GET', `/servicePrincipals/${made.principalId}`)).status).toBe(404)
  })

  test('for good is not for a cloud application administrator', async () => {
    const visitor = await newTenant(cloud)
    const made = await register(visitor, newCertificate())
    await visitor.graph(made.token, 'DELETE', `/applications/${made.objectId}`)
    const weak = await visitor.signIn('cloud-application-administrator')
    expect((await visitor.graph(weak, 'DELETE', `/directory/deletedItems/${made.objectId}`)).status).toBe(403)
    const strong = await visitor.signIn('application-administrator')
    expect((await visitor.graph(strong, 'DELETE', `/directory/deletedItems/${made.objectId}`)).status).toBe(204)
  })

  test('an application that rested for 30 days is gone, and its name is free', async () => {
    const own = await startCloud()
    try {
      const visitor = await newTenant(own)
      const place = "/applications(uniqueName='backup-1')"
      const before = await visitor.signIn('global-administrator')
      const made = await visitor.graph(before, 'PATCH', place, { displayName: 'B' }, UPSERT)
      await visitor.graph(before, 'DELETE', `/applications/${String(made.body['id'])}`)
      await own.control.advanceClock(31 * 86_400)
      const token = await visitor.signIn('global-administrator')
      expect(
        (await visitor.graph(token, 'GET', '/directory/deletedItems/microsoft.graph.application')).body['value'],
      ).toEqual([])
      expect((await visitor.graph(token, 'PATCH', place, { displayName: 'B' }, UPSERT)).status).toBe(201)
    } finally {
      await own.close()
    }
  })
})
