import type { BaselineView, PermissionView, WorkloadView } from '@/lib/tenants/baseline-views'
import { writingOf } from '@/lib/tenants/writing'

/** A workload of the consent preview with the permissions that it adds. */
export interface PreviewGroup {
  key: string
  name: string
  always: boolean
  permissions: readonly PermissionView[]
}

export interface Preview {
  groups: readonly PreviewGroup[]
  total: number
  canWrite: number
  /** How many more can write where the tenant's Graph is older than what we ask for. */
  older: number
  /** Products whose own lists were chosen: the reason why more can be written than Microsoft demands. */
  vendors: readonly string[]
}

/** What will be asked for. A permission that two workloads need stands once, under the first. */
export function previewOf(workloads: readonly WorkloadView[], chosen: ReadonlySet<string>): Preview {
  const seen = new Set<string>()
  const groups = workloads
    .filter(({ key, always }) => always || chosen.has(key))
    .map(({ key, name, always, permissions }) => ({
      key,
      name,
      always,
      permissions: permissions.filter(({ resource, role }) => {
        const id = `${resource} ${role}`
        if (seen.has(id)) return false
        seen.add(id)
        return true
      }),
    }))
    .filter(({ permissions }) => permissions.length > 0)
  const all = groups.flatMap(({ permissions }) => permissions)
  const vendors = workloads.filter(({ key }) => chosen.has(key)).flatMap(({ vendor }) => vendor ?? [])
  const canWrite = all.filter((permission) => permission.canWrite).length
  const older = writingOf(all).older.length
  return { groups, total: all.length, canWrite, older, vendors: [...new Set(vendors)] }
}

/** What the form sends when no shipped baseline is exactly the choice. */
export const customBaseline = 'custom'

/** The baseline that is exactly this choice, the one chosen before if several are; else custom. */
export function baselineOf(
  baselines: readonly BaselineView[],
  workloads: readonly WorkloadView[],
  chosen: ReadonlySet<string>,
  before: string,
): string {
  const optional = new Set(workloads.filter(({ always }) => !always).map(({ key }) => key))
  const isExact = (baseline: BaselineView) => {
    const named = baseline.workloads.filter((key) => optional.has(key))
    return named.length === chosen.size && named.every((key) => chosen.has(key))
  }
  const sorted = [...baselines].sort((a, b) => Number(b.key === before) - Number(a.key === before))
  return sorted.find(isExact)?.key ?? customBaseline
}

/** Workloads that a baseline ticks; those that are always on are not boxes. */
export function chosenBy(baseline: BaselineView | undefined, workloads: readonly WorkloadView[]): ReadonlySet<string> {
  const optional = new Set(workloads.filter(({ always }) => !always).map(({ key }) => key))
  return new Set((baseline?.workloads ?? []).filter((key) => optional.has(key)))
}

/** “16 permissions, every one read-only”; never that where one can write, be it only in place of a newer one. */
export function summarise({ total, canWrite, older }: Pick<Preview, 'total' | 'canWrite' | 'older'>): string {
  const count = total === 1 ? '1 permission' : `${total} permissions`
  if (older === 0) return canWrite === 0 ? `${count}, every one read-only` : `${count}, ${canWrite} can write`
  if (canWrite === 0) return `${count}, read-only; where Graph is older, ${older} can write`
  return `${count}, ${canWrite} can write; where Graph is older, ${canWrite + older}`
}

type Writers = Pick<Preview, 'canWrite' | 'older' | 'vendors'>

/** What the application cannot do, or why something can be written at all; the preview marks which. */
export function promise({ canWrite, older, vendors }: Writers): string {
  if (canWrite > 0) {
    const more = older === 0 ? '' : ` Where the tenant’s Graph is older, ${older === 1 ? 'one' : older} more can.`
    return `${explainWriting({ canWrite, vendors })}${more}`
  }
  const cannot = 'Cannot write, delete, send mail or change permissions'
  if (older === 0) return `${cannot}.`
  const [subject, these] = older === 1 ? ['one permission', 'It is'] : [`${older} permissions`, 'They are']
  return `${cannot}, except where the tenant’s Graph is older: Microsoft offers no read-only one there, so ${subject} can write. ${these} marked above.`
}

function explainWriting({ canWrite, vendors }: Pick<Preview, 'canWrite' | 'vendors'>): string {
  const one = canWrite === 1
  const subject = one ? 'One permission' : `${canWrite} permissions`
  const cause =
    vendors.length === 0
      ? 'Microsoft offers no read-only one'
      : `${vendors.join(' and ')} asks for ${one ? 'it' : 'them'}`
  return `${subject} can write, because ${cause}. ${one ? 'It is' : 'They are'} marked above.`
}
