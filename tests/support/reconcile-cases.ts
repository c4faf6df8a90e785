import fc from 'fast-check'
import type { DesiredPresent, Records } from '@/lib/reconcile/desired'
import type { DirectoryState, DirectoryWorld, Fault, Lags } from './directory-world'
import { isValid } from './directory-world'
import { foreignResource, graphAppId, makeKey, makeWorld, Office, uniqueName, want, wantRole } from './reconcile-office'

export const roleNames = ['A', 'B', 'C', 'D'] as const

/** A tenant as it may be found: ours or not there, with what its own administrators have put or taken away. */
export interface Found {
  stands: boolean
  principal: boolean
  /** Numbers of our keys on it; the records know them all. */
  keys: readonly number[]
  removedKeys: readonly number[]
  granted: readonly string[]
  removedGrants: readonly string[]
  foreignKeys: number
  foreignGrants: readonly string[]
  passwords: number
  renamed: boolean
  offered: readonly string[]
}

export const anyFound: fc.Arbitrary<Found> = fc.record({
  stands: fc.boolean(),
  principal: fc.boolean(),
  keys: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
  removedKeys: fc.subarray([1, 2, 3, 4], { maxLength: 1 }),
  granted: fc.subarray([...roleNames]),
  removedGrants: fc.subarray([...roleNames], { maxLength: 2 }),
  foreignKeys: fc.integer({ min: 0, max: 2 }),
  foreignGrants: fc.subarray([...roleNames, 'X'], { maxLength: 2 }),
  passwords: fc.integer({ min: 0, max: 1 }),
  renamed: fc.boolean(),
  offered: fc.subarray([...roleNames, 'X'], { minLength: 2 }),
})

export interface Wish {
  roles: readonly string[]
  fallback: boolean
  certificate: number | null
  proven: boolean
  supersedes: readonly number[]
}

export const anyWish: fc.Arbitrary<Wish> = fc.record({
  roles: fc.subarray([...roleNames]),
  fallback: fc.boolean(),
  certificate: fc.option(fc.integer({ min: 1, max: 5 }), { freq: 8 }),
  proven: fc.boolean(),
  supersedes: fc.subarray([1, 2, 3, 4, 5]),
})

export const anyLags: fc.Arbitrary<Lags> = fc.record(
  Object.fromEntries(
    (['application', 'keys', 'principal', 'grants', 'deleted', 'reference'] as const).map((kind) => [
      kind,
      fc.oneof({ arbitrary: fc.constant(0), weight: 2 }, { arbitrary: fc.integer({ min: 0, max: 90_000 }), weight: 3 }),
    ]),
  ),
)

export const anyFaults: fc.Arbitrary<Fault[]> = fc.array(
  fc.oneof(
    { arbitrary: fc.constant(null), weight: 4 },
    {
      arbitrary: fc.constantFrom<Fault[]>(
        'lost-before',
        'lost-after',
        'crash-before',
        'crash-after',
        'throttled',
        'unavailable',
        'spreading',
        'concurrency',
      ),
      weight: 3,
    },
  ),
  { maxLength: 14 },
)

/** What others run in the same tenant: an application, a deleted one, an identity without any, with some of the roles that ours may get. */
export const bystander = {
  uniqueName: 'somebody/else',
  keyId: makeKey(200).keyId,
  live: { objectId: 'eeeeeeee-0000-4000-8000-000000000001', appId: 'eeeeeeee-0000-4000-8000-000000000002' },
  deleted: { objectId: 'eeeeeeee-0000-4000-8000-000000000003', appId: 'eeeeeeee-0000-4000-8000-000000000004' },
  principal: 'eeeeeeee-0000-4000-8000-000000000005',
  identity: 'eeeeeeee-0000-4000-8000-000000000006',
} as const

function settleBystanders(world: DirectoryWorld): void {
  const graph = world.resources.find((resource) => resource.appId === graphAppId)?.objectId ?? ''
  const assign = (principalObjectId: string, role: string, resourceObjectId = graph) => {
    return { assignmentId: world.id(), principalObjectId, resourceObjectId, roleId: `00000003-role-${role}` }
  }
  const { live, deleted, principal, identity, uniqueName: name } = bystander
  const shown = { displayName: 'Latchkey Backup', keys: [makeKey(200), makeKey(201)], passwordCount: 1 }
  world.change((state) => {
    state.applications.push(
      { ...live, ...shown, uniqueName: name, deletedAt: null },
      { ...deleted, ...shown, uniqueName: `${name}/before`, deletedAt: new Date(world.now).toISOString() },
    )
    state.principals.push(
      { objectId: principal, appId: live.appId, enabled: true },
      { objectId: identity, appId: 'eeeeeeee-0000-4000-8000-000000000007', enabled: true },
    )
    state.grants.push(assign(principal, 'A'), assign(principal, 'B'), assign(identity, 'C'))
    state.grants.push(assign(principal, 'foreign', foreignResource))
    state.directoryRoles.push({ principalObjectId: principal, templateId: 'some-role' })
  })
}

