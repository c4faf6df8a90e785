import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Plant } from '@/practice-cloud/control/plant'
import { graphAppId } from '@/lib/microsoft/permissions'
import { connectTenant, expectExplained, moveClocks, troubles, type CheckedTenant } from '../support/checked-tenant'
import { openHouse, type House } from '../support/tenants'

let house: House
let tenant: CheckedTenant

beforeAll(async () => {
  house = await openHouse({ STALE_PATIENCE_SECONDS: '0.01' })
  tenant = await connectTenant(house)
})
afterAll(() => house.close())

const settings = (application: string, change: Record<string, unknown>): Plant => ({
  settings: { application, change },
})
const delegated = {
  resourceAppId: graphAppId,
  resourceAccess: [{ id: 'e1fe6dd8-ba31-4d61-89e7-88639da4683d', type: 'Scope' }],
}

interface Drift {
  name: string
  plant: (application: string) => Plant
  undo: (application: string) => Plant
  finding: string
}

const cleanUp = (application: string): Plant => ({ cleanUp: { application } })

/** Twelve ways in which somebody in the tenant’s portal changes our application, and the finding of each. */
const drifts: readonly Drift[] = [
  {
    name: 'an unknown certificate',
    plant: (application) => ({ foreignKey: { application } }),
    undo: cleanUp,
    finding: 'Registration:ForeignKey warning ForeignKey',
  },
  {
    name: 'a client secret',
    plant: (application) => ({ foreignSecret: { application } }),
    undo: cleanUp,
    finding: 'Registration:ClientSecret warning ClientSecret',
  },
  {
    name: 'a federated credential',
    plant: (application) => ({ foreignFederation: { application } }),
    undo: cleanUp,
    finding: 'Registration:FederatedCredential warning FederatedCredential',
  },
  {
    name: 'a secret on the service principal',
    plant: (application) => ({ principalSecret: { application } }),
    undo: cleanUp,
    finding: 'Registration:PrincipalCredential warning PrincipalCredential',
  },
  {
    name: 'an owner',
    plant: (application) => ({ foreignOwner: { application } }),
    undo: cleanUp,
    finding: 'Registration:OwnerAdded warning OwnerAdded',
  },
  {
    name: 'a redirect address',
    plant: (application) => settings(application, { web: { redirectUris: ['https://stranger.example/back'] } }),
    undo: (application) => settings(application, { web: { redirectUris: [] } }),
    finding: 'Registration:RedirectAddress warning RedirectAddress',
  },
  {
    name: 'a wider audience',
    plant: (application) => settings(application, { signInAudience: 'AzureADMultipleOrgs' }),
    undo: (application) => settings(application, { signInAudience: 'AzureADMyOrg' }),
    finding: 'Registration:AudienceWidened warning AudienceWidened',
  },
  {
    name: 'public clients allowed',
    plant: (application) => settings(application, { isFallbackPublicClient: true }),
    undo: (application) => settings(application, { isFallbackPublicClient: false }),
    finding: 'Registration:PublicClient warning PublicClient',
  },
  {
    name: 'the lock opened',
    plant: (application) => settings(application, { servicePrincipalLockConfiguration: { isEnabled: false } }),
    undo: (application) =>
      settings(application, { servicePrincipalLockConfiguration: { isEnabled: true, allProperties: true } }),
    finding: 'Registration:LockWeakened warning LockWeakened',
  },
  {
    name: 'another name',
    plant: (application) => settings(application, { displayName: 'Old backup, delete me' }),
    undo: (application) => settings(application, { displayName: 'Latchkey backup' }),
    finding: 'Registration:Renamed warning Renamed',
  },
  {
    name: 'delegated permissions asked for',
    plant: (application) => settings(application, { requiredResourceAccess: [delegated] }),
    undo: (application) => settings(application, { requiredResourceAccess: [] }),
    finding: 'Registration:DelegatedAccess warning DelegatedAccess',
  },
  {
    name: 'a permission too many',
    plant: (application) => ({ foreignGrant: { application, role: 'Mail.ReadWrite' } }),
    undo: (application) => ({ removeGrant: { application, role: 'Mail.ReadWrite' } }),
    finding: 'Permissions:Surplus warning RoleSurplus',
  },
  {
    name: 'a permission too few',
    plant: (application) => ({ removeGrant: { application, role: 'Sites.Read.All' } }),
    undo: (application) => ({ foreignGrant: { application, role: 'Sites.Read.All' } }),
    finding: 'Permissions failing RoleMissing',
  },
]

/** Findings that take the sign-in away, and with it everything that would need a token. */
const endings: readonly Drift[] = [
  {
    name: 'the service principal switched off',
    plant: (application) => ({ disableServicePrincipal: { application } }),
    undo: (application) => ({ enableServicePrincipal: { application } }),
    finding: 'SignIn failing ApplicationDisabled',
  },
  {
    name: 'the service principal deleted',
    plant: (application) => ({ deleteServicePrincipal: { application } }),
    undo: (application) => ({ undelete: { application } }),
    finding: 'SignIn failing PrincipalDeleted',
  },
  {
    name: 'the application deleted',
    plant: (application) => ({ deleteApplication: { application } }),
    undo: (application) => ({ undelete: { application } }),
    finding: 'SignIn failing ApplicationDeleted',
  },
]

