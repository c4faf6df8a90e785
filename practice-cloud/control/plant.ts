import { createHash, randomBytes, randomUUID, X509Certificate } from 'node:crypto'
import { z } from 'zod'
import type { Cloud } from '../cloud'
import { DIRECTORY_ROLES } from '../data/roles'
import { findApplication, findPrincipal, type Garden } from './garden'
import { ControlMistake } from './mistake'
import { plantGrant } from './plant-grant'
import { cleanUp, plantConsent, plantSecret, PLANTED, undelete } from './plant-beside'
import { otherProductSchema, plantProduct } from './plant-product'
import { resourceByAppId } from '../graph/resources'
import { dropScopeGrants } from '../graph/resting'
import type { ApplicationRecord, KeyRecord } from '../state/records'
import { derivedId } from '../state/tenant'
import type { Tenant } from '../state/tenant'

/** An application by object id, client id or unique name. */
const application = z.string()
const one = z.strictObject({ application })

/** Exactly one thing that somebody in the portal did. */
export const plantSchema = z.union([
  z.strictObject({
    foreignApplication: z.strictObject({ displayName: z.string(), uniqueName: z.string().optional() }),
  }),
  otherProductSchema,
  z.strictObject({
    foreignKey: z.strictObject({ application, certificate: z.string().optional(), keyId: z.string().optional() }),
  }),
  z.strictObject({ foreignSecret: one }),
  z.strictObject({ foreignFederation: one }),
  z.strictObject({ foreignOwner: one }),
  z.strictObject({
    foreignGrant: z.strictObject({ application, role: z.string(), resourceAppId: z.string().optional() }),
  }),
  z.strictObject({ principalSecret: one }),
  z.strictObject({ delegatedGrant: z.strictObject({ application, scope: z.string() }) }),
  /** Takes away every credential, owner and consent that the plants above made. */
  z.strictObject({ cleanUp: one }),
  z.strictObject({ undelete: one }),
  z.strictObject({ removeKey: z.strictObject({ application, keyId: z.string().optional() }) }),
  z.strictObject({ removeGrant: z.strictObject({ application, role: z.string() }) }),
  z.strictObject({ removeDirectoryRole: z.strictObject({ application, role: z.string() }) }),
  z.strictObject({ deleteApplication: one }),
  z.strictObject({ purgeApplication: one }),
  z.strictObject({ deleteServicePrincipal: one }),
  z.strictObject({ disableServicePrincipal: one }),
  z.strictObject({ enableServicePrincipal: one }),
  z.strictObject({ settings: z.strictObject({ application, change: z.record(z.string(), z.unknown()) }) }),
  z.strictObject({ licences: z.array(z.enum(['exchange', 'sharepoint', 'teams'])) }),
])
export type Plant = z.infer<typeof plantSchema>

/** Does it, at once and visible everywhere a write becomes visible; answers the id of what was touched. */
export function plantDrift(cloud: Cloud, tenant: Tenant, plant: Plant): string {
  const at = cloud.state.clock.now()
  const garden = { tenant, at }
  if ('foreignApplication' in plant) return plantApplication(garden, plant.foreignApplication)
  if ('otherProduct' in plant) return plantProduct(garden, plant.otherProduct)
  if ('foreignGrant' in plant) return plantGrant(garden, plant.foreignGrant)
  if ('removeGrant' in plant) return pullGrant(garden, plant.removeGrant)
  if ('removeDirectoryRole' in plant) return pullRole(garden, plant.removeDirectoryRole)
  if ('licences' in plant) {
    tenant.facts = { ...tenant.facts, licences: plant.licences }
    return tenant.facts.tenantId
  }
  if ('cleanUp' in plant) return cleanUp(garden, plant.cleanUp.application)
  if ('undelete' in plant) return undelete(garden, plant.undelete.application)
  return plantOnPrincipal(garden, plant) ?? plantOnApplication(garden, plant)
}

function plantApplication(
  { tenant, at }: Garden,
  wanted: { displayName: string; uniqueName?: string | undefined },
): string {
  const objectId = randomUUID()
  tenant.applications.put(
    objectId,
    {
      objectId,
      appId: randomUUID(),
      uniqueName: wanted.uniqueName ?? null,
      createdAt: at,
      settings: { displayName: wanted.displayName },
      keys: [],
      passwords: [],
      federated: [],
      owners: [],
      deletedAt: null,
      foreign: true,
    },
    at,
  )
  return objectId
}

function pullGrant(garden: Garden, wanted: { application: string; role: string }): string {
  const principal = findPrincipal(garden, wanted.application)
  const appIds = [
    '00000003-0000-0000-c000-000000000000',
    '00000002-0000-0ff1-ce00-000000000000',
    '00000003-0000-0ff1-ce00-000000000000',
  ]
  const roles = appIds.flatMap((appId) => resourceByAppId(garden.tenant, appId)?.appRoles ?? [])
  const ids = new Set(roles.filter((role) => role.value === wanted.role).map((role) => role.id))
  const grant = garden.tenant.grants
    .list()
    .find((each) => each.principalId === principal.objectId && ids.has(each.appRoleId))
  if (grant === undefined) throw new ControlMistake(`'${wanted.role}' is not granted to '${wanted.application}'.`)
  garden.tenant.grants.remove(grant.id, garden.at)
  return grant.id
}

