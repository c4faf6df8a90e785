import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { restoreWorkloads } from './restore-catalogue'
import type { BaselineView, WorkloadView } from './baseline-views'
import type { Permission, Workload } from './workload'
import { writingOf, type Writing } from './writing'
import { describeWorkload, findWorkload, refusedRoles, workloads } from './workloads'

/** A named list of workloads. What a tenant was connected with is stored with it, name and version. */
export const baselineSchema = z.object({
  key: z.string(),
  name: z.string(),
  version: z.number().int().positive(),
  workloads: z.array(z.string()),
})

export type Baseline = z.infer<typeof baselineSchema>

const shipped: readonly Baseline[] = [
  {
    key: 'recommended',
    name: 'Backup (recommended)',
    version: 1,
    workloads: ['directory', 'exchange', 'sharepoint', 'teams', 'groups', 'own-registration'],
  },
  { key: 'exchange-only', name: 'Exchange only', version: 1, workloads: ['directory', 'exchange', 'own-registration'] },
  {
    key: 'files-only',
    name: 'SharePoint and OneDrive only',
    version: 1,
    workloads: ['directory', 'sharepoint', 'own-registration'],
  },
  {
    key: 'veeam',
    name: 'Veeam Backup for Microsoft 365',
    version: 1,
    workloads: ['directory', 'own-registration', 'veeam-exchange', 'veeam-sharepoint', 'veeam-teams'],
  },
]

export function listBaselines(): readonly BaselineView[] {
  return shipped
}

export function listWorkloads(): readonly WorkloadView[] {
  return workloads.map(describeWorkload)
}

/**
 * The baseline that an operator chose in the form. Workloads that differ from the shipped list make it “Custom”.
 * Throws invalid_input with the field's name.
 */
export function chooseBaseline(key: string, chosen: readonly string[]): Baseline {
  const unknown = chosen.find((workload) => findWorkload(workload) === undefined)
  if (unknown !== undefined) {
    throw new AppError('invalid_input', `unknown workload ${unknown}`, {
      field: 'workloads',
      say: 'One of the chosen workloads does not exist. Reload this page and choose again.',
    })
  }
  const always = workloads.filter((workload) => workload.always).map((workload) => workload.key)
  const wanted = workloads
    .map((workload) => workload.key)
    .filter((name) => always.includes(name) || chosen.includes(name))
  if (wanted.every((name) => always.includes(name) || name === 'own-registration')) {
    throw new AppError('invalid_input', 'no workload chosen', {
      field: 'workloads',
      say: 'Choose at least one workload to back up, for example Exchange Online.',
    })
  }
  const same = shipped.find(
    (baseline) =>
      baseline.workloads.length === wanted.length && baseline.workloads.every((name) => wanted.includes(name)),
  )
  const preferred = shipped.find((baseline) => baseline.key === key && baseline === same) ?? same
  const baseline = preferred ?? { key: 'custom', name: 'Custom', version: 1, workloads: wanted }
  refuseDangerous(workloadsOf(baseline))
  return { ...baseline, workloads: [...baseline.workloads] }
}

/** Throws baseline_refused when a permission would let the application widen its own rights. */
export function refuseDangerous(list: readonly Workload[]): void {
  const bad = list
    .flatMap((workload) => workload.permissions)
    .find((permission) => refusedRoles.includes(permission.role))
  if (bad !== undefined) throw new AppError('baseline_refused', `baseline names ${bad.role}`)
}

/** The workloads of a stored baseline, in the order in which people read them. */
export function workloadsOf(baseline: Pick<BaselineView, 'workloads'>): readonly Workload[] {
  return [...workloads, ...restoreWorkloads].filter((workload) => baseline.workloads.includes(workload.key))
}

/** Every permission of a baseline once, under the first workload that needs it. */
export function permissionsOf(
  baseline: Pick<BaselineView, 'workloads'>,
): readonly (Permission & { workload: Pick<Workload, 'key' | 'name'> })[] {
  const unique = new Map<string, Permission & { workload: Pick<Workload, 'key' | 'name'> }>()
  for (const { key, name, permissions } of workloadsOf(baseline)) {
    for (const permission of permissions) {
      const id = `${permission.resource} ${permission.role}`
      if (!unique.has(id)) unique.set(id, { ...permission, workload: { key, name } })
    }
  }
  return [...unique.values()]
}

/** What a baseline lets the application write, for whoever promises something about it. */
export function writingIn(baseline: Pick<BaselineView, 'workloads'>): Writing {
  return writingOf(permissionsOf(baseline).map((one) => ({ ...one, older: one.fallbacks[0] ?? null })))
}

/** Does any chosen workload make the application hold a directory role? */
export function needsDirectoryRole(baseline: Pick<Baseline, 'workloads'>): boolean {
  return workloadsOf(baseline).some((workload) => workload.directoryRoles.length > 0)
}