const typeOf = ({ finding }: Drift) => finding.split(' ')[0] ?? ''
const all = [...drifts, ...endings]

async function expectGreen(): Promise<void> {
  const view = await tenant.check()
  expect(troubles(view)).toEqual([])
  expect(view.state).toBe('ok')
}

describe('what somebody changes in the tenant is found by the next check', () => {
  test.each(all.map((drift) => [drift.name, drift] as const))('%s', async (_, drift) => {
    await expectGreen()
    const told = (await tenant.events()).length
    const { application, cloud, tenantId } = tenant
    await cloud.plant(tenantId, drift.plant(application))
    const found = await tenant.check()
    expect(found.state).not.toBe('ok')
    expect(troubles(found)).toContain(drift.finding)
    for (const condition of found.conditions.filter(({ type }) => type === typeOf(drift))) expectExplained(condition)
    await cloud.plant(tenantId, drift.undo(application))
    await expectGreen()
    const events = (await tenant.events()).slice(told)
    expect(events).toContain(`condition.opened ${typeOf(drift)}`)
    expect(events).toContain(`condition.resolved ${typeOf(drift)}`)
  })

  test('all of them at once are as many findings, in one check, and nothing is taken away by it', async () => {
    await expectGreen()
    const { application, cloud, tenantId } = tenant
    for (const drift of drifts) await cloud.plant(tenantId, drift.plant(application))
    const before = await cloud.god(tenantId)
    const found = await tenant.check()
    expect(troubles(found)).toEqual(expect.arrayContaining(drifts.map(({ finding }) => finding)))
    expect(new Set(drifts.map(typeOf)).size).toBe(drifts.length)
    expect({ ...(await cloud.god(tenantId)), tokensIssued: null }).toEqual({ ...before, tokensIssued: null })
    for (const drift of drifts) await cloud.plant(tenantId, drift.undo(application))
    await expectGreen()
  })

  test('consent for people is found where the application may read it', async () => {
    const { application, cloud, tenantId } = tenant
    await cloud.plant(tenantId, { delegatedGrant: { application, scope: 'Mail.Read' } })
    expect((await tenant.check()).conditions.find(({ type }) => type === 'Registration')?.message).toContain(
      'cannot be read',
    )
    await cloud.plant(tenantId, { foreignGrant: { application, role: 'Directory.Read.All' } })
    expect(troubles(await tenant.check())).toContain('Registration:DelegatedAccess warning DelegatedAccess')
    await cloud.plant(tenantId, { removeGrant: { application, role: 'Directory.Read.All' } })
    await cloud.plant(tenantId, cleanUp(application))
    await expectGreen()
  })

  test('without the permission to look, findings stay and nothing turns green', async () => {
    const { application, cloud, tenantId } = tenant
    await cloud.plant(tenantId, { foreignSecret: { application } })
    await tenant.check()
    await cloud.plant(tenantId, { removeGrant: { application, role: 'Application.Read.All' } })
    const blind = await tenant.check()
    expect(troubles(blind)).toEqual([
      'Permissions failing RoleMissing',
      'Registration unknown NoToken',
      'Registration:ClientSecret warning ClientSecret',
    ])
    await cloud.plant(tenantId, { foreignGrant: { application, role: 'Application.Read.All' } })
    await cloud.plant(tenantId, cleanUp(application))
    await expectGreen()
  })
})

describe('what only an administrator can mend', () => {
  const lost: readonly [string, (broken: CheckedTenant) => Promise<unknown>, string][] = [
    [
      'our certificate removed',
      ({ cloud, tenantId, application }) => cloud.plant(tenantId, { removeKey: { application } }),
      'SignIn failing KeyNotAccepted',
    ],
    [
      'the application deleted for good',
      async ({ cloud, tenantId, application }) => {
        await cloud.plant(tenantId, { deleteApplication: { application } })
        await cloud.plant(tenantId, { purgeApplication: { application } })
      },
      'SignIn failing ApplicationDeleted',
    ],
    ['the tenant deleted', ({ cloud, tenantId }) => cloud.deleteTenant(tenantId), 'SignIn failing TenantGone'],
  ]
  test.each(lost)('%s', async (_, break_, finding) => {
    const broken = await connectTenant(house)
    await break_(broken)
    const found = await broken.check()
    expect(found.state).toBe('failing')
    expect(troubles(found)).toContain(finding)
    for (const condition of found.conditions.filter(({ type }) => type === 'SignIn')) expectExplained(condition)
  })

  test('our certificate at its end', async () => {
    const broken = await connectTenant(house)
    const back = await moveClocks(house, 740 * 86_400_000)
    try {
      const found = await broken.check()
      expect(found.state).toBe('failing')
      expect(troubles(found)).toContain('SignIn failing KeyExpired')
    } finally {
      await back()
    }
  })

  test('the clock of this server beyond what Microsoft admits', async () => {
    await house.cloud.control.setClock({ offsetSeconds: 1500 })
    const found = await tenant.check()
    expect(troubles(found)).toContain('SignIn failing ClockWrong')
    await house.cloud.control.setClock({ offsetSeconds: 0 })
    await expectGreen()
  })
})
