import type { PermissionRow } from '@/lib/tenants/tenant-views'

/** A row that is not simply wanted, granted and proved. */
export function isException({ desired, granted, proved }: PermissionRow): boolean {
  return !desired || granted === false || proved === false
}

/** How an exception is called beside its name; null when there is none. */
export function exceptionWord(row: PermissionRow): 'surplus' | 'missing' | 'not proved' | null {
  if (!row.desired) return 'surplus'
  if (row.granted === false) return 'missing'
  return row.proved === false ? 'not proved' : null
}

export interface PermissionGroupRows {
  workload: string
  rows: readonly PermissionRow[]
}

/** Exceptions first, whatever their workload; the rest by workload in the order in which they come. */
export function orderPermissions(rows: readonly PermissionRow[]): {
  exceptions: readonly PermissionRow[]
  groups: readonly PermissionGroupRows[]
} {
  const plain = rows.filter((row) => !isException(row))
  const workloads = [...new Set(plain.map(({ workload }) => workload))]
  return {
    exceptions: rows.filter(isException),
    groups: workloads.map((workload) => ({ workload, rows: plain.filter((row) => row.workload === workload) })),
  }
}
