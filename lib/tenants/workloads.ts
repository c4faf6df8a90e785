import { vendorWorkloads } from './vendor-workloads'
import type { WorkloadView } from './baseline-views'
import type { ResourceName, Workload } from './workload'
import { ownWorkloads } from './workload-catalogue'

/** Application ids of the resources whose app roles a baseline may name (the same in every tenant). */
export const resourceAppIds = {
  graph: '00000003-0000-0000-c000-000000000000',
  exchange: '00000002-0000-0ff1-ce00-000000000000',
  sharepoint: '00000003-0000-0ff1-ce00-000000000000',
} as const

/** Every workload, in the order in which people read them. */
export const workloads: readonly Workload[] = [...ownWorkloads, ...vendorWorkloads]

/** Permissions that would let the application widen its own rights. No baseline may name them, whoever asks. */
export const refusedRoles: readonly string[] = [
  'AppRoleAssignment.ReadWrite.All',
  'RoleManagement.ReadWrite.Directory',
  'Application.ReadWrite.All',
]

export function findWorkload(key: string): Workload | undefined {
  return workloads.find((workload) => workload.key === key)
}

/** What the form shows for one workload. */
export function describeWorkload(workload: Workload): WorkloadView {
  return {
    key: workload.key,
    name: workload.name,
    always: workload.always,
    optionalReason: workload.note,
    vendor: workload.vendor,
    permissions: workload.permissions.map(({ resource, role, fallbacks, reason, reveals, canWrite }) => ({
      resource: resourceTitles[resource],
      role,
      reason,
      reveals,
      canWrite,
      older: fallbacks[0] ?? null,
    })),
  }
}

const resourceTitles: Readonly<Record<ResourceName, string>> = {
  graph: 'Microsoft Graph',
  exchange: 'Office 365 Exchange Online',
  sharepoint: 'Office 365 SharePoint Online',
}

/** Microsoft's name of a resource, for people. */
export function resourceTitle(appId: string): string {
  const name = (Object.keys(resourceAppIds) as ResourceName[]).find((key) => resourceAppIds[key] === appId)
  return name === undefined ? appId : resourceTitles[name]
}
