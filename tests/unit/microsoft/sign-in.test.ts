import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startDeviceSignIn, type SignInResult } from '@/lib/microsoft/sign-in'
import { judgeAdministrator } from '@/lib/microsoft/who'
import { azureCliClientId, startPractice, type Practice, type PracticeTenant } from '@/tests/support/practice'
import { skippingClock } from '@/tests/support/skipping-clock'
import type { FaultInput } from '@/practice-cloud/faults/catalogue'

let practice: Practice
beforeAll(async () => (practice = await startPractice()))
afterAll(() => practice.close())

async function start(tenant: PracticeTenant) {
  return startDeviceSignIn({
    cloud: practice.cloud,
    tenantId: tenant.tenantId,
    clientId: azureCliClientId,
    scope: 'https://graph.microsoft.com/.default',
    clock: skippingClock(),
    timeoutMs: 5000,
  })
}

async function result(person: string, faults: readonly FaultInput[] = [], outcome: 'approve' | 'decline' = 'approve') {
  const tenant = await practice.newTenant()
  const started = await start(tenant)
  for (const fault of faults) await practice.control.fault(tenant.tenantId, fault)
  await practice.control.signIn({ userCode: started.userCode, person, outcome })
  return { tenant, ended: await started.poll() }
}

function judged(ended: SignInResult, tenant: PracticeTenant, membersMayRegister: boolean | 'unknown' = 'unknown') {
  if (ended.status !== 'granted') throw new Error(`not granted: ${ended.failure.code}`)
  return judgeAdministrator(ended.token.account, tenant.tenantId, { membersMayRegister })
}

describe('who signs in', () => {
  test('a Global Administrator is fit', async () => {
    const { tenant, ended } = await result('global-administrator')
    expect(judged(ended, tenant)).toEqual({ fit: true, roles: ['Global Administrator'], partner: false })
  })

  test('a Privileged Role Administrator is fit where members may register applications, not where they may not', async () => {
    const { tenant, ended } = await result('privileged-role-administrator')
    expect(judged(ended, tenant, true).fit).toBe(true)
    expect(judged(ended, tenant, false)).toMatchObject({ fit: false, reason: 'missing-role' })
  })

  test('a Privileged Role Administrator who is an Application Administrator too is fit', async () => {
    const { tenant, ended } = await result('privileged-and-application-administrator')
    expect(judged(ended, tenant, false).fit).toBe(true)
  })

  test.each(['application-administrator', 'cloud-application-administrator', 'ordinary-user'])(
    '%s lacks the role of a Global Administrator',
    async (person) => {
      const { tenant, ended } = await result(person)
      expect(judged(ended, tenant)).toMatchObject({
        fit: false,
        reason: 'missing-role',
        missingRole: 'Global Administrator',
      })
    },
  )

  test('a technician of the provider is fit, as partner', async () => {
    const { tenant, ended } = await result('gdap-technician')
    expect(judged(ended, tenant)).toMatchObject({ fit: true, partner: true })
  })

  test('a guest is not fit', async () => {
    const { tenant, ended } = await result('guest')
    expect(judged(ended, tenant)).toMatchObject({ fit: false, reason: 'guest' })
  })

  test('an administrator of another tenant is not fit', async () => {
    const { tenant, ended } = await result('another-tenant')
    expect(judged(ended, tenant)).toMatchObject({ fit: false, reason: 'wrong-tenant' })
  })

  test('a personal account does not even get that far', async () => {
    const { ended } = await result('personal-account')
    expect(ended).toMatchObject({ status: 'ended', failure: { kind: 'foreign-account', code: 'AADSTS50020' } })
  })
})

describe('how a sign-in ends', () => {
  test('declined by the person', async () => {
    const { ended } = await result('global-administrator', [], 'decline')
    expect(ended).toMatchObject({ status: 'ended', failure: { kind: 'declined', code: 'authorization_declined' } })
  })

  test.each<[FaultInput, string, string]>([
    [{ name: 'code-expired' }, 'expired', 'AADSTS70020'],
    [{ name: 'code-declined' }, 'declined', 'authorization_declined'],
    [{ name: 'device-code-blocked', variant: 'token-endpoint' }, 'blocked-by-policy', 'AADSTS53003'],
    [{ name: 'mfa-required' }, 'mfa-needed', 'AADSTS50076'],
    [{ name: 'foreign-account' }, 'foreign-account', 'AADSTS50020'],
  ])('with %j it is %s', async (fault, kind, code) => {
    const { ended } = await result('global-administrator', [fault])
    expect(ended).toMatchObject({ status: 'ended', failure: { kind, code } })
  })

  test('blocked by a policy names the policy and the ids that support asks for', async () => {
    const { ended } = await result('global-administrator', [{ name: 'device-code-blocked' }])
    if (ended.status !== 'ended') throw new Error('granted')
    expect(ended.failure.policyIds).toHaveLength(1)
    expect(ended.failure.traceId).toMatch(/^[0-9a-f-]{36}$/)
    expect(ended.failure.correlationId).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('blocked on the page only, the code simply runs out', async () => {
    const tenant = await practice.newTenant()
    await practice.control.fault(tenant.tenantId, { name: 'device-lifetime', seconds: 30 })
    await practice.control.fault(tenant.tenantId, { name: 'device-code-blocked', variant: 'page-only' })
    const started = await start(tenant)
    const shown = await practice.control.signIn({ userCode: started.userCode, person: 'global-administrator' })
    expect(shown).toMatchObject({ outcome: 'blocked', code: 53003 })
    expect(await started.poll()).toMatchObject({ status: 'ended', failure: { kind: 'expired' } })
  })

  test('in a tenant that is gone there is no code', async () => {
    const tenant = await practice.newTenant()
    await practice.control.fault(tenant.tenantId, { name: 'tenant-gone' })
    await expect(start(tenant)).rejects.toMatchObject({ failure: { kind: 'tenant-unknown' } })
  })
})

describe('trouble on the way does not end a sign-in', () => {
  const match = { operation: 'pollDeviceCode' }
  test.each<FaultInput>([
    { name: 'unavailable', times: 2, match },
    { name: 'unavailable', status: 502, times: 1, match },
    { name: 'throttle', retryAfterSeconds: 3, times: 2, match },
    { name: 'reset-before-effect', times: 2, match },
  ])('%j', async (fault) => {
    const { tenant, ended } = await result('global-administrator', [fault])
    expect(judged(ended, tenant).fit).toBe(true)
  })
})

test('a refused account’s token is of no use once it was dropped', async () => {
  const { ended } = await result('ordinary-user')
  if (ended.status !== 'granted') throw new Error('not granted')
  ended.token.drop()
  expect(() => ended.token.reveal()).toThrow(/dropped/)
})