function pullRole(garden: Garden, wanted: { application: string; role: string }): string {
  const principal = findPrincipal(garden, wanted.application)
  const template = DIRECTORY_ROLES.find((role) => role.displayName === wanted.role)?.templateId
  const held = garden.tenant.roleAssignments
    .list()
    .find((each) => each.principalId === principal.objectId && each.roleDefinitionId === template)
  if (held === undefined) throw new ControlMistake(`'${wanted.application}' does not hold '${wanted.role}'.`)
  garden.tenant.roleAssignments.remove(held.id, garden.at)
  return held.id
}

function plantOnPrincipal(garden: Garden, plant: Plant): string | undefined {
  if ('disableServicePrincipal' in plant) return enable(garden, plant.disableServicePrincipal.application, false)
  if ('enableServicePrincipal' in plant) return enable(garden, plant.enableServicePrincipal.application, true)
  if ('principalSecret' in plant) return plantSecret(garden, plant.principalSecret.application)
  if ('delegatedGrant' in plant) return plantConsent(garden, plant.delegatedGrant)
  if (!('deleteServicePrincipal' in plant)) return undefined
  const principal = findPrincipal(garden, plant.deleteServicePrincipal.application)
  garden.tenant.principals.put(principal.objectId, { ...principal, deletedAt: garden.at }, garden.at)
  dropScopeGrants(garden.tenant, principal.objectId, garden.at)
  return principal.objectId
}

/** Also for Microsoft's own, by client id: a tenant can switch Azure CLI off. */
function enable(garden: Garden, name: string, accountEnabled: boolean): string {
  const { tenant, at } = garden
  if (resourceByAppId(tenant, name) !== undefined) {
    const others = tenant.facts.disabledPrincipals.filter((appId) => appId !== name)
    tenant.facts = { ...tenant.facts, disabledPrincipals: accountEnabled ? others : [...others, name] }
    return derivedId(tenant, name)
  }
  const principal = findPrincipal(garden, name)
  tenant.principals.put(principal.objectId, { ...principal, accountEnabled }, at)
  return principal.objectId
}

function plantOnApplication(garden: Garden, plant: Plant): string {
  const { tenant, at } = garden
  if ('purgeApplication' in plant) {
    const { objectId } = findApplication(garden, plant.purgeApplication.application)
    tenant.applications.remove(objectId, at)
    return objectId
  }
  const changed = change(garden, plant)
  tenant.applications.put(changed.objectId, changed, at)
  if (changed.deletedAt === at)
    for (const principal of tenant.principals.list())
      if (principal.appId === changed.appId)
        tenant.principals.put(principal.objectId, { ...principal, deletedAt: at }, at)
  return changed.objectId
}

function change(garden: Garden, plant: Plant): ApplicationRecord {
  if ('foreignKey' in plant) {
    const record = findApplication(garden, plant.foreignKey.application)
    return { ...record, keys: [...record.keys, foreignKey(garden.at, plant.foreignKey)] }
  }
  if ('removeKey' in plant) {
    const record = findApplication(garden, plant.removeKey.application)
    const { keyId } = plant.removeKey
    return { ...record, keys: record.keys.filter((key) => keyId !== undefined && key.keyId !== keyId) }
  }
  if ('settings' in plant) {
    const record = findApplication(garden, plant.settings.application)
    return { ...record, settings: { ...record.settings, ...plant.settings.change } }
  }
  return addForeignCredential(garden, plant)
}

function addForeignCredential(garden: Garden, plant: Plant): ApplicationRecord {
  if ('foreignSecret' in plant) {
    const record = findApplication(garden, plant.foreignSecret.application)
    const secret = {
      keyId: randomUUID(),
      displayName: 'added in the portal',
      startsAt: garden.at,
      endsAt: garden.at + 180 * 86_400_000,
    }
    return { ...record, passwords: [...record.passwords, secret] }
  }
  if ('foreignFederation' in plant) {
    const record = findApplication(garden, plant.foreignFederation.application)
    const credential = {
      id: randomUUID(),
      name: 'added-in-the-portal',
      issuer: 'https://token.stranger.example',
      subject: 'stranger',
      description: null,
      audiences: ['api://AzureADTokenExchange'],
    }
    return { ...record, federated: [...record.federated, credential] }
  }
  if ('foreignOwner' in plant) {
    const record = findApplication(garden, plant.foreignOwner.application)
    return { ...record, owners: [...record.owners, derivedId(garden.tenant, 'olive.user')] }
  }
  if ('deleteApplication' in plant)
    return { ...findApplication(garden, plant.deleteApplication.application), deletedAt: garden.at }
  throw new ControlMistake('Nothing to plant.')
}

/** A certificate of a stranger with its own dates; without one given, bytes that nobody can sign with, for a year. */
function foreignKey(at: number, wanted: { certificate?: string | undefined; keyId?: string | undefined }): KeyRecord {
  const der = wanted.certificate === undefined ? randomBytes(600) : Buffer.from(wanted.certificate, 'base64')
  const second = Math.floor(at / 1000) * 1000
  const life = wanted.certificate === undefined ? null : new X509Certificate(der)
  const digest = (algorithm: string) => createHash(algorithm).update(der).digest('hex').toUpperCase()
  return {
    keyId: wanted.keyId ?? randomUUID(),
    displayName: PLANTED,
    // whole seconds, as Graph shows them: what is sent back unchanged has to be the same
    startsAt: life === null ? second : Date.parse(life.validFrom),
    endsAt: life === null ? second + 365 * 86_400_000 : Date.parse(life.validTo),
    type: 'AsymmetricX509Cert',
    usage: 'Verify',
    key: der.toString('base64'),
    sha1: digest('sha1'),
    sha256: digest('sha256'),
  }
}
