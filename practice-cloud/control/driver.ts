import { randomUUID } from 'node:crypto'
import type { Cloud } from '../cloud'
import { directoryPeople, outsidersOf } from '../data/people'
import { GRAPH_SCOPES } from '../data/roles'
import { faultSchema } from '../faults/catalogue'
import { addFirstTenants, addTenant, findTenant, newTenantFacts, otherTenant, removeTenant } from '../state/cloud'
import type { Tenant } from '../state/tenant'
import type { Addresses, Control, TenantPerson } from './control'
import { tellTruth } from './god'
import { ControlMistake } from './mistake'
import { plantDrift } from './plant'
import { issueCertificate, registerApplication } from './registration'
import { authorizeAs, signInByCode } from './sign-ins'

function tenantOf(cloud: Cloud, name: string): Tenant {
  const tenant = findTenant(cloud.state, name)
  if (tenant === undefined) throw new ControlMistake(`No tenant '${name}'.`)
  return tenant
}

function scopeOf(cloud: Cloud, name: string): string {
  return name === '*' ? '*' : tenantOf(cloud, name).facts.tenantId
}

/** Everybody who may sit at the page for this tenant. */
export function listPeople(cloud: Cloud, tenant: Tenant): TenantPerson[] {
  const everyone = [
    ...directoryPeople(tenant).filter((person) => person.member),
    ...outsidersOf(tenant, otherTenant(cloud.state, tenant)),
  ]
  return everyone.map(({ kind, upn }) => ({ kind, upn }))
}

async function reset(cloud: Cloud): Promise<void> {
  cloud.state.tenants.clear()
  cloud.state.domains.clear()
  cloud.state.clients.clear()
  cloud.state.clock.setOffset(0)
  cloud.faults.clear()
  cloud.flows.clear()
  cloud.authorizations.clear()
  cloud.refreshTokens.clear()
  cloud.log.clear()
  cloud.markers.accessToken = ''
  cloud.markers.deviceCode = ''
  cloud.markers.authorizationCode = ''
  addFirstTenants(cloud.state)
  await cloud.file.save()
}

function addressesOf({ origin, tls }: Cloud): Addresses {
  if (tls === undefined) return { origin }
  const { origin: tlsOrigin, ...trust } = tls
  return { origin, tlsOrigin, ...trust }
}

function checkMarker(marker: string | undefined): string {
  if (marker === undefined) return ''
  if (/^[A-Za-z0-9_-]{1,64}$/.test(marker)) return marker
  throw new ControlMistake('A marker is 1 to 64 characters of A-Z, a-z, 0-9, - and _.')
}

/** The control API inside this process; its HTTP twin calls the same functions. */
export function createControl(cloud: Cloud): Control {
  return { ...directoryControl(cloud), ...registryControl(cloud), ...weatherControl(cloud) }
}

type DirectoryPart = Pick<
  Control,
  'reset' | 'tenants' | 'createTenant' | 'deleteTenant' | 'authorizeAs' | 'signIn' | 'god' | 'plant'
>
type RegistryPart = Pick<Control, 'registerClient' | 'registerApplication' | 'issueCertificate'>

function directoryControl(cloud: Cloud): DirectoryPart {
  const { state } = cloud
  return {
    reset: () => reset(cloud),
    tenants: () =>
      Promise.resolve(
        [...state.tenants.values()].map((tenant) => {
          const { tenantId, domain, displayName, generation, licences } = tenant.facts
          return { tenantId, domain, displayName, generation, licences, people: listPeople(cloud, tenant) }
        }),
      ),
    createTenant: async (wanted) => {
      const domain = wanted.domain.toLowerCase()
      if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*\.example$/.test(domain))
        throw new ControlMistake('A practice domain ends in .example.')
      if (state.domains.has(domain)) throw new ControlMistake(`The domain ${domain} is taken.`)
      const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
      const tenant = addTenant(state, newTenantFacts(state, { ...given, displayName: wanted.displayName, domain }))
      await cloud.file.save()
      return { tenantId: tenant.facts.tenantId, people: listPeople(cloud, tenant) }
    },
    deleteTenant: async (name) => {
      const { tenantId } = tenantOf(cloud, name).facts
      removeTenant(state, tenantId)
      cloud.faults.clear(tenantId)
      await cloud.file.save()
    },
    authorizeAs: (wanted) => authorizeAs(cloud, wanted),
    signIn: (wanted) => signInByCode(cloud, wanted),
    god: (name) => Promise.resolve(tellTruth(cloud, tenantOf(cloud, name))),
    plant: async (name, plant) => {
      const id = plantDrift(cloud, tenantOf(cloud, name), plant)
      await cloud.file.save()
      return { id }
    },
  }
}

function registryControl(cloud: Cloud): RegistryPart {
  const { state } = cloud
  return {
    registerClient: async ({ appId, displayName, scopes }) => {
      const unknown = scopes.find((scope) => !GRAPH_SCOPES.some((known) => known.value === scope))
      if (unknown !== undefined) throw new ControlMistake(`No delegated scope '${unknown}'.`)
      const client = { appId: appId ?? randomUUID(), displayName, scopes }
      state.clients.set(client.appId, client)
      await cloud.file.save()
      return { appId: client.appId }
    },
    registerApplication: async (wanted) => {
      const made = registerApplication(cloud, tenantOf(cloud, wanted.tenantId), wanted)
      await cloud.file.save()
      return made
    },
    issueCertificate: async (request) => {
      const issued = issueCertificate(cloud, request)
      await cloud.file.save()
      return issued
    },
  }
}

function weatherControl(cloud: Cloud): Omit<Control, keyof DirectoryPart | keyof RegistryPart> {
  const { clock } = cloud.state
  return {
    addresses: () => Promise.resolve(addressesOf(cloud)),
    fault: (name, fault) => {
      const active = cloud.faults.add(scopeOf(cloud, name), faultSchema.parse(fault), cloud.state.nextSeq())
      return Promise.resolve({ id: active.id })
    },
    clearFaults: (name) => {
      cloud.faults.clear(name === undefined ? undefined : scopeOf(cloud, name))
      return Promise.resolve()
    },
    faults: () => Promise.resolve(cloud.faults.list()),
    setClock: ({ offsetSeconds }) => {
      clock.setOffset(offsetSeconds)
      return Promise.resolve()
    },
    advanceClock: (seconds) => {
      clock.setOffset(clock.offsetSeconds() + seconds)
      return Promise.resolve()
    },
    markers: ({ deviceCode, accessToken, authorizationCode }) => {
      cloud.markers.deviceCode = checkMarker(deviceCode)
      cloud.markers.authorizationCode = checkMarker(authorizationCode)
      cloud.markers.accessToken = checkMarker(accessToken)
      if (accessToken !== undefined) cloud.markers.usedAccessTokens.add(accessToken)
      return Promise.resolve()
    },
    log: (filter) =>
      Promise.resolve(cloud.log.list(filter?.tenant === undefined ? undefined : scopeOf(cloud, filter.tenant))),
    clearLog: () => {
      cloud.log.clear()
      return Promise.resolve()
    },
  }
}
