import { randomUUID } from 'node:crypto'
import { sevenDigits } from '../clock'
import type { ApplicationRecord } from '../state/records'
import { mayRegister, isSelf, refuseGuests, refuseStranger } from './access'
import { applicationInput, settingsOf, showApplication } from './application-shape'
import type { ApplicationInput } from './application-shape'
import type { GraphCall, GraphResult } from './call'
import { contextOf, DONE, now, param, readBody, seeing } from './call'
import { replaceKeys } from './credentials'
import { answerList, answerOne, selected } from './query'
import { alreadyExists, badRequest, GraphRefusal, notFound } from './refusals'
import { dropScopeGrants, isResting } from './resting'

/** Created by somebody without an administrator's role: so many objects, deleted ones counted. */
const ORDINARY_QUOTA = 250

/** The application that a path names, as this caller's replica knows it, with its keys as far as they have spread. */
export function lookupApplication(call: GraphCall): ApplicationRecord {
  const view = seeing(call, 'application')
  const { id, appId, uniqueName } = call.params
  const found = call.tenant.applications
    .list(view)
    .find(
      (each) =>
        each.deletedAt === null &&
        (each.objectId === id || each.appId === appId || (uniqueName !== undefined && each.uniqueName === uniqueName)),
    )
  if (found === undefined) throw notFound(id ?? appId ?? uniqueName ?? '')
  return withReplicatedKeys(call, found)
}

function withReplicatedKeys(call: GraphCall, record: ApplicationRecord): ApplicationRecord {
  const heard = call.tenant.applications.get(record.objectId, seeing(call, 'keys'))
  return { ...record, keys: heard?.keys ?? [] }
}

/** What is true of the same application behind all replicas: writes start from it. */
export function truthOf(call: GraphCall, record: ApplicationRecord): ApplicationRecord {
  return call.tenant.applications.get(record.objectId) ?? record
}

export function listApplications(call: GraphCall): GraphResult {
  refuseGuests(call)
  const rows = call.tenant.applications
    .list(seeing(call, 'applicationList'))
    .filter((each) => each.deletedAt === null)
    .map((each) => showApplication(call.tenant, withReplicatedKeys(call, each)))
  return { status: 200, body: answerList(call, 'applications', rows) }
}

export function getApplication(call: GraphCall): GraphResult {
  const record = lookupApplication(call)
  if (!isSelf(call, record)) refuseGuests(call)
  const withKeys = selected(call)?.includes('keyCredentials') === true
  return { status: 200, body: answerOne(call, 'applications', showApplication(call.tenant, record, withKeys)) }
}

export function createApplication(call: GraphCall): GraphResult {
  const input = readBody(call, applicationInput, 'application')
  return created(call, registerApplication(call, input, input.uniqueName ?? null))
}

/** `Prefer: create-if-missing` makes the write an upsert by name: 201 with the new object, or 204. */
export function upsertApplication(call: GraphCall): GraphResult {
  const uniqueName = param(call, 'uniqueName')
  const existing = call.tenant.applications
    .list()
    .find((each) => each.uniqueName === uniqueName && each.deletedAt === null)
  if (existing !== undefined) return change(call, existing)
  if (!prefersCreation(call)) throw notFound(uniqueName)
  const input = readBody(call, applicationInput, 'application')
  if (typeof input.uniqueName === 'string' && input.uniqueName !== uniqueName)
    throw badRequest("The value of property 'uniqueName' does not match the key of the request.")
  return created(call, registerApplication(call, input, uniqueName))
}

export function prefersCreation(call: GraphCall): boolean {
  return (call.message.headers['prefer'] ?? '').split(/[,;]/).some((part) => part.trim() === 'create-if-missing')
}

function registerApplication(call: GraphCall, input: ApplicationInput, uniqueName: string | null): ApplicationRecord {
  const { tenant, caller } = call
  const right = mayRegister(call)
  if (input.displayName === undefined)
    throw badRequest("A value is required for property 'displayName' of resource 'Application'.")
  refuseTakenName(call, uniqueName)
  const isOwner = right === 'as-owner'
  if (isOwner) refuseOverQuota(call)
  const record: ApplicationRecord = {
    objectId: randomUUID(),
    appId: randomUUID(),
    uniqueName,
    createdAt: now(call),
    settings: settingsOf(input),
    keys: replaceKeys(call, [], input.keyCredentials ?? []),
    passwords: [],
    federated: [],
    owners: isOwner ? [caller.claims.oid] : [],
    deletedAt: null,
  }
  tenant.applications.put(record.objectId, record, now(call))
  return record
}

/** A deleted application keeps its unique name until it is purged. */
function refuseTakenName(call: GraphCall, uniqueName: string | null): void {
  if (uniqueName === null) return
  const taken = call.tenant.applications
    .list()
    .some((each) => each.uniqueName === uniqueName && (each.deletedAt === null || isResting(each, now(call))))
  if (taken)
    throw alreadyExists('Another object with the same value for property uniqueName already exists.', 'uniqueName')
}

function refuseOverQuota(call: GraphCall): void {
  const owned = call.tenant.applications.list().filter((each) => each.owners.includes(call.caller.claims.oid)).length
  if (owned >= ORDINARY_QUOTA)
    throw new GraphRefusal(
      403,
      'Directory_QuotaExceeded',
      'The directory object quota limit for the Principal has been exceeded. Please ask your administrator to increase the quota limit or delete objects to reduce the used quota.',
    )
}

function created(call: GraphCall, record: ApplicationRecord): GraphResult {
  const { tenantId } = call.tenant.facts
  return {
    status: 201,
    body: {
      '@odata.context': contextOf(call, 'applications/$entity'),
      ...showApplication(call.tenant, record),
      createdDateTime: sevenDigits(record.createdAt),
    },
    headers: {
      location: `${call.cloud.origin}/v2/${tenantId}/directoryObjects/${record.objectId}/Microsoft.DirectoryServices.Application`,
    },
    effect: true,
  }
}

export function patchApplication(call: GraphCall): GraphResult {
  return change(call, truthOf(call, lookupApplication(call)))
}

function change(call: GraphCall, before: ApplicationRecord): GraphResult {
  refuseStranger(call, before.owners)
  const input = readBody(call, applicationInput, 'application')
  if (input.uniqueName !== undefined && input.uniqueName !== before.uniqueName) {
    if (before.uniqueName !== null)
      throw badRequest("Property 'uniqueName' is immutable and cannot be changed once set.")
    refuseTakenName(call, input.uniqueName)
  }
  const record: ApplicationRecord = {
    ...before,
    uniqueName: input.uniqueName ?? before.uniqueName,
    settings: { ...before.settings, ...settingsOf(input) },
    keys: input.keyCredentials === undefined ? before.keys : replaceKeys(call, before.keys, input.keyCredentials),
  }
  call.tenant.applications.put(record.objectId, record, now(call))
  return DONE
}

/** Soft: the application rests among the deleted items for 30 days, its service principal here goes with it. */
export function deleteApplication(call: GraphCall): GraphResult {
  const record = truthOf(call, lookupApplication(call))
  refuseStranger(call, record.owners)
  const at = now(call)
  call.tenant.applications.put(record.objectId, { ...record, deletedAt: at }, at)
  for (const principal of call.tenant.principals.list())
    if (principal.appId === record.appId && principal.deletedAt === null) {
      call.tenant.principals.put(principal.objectId, { ...principal, deletedAt: at }, at)
      dropScopeGrants(call.tenant, principal.objectId, at)
    }
  return DONE
}
