import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FAULT_NAMES, type FaultInput, type FaultName } from '@/practice-cloud/faults/catalogue'
import { connectTenant, expectExplained, troubles, type CheckedTenant } from '../support/checked-tenant'
import { openHouse, type House } from '../support/tenants'

let house: House
let tenant: CheckedTenant

beforeAll(async () => {
  house = await openHouse({ MICROSOFT_TIMEOUT_SECONDS: '1.5', STALE_PATIENCE_SECONDS: '0.01' })
  tenant = await connectTenant(house)
})
afterAll(() => house.close())

const token = { path: '/oauth2/v2\\.0/token' }
const batch = { path: '/v1\\.0/\\$batch' }
const mailbox = { path: '/mailboxSettings' }
const users = { path: '/v1\\.0/users\\?\\$top|/v1\\.0/users$' }

const silent = ['SignIn unknown CouldNotCheck', 'Permissions unknown NoToken']
const blind = ['Registration unknown CouldNotCheck']

/** Faults of the catalogue that a check meets, where they strike, and conditions that each must give at least. */
const table: readonly [FaultInput, readonly string[]][] = [
  [{ name: 'throttle', retryAfterSeconds: 30, match: token }, silent],
  [{ name: 'throttle', retryAfterSeconds: 30, match: batch }, blind],
  [{ name: 'throttle', retryAfterSeconds: 30, match: mailbox }, ['Workload:exchange unknown CouldNotCheck']],
  [{ name: 'throttle', retryAfterSeconds: 30, match: users }, ['Workload:directory unknown CouldNotCheck']],
  [{ name: 'unavailable', status: 503, match: token }, silent],
  [{ name: 'unavailable', status: 500, match: token }, silent],
  [{ name: 'unavailable', status: 502, match: batch }, blind],
  [{ name: 'unavailable', status: 504, match: mailbox }, ['Workload:exchange unknown CouldNotCheck']],
  [{ name: 'unavailable', status: 503, match: users }, ['Workload:directory unknown CouldNotCheck']],
  [{ name: 'gateway-timeout-after-effect', match: token }, silent],
  [{ name: 'reset-before-effect', match: token }, silent],
  [{ name: 'reset-after-effect', match: token }, silent],
  [{ name: 'reset-before-effect', match: batch }, blind],
  [{ name: 'reset-before-effect', match: mailbox }, ['Workload:exchange unknown CouldNotCheck']],
  [{ name: 'latency', ms: 6000, match: token }, silent],
  [{ name: 'latency', ms: 6000, match: batch }, blind],
  [{ name: 'stale-observe', seconds: 3600 }, blind],
  [{ name: 'tenant-gone' }, ['SignIn failing TenantGone']],
  [{ name: 'account-disabled' }, ['SignIn failing ApplicationDisabled']],
  [{ name: 'workload-identity-blocked' }, ['SignIn failing BlockedByPolicy']],
]

/** Faults that a check cannot meet, and why. */
const elsewhere: Partial<Record<FaultName, string>> = {
  'replication-lag': 'delays what was changed; of a tenant that nobody changes every replica shows the same',
  'device-code-blocked': 'only an administrator signs in by a code',
  'browser-sign-in-blocked': 'only an administrator signs in in a browser',
  'mfa-required': 'an application has no second factor',
  'foreign-account': 'an application’s own sign-in has no account',
  'code-expired': 'only an administrator signs in by a code',
  'code-declined': 'only an administrator signs in by a code',
  'key-lifetime-policy': 'refuses a new certificate; what stands goes on',
  'self-signed-forbidden': 'refuses a new certificate; what stands goes on',
  'concurrency-refusal': 'refuses writes beside each other; a check writes nothing',
  'refuse-grant': 'refuses to grant; a check grants nothing',
  keyid: 'is about adding a key; a check adds none',
  'device-interval': 'is the pace of an administrator’s sign-in',
  'device-lifetime': 'is the life of an administrator’s code',
}

const nameOf = ({ match, ...fault }: FaultInput) => `${JSON.stringify(fault)} at ${match?.path ?? 'everything'}`

describe('bad weather at Microsoft never shows as green', () => {
  test.each(table.map(([fault, wanted]) => [nameOf(fault), fault, wanted] as const))('%s', async (_, fault, wanted) => {
    const before = (await tenant.check()).conditions
    expect(before.every(({ status }) => status !== 'failing')).toBe(true)
    await tenant.cloud.fault(tenant.tenantId, fault)
    const broken = await tenant.check()
    expect(broken.state).not.toBe('ok')
    expect(broken.sentence).not.toContain('proved')
    expect(troubles(broken)).toEqual(expect.arrayContaining([...wanted]))
    for (const { type, ...said } of broken.conditions.filter((one) => one.reason === 'CouldNotCheck')) {
      expectExplained({ type, ...said })
      expect(said.provedAt).toBe(before.find((one) => one.type === type)?.provedAt)
    }
    for (const condition of broken.conditions.filter(({ status }) => status === 'failing')) expectExplained(condition)
    await tenant.cloud.clearFaults(tenant.tenantId)
    expect((await tenant.check()).state).toBe('ok')
  })

  test('only a clear refusal was told of, each once and with its end', async () => {
    expect(await tenant.events()).toEqual(
      ['opened', 'resolved', 'opened', 'resolved', 'opened', 'resolved'].map((what) => `condition.${what} SignIn`),
    )
  })

  test('every fault of the catalogue is in the table, or cannot meet a check', () => {
    const met = new Set(table.map(([{ name }]) => name))
    expect(FAULT_NAMES.filter((name) => !met.has(name) && elsewhere[name] === undefined)).toEqual([])
    expect(Object.keys(elsewhere).filter((name) => met.has(name as FaultName))).toEqual([])
  })
})
