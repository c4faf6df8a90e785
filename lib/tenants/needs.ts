import type { FleetRow, NeedsPerson } from './views'

interface Sources {
  id: string
  conditions: readonly { type: string; status: string; reason: string; message: string; who: string | null }[]
}

/** What needs a person today, one line per cause however many tenants it stops, worst first. */
export function findNeeds(rows: readonly FleetRow[], sources: readonly Sources[]): readonly NeedsPerson[] {
  const groups = new Map<string, FleetRow[]>()
  for (const row of rows) {
    if (!isAsking(row)) continue
    groups.set(row.stateText, [...(groups.get(row.stateText) ?? []), row])
  }
  return [...groups.values()].map((group) => describe(group, sources)).toSorted(worstFirst)
}

/** A run that rests asks for a person too; one that works does not. */
function isAsking(row: FleetRow): boolean {
  if (row.state === 'failing' || row.state === 'warning') return true
  return row.state === 'setting-up' && row.runId !== null && !row.working
}

function describe(group: readonly FleetRow[], sources: readonly Sources[]): NeedsPerson {
  const first = group[0] as FleetRow
  const source = sources.find((one) => one.id === first.id)
  const condition = source?.conditions.find((one) => one.status === 'failing' || one.status === 'warning')
  const count = group.length === 1 ? first.customer : `${group.length} tenants`
  const isSettingUp = first.state === 'setting-up'
  return {
    status: first.state === 'failing' ? 'failing' : 'warning',
    title: `${count}: ${lowerFirst(first.stateText)}`,
    message: isSettingUp ? 'The run keeps what it has and goes on when somebody acts.' : (condition?.message ?? ''),
    who: isSettingUp ? 'An administrator of the tenant' : (condition?.who ?? 'An administrator of the tenant'),
    until: first.certificate?.notAfter ?? null,
    tenants: group.map((row) => ({ id: row.id, name: row.customer })),
    action:
      isSettingUp && first.runId !== null
        ? { label: 'Open the run', href: `/tenants/${first.id}/runs/${first.runId}` }
        : { label: 'Show the tenant', href: `/tenants/${first.id}` },
  }
}

function worstFirst(a: NeedsPerson, b: NeedsPerson): number {
  if (a.status !== b.status) return a.status === 'failing' ? -1 : 1
  return b.tenants.length - a.tenants.length
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}