/** All that is the bystanders', whole. */
export function bystandersIn(state: DirectoryState): DirectoryState {
  const objects = [bystander.live.objectId, bystander.deleted.objectId] as readonly string[]
  const principals = [bystander.principal, bystander.identity] as readonly string[]
  return structuredClone({
    applications: state.applications.filter((one) => objects.includes(one.objectId)),
    principals: state.principals.filter((one) => principals.includes(one.objectId)),
    grants: state.grants.filter((one) => principals.includes(one.principalObjectId)),
    directoryRoles: state.directoryRoles.filter((one) => principals.includes(one.principalObjectId)),
  })
}

/** The tenant as found, everything in it older than any replica's lag, and our records of it. */
export function officeFor(found: Found): Office {
  const world = makeWorld([...new Set([...found.offered, ...found.granted])])
  const office = new Office(world)
  if (found.stands) settleOurs(office, found)
  world.now += 3_600_000
  return office
}

/** The same in a tenant where others are at home too. */
export function officeAmongOthers(found: Found): Office {
  const office = officeFor(found)
  settleBystanders(office.world)
  office.world.now += 3_600_000
  return office
}

function settleOurs(office: Office, found: Found): void {
  const { world } = office
  const application = { objectId: world.id(), appId: world.id() }
  const principal = found.principal ? world.id() : null
  const foreign = Array.from({ length: found.foreignKeys }, (_, index) => makeKey(100 + index))
  const ours = found.keys.map((number) => makeKey(number))
  const standing = ours.filter((_, index) => !found.removedKeys.includes(found.keys[index] ?? 0))
  const resourceObjectId = world.resources.find((resource) => resource.appId === graphAppId)?.objectId ?? ''
  const assign = (principalObjectId: string, role: string) => ({
    assignmentId: world.id(),
    principalObjectId,
    resourceObjectId,
    roleId: `00000003-role-${role}`,
  })
  const granted = principal === null ? [] : found.granted.map((role) => assign(principal, role))
  const others = found.foreignGrants.filter((role) => !found.granted.includes(role))
  world.change((state) => {
    state.applications.push({
      ...application,
      uniqueName,
      displayName: found.renamed ? 'Renamed by somebody' : 'Latchkey Backup',
      keys: [...standing, ...foreign],
      passwordCount: found.passwords,
      deletedAt: null,
    })
    if (principal === null) return
    state.principals.push({ objectId: principal, appId: application.appId, enabled: true })
    const kept = granted.filter((_, index) => !found.removedGrants.includes(found.granted[index] ?? ''))
    state.grants.push(...kept, ...others.map((role) => assign(principal, role)))
    state.grants.push({ ...assign(principal, 'foreign'), resourceObjectId: foreignResource })
  })
  office.records = {
    application,
    servicePrincipalObjectId: principal,
    keys: ours.map(({ keyId, sha1, notAfter }) => {
      return { keyId, sha1, notAfter, sent: true, confirmed: true, keyIdKnown: true }
    }),
    grants: granted.map(({ roleId, assignmentId }) => ({ resourceAppId: graphAppId, roleId, assignmentId })),
  }
}

export function desiredFor(wish: Wish): DesiredPresent {
  const keyId = (number: number) => makeKey(number).keyId
  const supersedes = wish.supersedes.filter((number) => number !== wish.certificate).map(keyId)
  return want(null, {
    appRoles: wish.roles.map((role) => wantRole(role, wish.fallback ? ['X'] : [])),
    certificate: wish.certificate === null ? null : { key: makeKey(wish.certificate), proven: wish.proven, supersedes },
  })
}

/** Keys of ours that would sign in now: made by us, still recorded, standing on the live application, inside their dates. */
export function livingKeys(state: DirectoryState, records: Records, now: number): string[] {
  const recorded = records.keys.map((key) => key.keyId)
  return state.applications
    .filter((application) => application.deletedAt === null && application.uniqueName === uniqueName)
    .flatMap((application) => application.keys)
    .filter((key) => recorded.includes(key.keyId) && isValid(key, now))
    .map((key) => key.keyId)
}
