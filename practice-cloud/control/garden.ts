import type { ApplicationRecord, PrincipalRecord } from '../state/records'
import type { Tenant } from '../state/tenant'
import { ControlMistake } from './mistake'

/** One tenant at one moment, milliseconds. */
export interface Garden {
  tenant: Tenant
  at: number
}

export function findApplication({ tenant }: Garden, name: string): ApplicationRecord {
  const found = tenant.applications
    .list()
    .find((each) => each.objectId === name || each.appId === name || each.uniqueName === name)
  if (found === undefined) throw new ControlMistake(`No application '${name}' in ${tenant.facts.domain}.`)
  return found
}

export function findPrincipal(garden: Garden, name: string): PrincipalRecord {
  const living = garden.tenant.principals.list().filter((each) => each.deletedAt === null)
  const installed = living.find((each) => each.homeTenantId !== undefined && each.appId === name)
  const found = installed ?? living.find((each) => each.appId === findApplication(garden, name).appId)
  if (found === undefined)
    throw new ControlMistake(`Application '${name}' has no service principal in ${garden.tenant.facts.domain}.`)
  return found
}
