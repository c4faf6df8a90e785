import { z } from 'zod'
import type { Generation } from '../state/records'
import directoryRoleRows from './directory-roles.json'
import graphRoleRows from './graph-app-roles.json'
import scopeRows from './graph-scopes.json'
import officeRoleRows from './office-app-roles.json'

export interface AppRole {
  id: string
  value: string
  displayName: string
  isEnabled: boolean
}

export interface Scope {
  id: string
  value: string
  displayName: string
  type: 'Admin' | 'User'
}

export interface DirectoryRole {
  templateId: string
  displayName: string
}

const graphRow = z.tuple([z.string(), z.string(), z.string(), z.number()]).rest(z.number())
const officeRow = z.tuple([z.string(), z.string(), z.string()])
const scopeRow = z.tuple([z.string(), z.string(), z.string(), z.enum(['Admin', 'User'])])
const directoryRow = z.tuple([z.string(), z.string()])

const graphRoles = z.array(graphRow).parse(graphRoleRows)
const toRole = ([id, value, displayName, , enabled]: z.infer<typeof graphRow>): AppRole => ({
  id,
  value,
  displayName,
  isEnabled: enabled !== 0,
})

/** Graph's application permissions: one list per generation, shared by all tenants of it. */
export const GRAPH_ROLES: Readonly<Record<Generation, readonly AppRole[]>> = {
  current: graphRoles.map(toRole),
  '2025': graphRoles.filter((row) => row[3] === 2025).map(toRole),
}

const office = z.object({ exchange: z.array(officeRow), sharepoint: z.array(officeRow) }).parse(officeRoleRows)
const toOfficeRole = ([id, value, displayName]: z.infer<typeof officeRow>): AppRole => ({
  id,
  value,
  displayName,
  isEnabled: true,
})
export const EXCHANGE_ROLES: readonly AppRole[] = office.exchange.map(toOfficeRole)
export const SHAREPOINT_ROLES: readonly AppRole[] = office.sharepoint.map(toOfficeRole)

export const GRAPH_SCOPES: readonly Scope[] = z
  .array(scopeRow)
  .parse(scopeRows)
  .map(([id, value, displayName, type]) => ({ id, value, displayName, type }))

export const DIRECTORY_ROLES: readonly DirectoryRole[] = z
  .array(directoryRow)
  .parse(directoryRoleRows)
  .map(([templateId, displayName]) => ({ templateId, displayName }))

/** The template id of a built-in directory role; throws for a name that this cloud does not know. */
export function roleTemplate(displayName: string): string {
  const role = DIRECTORY_ROLES.find((candidate) => candidate.displayName === displayName)
  if (role === undefined) throw new Error(`no directory role is called ${displayName}`)
  return role.templateId
}
