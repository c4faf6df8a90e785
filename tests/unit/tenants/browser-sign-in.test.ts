import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { choosePreference } from '@/lib/settings/own-application'
import { startBrowserSignIn } from '@/lib/tenants/browser-sign-in'
import { cancelRun, renewCode } from '@/lib/tenants/connecting'
import { getRun } from '@/lib/tenants/run-view'
import type { RunView } from '@/lib/tenants/run-page-views'
import type { AuthorizeAs } from '@/practice-cloud/control/control'
import type { FaultInput } from '@/practice-cloud/faults/catalogue'
import { begin, principals, rested, signIn } from '../../support/browser-runs'
import { comeBack, goThere, ownApplication, visit } from '../../support/own-application'
import { openHouse, untilRun, type House } from '../../support/tenants'

let house: House
let appId: string

beforeAll(async () => {
  house = await openHouse()
  appId = await ownApplication(house, 'first')
})
afterAll(() => house.close())

const kinds = ({ verdict }: RunView) => verdict?.ways.map(({ kind }) => kind) ?? []

describe('where the provider prefers the browser', () => {
  test('one sign-in connects and proves the tenant, and its own application is gone again', async () => {
    const { runId, tenantId } = await begin(house)
    const offered = await getRun(house.actor, runId)
    expect([offered.phase, offered.code, kinds(offered)]).toEqual([
      'waiting',
      null,
      ['browser-sign-in', 'new-code', 'by-hand'],
    ])
    await signIn(house, runId)
    const ended = await untilRun(house, runId, rested)
    expect(ended.verdict).toBeNull()
    const row = ended.receipt?.rows.find(({ label }) => label === 'Sign-in application')
    expect(row).toMatchObject({ mono: appId, status: 'ok' })
    expect(row?.value).toContain('removed from the tenant again')
    expect(await principals(house, tenantId)).not.toContain(appId)
    expect(ended.signedInAs?.roles).toContain('Global Administrator')
  })

  test('the scopes are exactly those that the work takes, and nothing that would outlive the sign-in', async () => {
    const { runId } = await begin(house)
    const { url } = await startBrowserSignIn(house.actor, runId, visit)
    const scopes = (new URL(url).searchParams.get('scope') ?? '').split(' ')
    const graph = ['User.Read', 'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'Policy.Read.All']
    expect(scopes).toEqual(['openid', ...graph.map((name) => `https://graph.microsoft.com/${name}`)])
    await cancelRun(house.actor, runId)
  })

  test('a code stays one press away, and the page shows it', async () => {
    const { runId } = await begin(house)
    await renewCode(house.actor, runId)
    const shown = await untilRun(house, runId, (run) => run.code !== null)
    expect(shown.browser).toEqual({ chosen: false, until: null })
    const { url } = await startBrowserSignIn(house.actor, runId, visit)
    const gone = await untilRun(house, runId, (run) => run.browser?.until != null)
    expect([gone.code, gone.phase, gone.browser?.chosen]).toEqual([null, 'sign-in', true])
    expect(url).toContain('/authorize?')
    await cancelRun(house.actor, runId)
  })
})

describe('where it is for blocked codes only', () => {
  test('a blocked code leads to it first, and the run goes on from there', async () => {
    await choosePreference(house.actor, 'when-blocked')
    const { runId, tenantId } = await begin(house)
    const waiting = await untilRun(house, runId, (run) => run.code !== null)
    await house.cloud.control.fault(tenantId, { name: 'device-code-blocked' })
    await house.cloud.control.signIn({ userCode: waiting.code?.userCode ?? '', person: 'global-administrator' })
    const blocked = await untilRun(house, runId, rested)
    expect([blocked.verdict?.reason, kinds(blocked)[0]]).toEqual(['code-blocked', 'browser-sign-in'])
    await signIn(house, runId)
    expect((await untilRun(house, runId, rested)).receipt).not.toBeNull()
    await choosePreference(house.actor, 'first')
  })

  test('another end of a code does not lead to it, and nothing does while it is off', async () => {
    await choosePreference(house.actor, 'when-blocked')
    const { runId, tenantId } = await begin(house)
    const waiting = await untilRun(house, runId, (run) => run.code !== null)
    await house.cloud.control.fault(tenantId, { name: 'code-declined' })
    await house.cloud.control.signIn({ userCode: waiting.code?.userCode ?? '', person: 'global-administrator' })
    expect(kinds(await untilRun(house, runId, rested))).not.toContain('browser-sign-in')
    await choosePreference(house.actor, 'off')
    await expect(startBrowserSignIn(house.actor, runId, visit)).rejects.toMatchObject({ code: 'conflict' })
    await choosePreference(house.actor, 'first')
  })
})

describe('what comes back', () => {
  test.each<[string, string, string, FaultInput['name'] | null, Partial<AuthorizeAs>]>([
    ['a cancelled sign-in', 'browser-declined', 'An administrator', null, { outcome: 'decline' }],
    ['consent refused', 'consent-declined', 'An administrator', null, { outcome: 'consent-declined' }],
    ['an ordinary user', 'consent-needs-administrator', 'Global Administrator', null, { person: 'ordinary-user' }],
    ['another tenant’s administrator', 'foreign-account', 'An administrator', null, { person: 'another-tenant' }],
    ['a personal account', 'foreign-account', 'An administrator', null, { person: 'personal-account' }],
    ['a policy', 'browser-blocked', 'An administrator', 'browser-sign-in-blocked', {}],
    ['a second factor', 'second-factor', 'The administrator', 'mfa-required', {}],
    ['an administrator of applications', 'missing-role', 'Global', null, { person: 'application-administrator' }],
  ])('after %s says %s, who acts, and leaves nothing in the tenant', async (_what, reason, who, fault, how) => {
    const { runId, tenantId } = await begin(house)
    if (fault !== null) await house.cloud.control.fault(tenantId, { name: fault } as FaultInput)
    await signIn(house, runId, how)
    const run = await untilRun(house, runId, (seen) => seen.verdict?.reason === reason)
    expect(run.verdict?.who).toContain(who)
    expect(run.verdict?.title).not.toMatch(/AADSTS|_/)
    expect(run.verdict?.evidence[0]?.answer).not.toBe('')
    expect(kinds(run)).toContain('browser-sign-in')
    expect(kinds(run)).toContain(reason === 'browser-blocked' ? 'by-hand' : 'copy-text')
    const { applications } = await house.cloud.control.god(tenantId)
    expect([applications, await principals(house, tenantId)]).toEqual([[], []])
  })

  test('after a code that does not count any more says sign in again, not that somebody is at fault', async () => {
    const { runId, tenantId } = await begin(house)
    const { url } = await startBrowserSignIn(house.actor, runId, visit)
    const answer = await goThere(house, url)
    await house.cloud.control.fault(tenantId, { name: 'code-expired', times: 1 })
    await comeBack(house, answer ?? new URLSearchParams())
    expect((await untilRun(house, runId, rested)).verdict?.reason).toBe('browser-expired')
  })
})
