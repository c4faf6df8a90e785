import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '@/lib/clock'
import { cloudByName, clouds, type Cloud } from '@/lib/microsoft/clouds'
import { discoverTenant } from '@/lib/microsoft/discovery'
import { startPractice, type Practice } from '@/tests/support/practice'
import { scriptedServer, type Script, type ScriptedServer } from '@/tests/support/scripted-server'
import { skippingClock } from '@/tests/support/skipping-clock'

const tenantId = '11111111-1111-4111-8111-111111111111'

describe('a practice domain', () => {
  let practice: Practice
  beforeAll(async () => (practice = await startPractice()))
  afterAll(() => practice.close())

  const options = () => ({ clock: skippingClock(), timeoutMs: 5000, retryForMs: 60_000 })

  test('leads to its tenant, however it was typed', async () => {
    const tenant = await practice.newTenant()
    for (const typed of [
      tenant.domain,
      tenant.domain.toUpperCase(),
      `ada@${tenant.domain}`,
      `https://${tenant.domain}/x`,
    ]) {
      expect(await discoverTenant(practice.clouds, typed, options())).toMatchObject({
        status: 'found',
        tenantId: tenant.tenantId,
        cloud: { name: 'practice' },
        domain: tenant.domain,
      })
    }
  })

  test('that no tenant has is unknown, in Microsoft’s words', async () => {
    expect(await discoverTenant(practice.clouds, 'nobody-has-this.example', options())).toMatchObject({
      status: 'unknown',
      failure: { kind: 'tenant-unknown', code: 'AADSTS90002' },
    })
  })

  test('of a tenant that is gone is unknown', async () => {
    const tenant = await practice.newTenant()
    await practice.control.fault(tenant.tenantId, { name: 'tenant-gone' })
    expect(await discoverTenant(practice.clouds, tenant.domain, options())).toMatchObject({
      status: 'unknown',
      failure: { kind: 'tenant-unknown' },
    })
  })

  test('is found although the first answers fail', async () => {
    const tenant = await practice.newTenant()
    await practice.control.fault(tenant.tenantId, { name: 'unavailable', times: 2 })
    expect(await discoverTenant(practice.clouds, tenant.domain, options())).toMatchObject({ status: 'found' })
  })

  test('is asked nowhere when the practice cloud is off', async () => {
    const found = await discoverTenant(clouds({ practiceOrigin: null }), 'northwind.example', {
      clock: systemClock,
      timeoutMs: 100,
    })
    expect(found).toMatchObject({ status: 'unknown', failure: { kind: 'tenant-unknown', code: 'NotOffered' } })
  })

  test('cannot be reached while nobody answers, which is not the same as unknown', async () => {
    const silent = await scriptedServer(() => 'reset')
    await silent.close()
    const found = await discoverTenant(clouds({ practiceOrigin: silent.origin }), 'northwind.example', options())
    expect(found).toMatchObject({ status: 'unknown', failure: { kind: 'lost' } })
  })

  test('that is no domain is malformed', async () => {
    expect(await discoverTenant(practice.clouds, 'not a domain', options())).toEqual({ status: 'malformed' })
  })
})

describe('a domain of the real clouds', () => {
  const servers: ScriptedServer[] = []
  afterAll(() => Promise.all(servers.map((server) => server.close())))

  /** The real list of clouds, with login hosts that answer from here. */
  async function realClouds(scripts: { global: Script; usgov?: Script; china?: Script }): Promise<readonly Cloud[]> {
    const origins = new Map<string, string>()
    for (const name of ['global', 'usgov', 'china'] as const) {
      const server = await scriptedServer(scripts[name] ?? (() => refusal(90002)))
      servers.push(server)
      origins.set(name, server.origin)
    }
    origins.set('usgovdod', origins.get('usgov') ?? '')
    return clouds({ practiceOrigin: null }).map((cloud) => ({ ...cloud, loginOrigin: origins.get(cloud.name) ?? '' }))
  }

  const refusal = (number: number) => ({ status: 400, json: { error: 'invalid_tenant', error_codes: [number] } })
  const found = (members: object) => ({
    json: { issuer: `https://login.microsoftonline.com/${tenantId}/v2.0`, ...members },
  })
  const ask = async (all: readonly Cloud[]) =>
    discoverTenant(all, 'contoso.com', { clock: skippingClock(), timeoutMs: 4000 })

  test.each([
    ['microsoftonline.com', undefined, 'global'],
    ['microsoftonline.com', 'GCC', 'global'],
    ['microsoftonline.us', 'DODCON', 'usgov'],
    ['microsoftonline.us', 'DOD', 'usgovdod'],
    ['partner.microsoftonline.cn', undefined, 'china'],
  ])('with instance %s and sub-scope %s is of the cloud %s', async (instance, subScope, name) => {
    const all = await realClouds({
      global: () => found({ cloud_instance_name: instance, tenant_region_sub_scope: subScope }),
    })
    expect(await ask(all)).toMatchObject({ status: 'found', tenantId, cloud: { name } })
  })

  test.each([90002, 90038])('is looked for in the other clouds after %i', async (number) => {
    const all = await realClouds({
      global: () => refusal(number),
      china: () => found({ cloud_instance_name: 'partner.microsoftonline.cn' }),
    })
    expect(await ask(all)).toMatchObject({ status: 'found', cloud: { name: 'china' } })
    const asked = servers.slice(-3).map(({ heard }) => heard.length)
    expect(asked).toEqual([1, 1, 1])
  })

  test('that nobody knows is unknown, and each login host was asked once', async () => {
    const all = await realClouds({ global: () => refusal(90002) })
    expect(await ask(all)).toMatchObject({ status: 'unknown', failure: { code: 'AADSTS90002' } })
    expect(servers.slice(-3).map(({ heard }) => heard.length)).toEqual([1, 1, 1])
  })

  test('stays unknown when another cloud cannot be asked after the worldwide one said no', async () => {
    const all = await realClouds({ global: () => refusal(90002), usgov: () => 'reset' })
    expect(await ask(all)).toMatchObject({ status: 'unknown', failure: { code: 'AADSTS90002' } })
  })

  test('of a cloud that is not offered here is unknown, and says so', async () => {
    const all = await realClouds({ global: () => found({ cloud_instance_name: 'sovcloud-identity.fr' }) })
    expect(await ask(all)).toMatchObject({ status: 'unknown', failure: { code: 'CloudNotOffered' } })
  })

  test.each([{ issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0' }, { issuer: 7 }, '<html>', {}])(
    'is not believed from an answer like %j',
    async (json) => {
      const all = await realClouds({ global: () => ({ json }) })
      expect(await ask(all)).toMatchObject({ status: 'unknown', failure: { code: 'UnreadableAnswer' } })
    },
  )
})

test('a stored cloud name that is not offered any more is refused by name', () => {
  expect(cloudByName(clouds({ practiceOrigin: null }), 'china').name).toBe('china')
  expect(() => cloudByName(clouds({ practiceOrigin: null }), 'practice')).toThrow(/practice/)
})
