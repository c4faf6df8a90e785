import { renewAt } from '../certificates/lifecycle'
import type { Observed } from '../microsoft/observed'
import type { DesiredPresent } from '../reconcile/desired'
import { diff } from '../reconcile/diff'
import { resolveRoles } from '../reconcile/grants'
import type { Plan, Surplus, Unmet } from '../reconcile/plan'
import { runtime } from '../runtime'
import { permissionsOf, type Baseline } from './baselines'
import { listCertificates, type OwnCertificate } from './certificate-store'
import type { ForeignGrant, PermissionChange, PreviewSource, ReconfigurePreview } from './change-views'
import { desireConnected } from './desire'
import { observeWithOwnSignIn } from './own-look'
import type { TenantRow } from './tenant-store'
import { namesOf } from './workload'
import { resourceAppIds, resourceTitle } from './workloads'
import { sayDay } from './days'

/**
 * What a reconfiguration would change, from a look with the application's own sign-in where it may read its
 * registration, else from our records. Writes nothing.
 */
export async function previewWith(tenant: TenantRow, baseline: Baseline): Promise<ReconfigurePreview> {
  const certificate = (await listCertificates(tenant.id)).find((one) => one.state === 'active') ?? null
  const desired = await desireConnected(tenant, baseline, certificate, true)
  const seen = await observeWithOwnSignIn(tenant, desired, certificate)
  const common = {
    baseline,
    before: { name: tenant.baseline.name, version: tenant.baseline.version },
    key: describeKey(tenant, certificate),
  }
  return 'look' in seen
    ? { ...common, source: seen.source, ...fromLook(desired, baseline, seen.look) }
    : { ...common, source: seen.source, ...(await fromRecords(tenant, baseline)) }
}

type Found = Pick<
  ReconfigurePreview,
  'added' | 'removed' | 'unchanged' | 'notOffered' | 'foreign' | 'stays' | 'notes'
> & { source?: PreviewSource }

/** What the kernel’s plan for this look means for people. */
export function fromLook(desired: DesiredPresent, baseline: Baseline, look: Observed): Found {
  const plan = diff(desired, look, runtime().clock.now(), ['administrator'])
  const held = new Set(look.grants.map((grant) => `${grant.resourceObjectId}/${grant.roleId}`))
  const changes = resolveRoles(desired, look).roles.map((role) => ({
    isHeld: held.has(`${role.resourceObjectId}/${role.roleId}`),
    change: nameChange(baseline, role.resourceAppId, role.role),
  }))
  return {
    added: changes.filter(({ isHeld }) => !isHeld).map(({ change }) => change),
    unchanged: changes.filter(({ isHeld }) => isHeld).map(({ change }) => change),
    removed: plan.stages
      .flat()
      .flatMap((step) => (step.kind === 'revokeAppRole' ? [nameChange(baseline, step.resourceAppId, step.role)] : [])),
    notOffered: plan.unmet.flatMap((unmet) =>
      unmet.kind === 'role-missing' || unmet.kind === 'resource-missing'
        ? [nameChange(baseline, unmet.resourceAppId, unmet.role)]
        : [],
    ),
    foreign: foreignGrants(plan, look),
    stays: plan.surplus.flatMap(describeStaying),
    notes: plan.unmet.flatMap(describeUnmet),
  }
}

async function fromRecords(tenant: TenantRow, baseline: Baseline): Promise<Found> {
  const grants = await runtime().db.grant.findMany({
    where: { tenantId: tenant.id, removedAt: null },
    orderBy: { role: 'asc' },
  })
  const wanted = permissionsOf(baseline).map((permission) => ({
    names: namesOf(permission),
    resourceAppId: resourceAppIds[permission.resource],
    change: {
      ...nameChange(baseline, resourceAppIds[permission.resource], permission.role),
      older: permission.fallbacks[0] ?? null,
    },
  }))
  const matches = (grant: (typeof grants)[number], wish: (typeof wanted)[number]) =>
    grant.resourceAppId === wish.resourceAppId && wish.names.includes(grant.role)
  const heldFor = (wish: (typeof wanted)[number]) => grants.find((grant) => matches(grant, wish))
  return {
    added: wanted.filter((wish) => heldFor(wish) === undefined).map(({ change }) => change),
    unchanged: wanted.flatMap((wish) => {
      const held = heldFor(wish)
      return held === undefined ? [] : [nameChange(baseline, held.resourceAppId, held.role)]
    }),
    removed: grants
      .filter((grant) => !wanted.some((wish) => matches(grant, wish)))
      .map((grant) => nameChange(baseline, grant.resourceAppId, grant.role)),
    notOffered: [],
    foreign: [],
    stays: [],
    notes: [],
  }
}

/** With the workload that wants it, and with whether it can write, as far as our lists know it. */
export function nameChange(
  baseline: Pick<Baseline, 'workloads'>,
  resourceAppId: string,
  role: string,
): PermissionChange {
  const known = permissionsOf(baseline).find(
    (permission) => resourceAppIds[permission.resource] === resourceAppId && namesOf(permission).includes(role),
  )
  return {
    resource: resourceTitle(resourceAppId),
    role,
    workload: known?.workload.name ?? null,
    canWrite: (known?.canWrite ?? false) || /Write|FullControl|full_access|Import|ManageAsApp/.test(role),
    older: null,
  }
}

function foreignGrants(plan: Plan, look: Observed): readonly ForeignGrant[] {
  return plan.surplus.flatMap((item) => {
    if (item.kind !== 'grant') return []
    const grant = look.grants.find((one) => one.assignmentId === item.assignmentId)
    const resource = item.resourceAppId ?? grant?.resourceObjectId ?? 'another resource'
    return [{ ...nameChange({ workloads: [] }, resource, item.role ?? item.roleId), assignmentId: item.assignmentId }]
  })
}

function describeStaying(item: Surplus): readonly string[] {
  switch (item.kind) {
    case 'key':
      return [`A certificate that Latchkey did not make (${item.displayName ?? item.sha1.slice(0, 8)})`]
    case 'passwords':
      return [item.count === 1 ? 'A client secret' : `${item.count} client secrets`]
    case 'directory-role':
      return ['A directory role that the choice does not need']
    default:
      return []
  }
}

function describeUnmet(unmet: Unmet): readonly string[] {
  switch (unmet.kind) {
    case 'name-held':
      return ['Our application was deleted there. The run asks whether to restore it or to begin with a new one.']
    case 'foreign-application':
      return [
        `An application that Latchkey did not make (“${unmet.displayName}”) holds our name. The run stops before it.`,
      ]
    case 'service-principal-disabled':
      return ['Our application is switched off there. Switching it on is for their administrator.']
    default:
      return []
  }
}

function describeKey(tenant: TenantRow, certificate: OwnCertificate | null): ReconfigurePreview['key'] {
  if (certificate === null) return { changes: true, sentence: 'A new key and certificate are made.' }
  const isDue = runtime().clock.now() >= renewAt(certificate, tenant.id)
  const day = sayDay(certificate.notAfter)
  return isDue
    ? {
        changes: true,
        sentence: `The certificate ends on ${day}: a new key takes its place, and the old one leaves after the new one has signed in.`,
      }
    : { changes: false, sentence: `The key and its certificate stay as they are, until ${day}.` }
}
