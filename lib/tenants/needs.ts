import type { FleetRow, NeedsPerson } from './fleet-views'

/** What a tenant's conditions say, in the order of the check. */
export interface Sources {
  conditions: readonly { type: string; status: string; message: string; who: string | null }[]
}

/** What needs a person today, one line per cause however many tenants it stops, worst first. */
export function findNeeds(
  rows: readonly FleetRow[],
  sources: ReadonlyMap<string, Sources>,
  now: Date,
): readonly NeedsPerson[] {
  const groups = new Map<string, FleetRow[]>()
  for (const row of rows) {
    if (!isAsking(row)) continue
    const key = row.state === 'setting-up' ? row.state : row.cause
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()].map((group) => describe(group, sources, now)).toSorted(worstFirst)
}

/** A run that rests asks for a person too; one that works does not. */
export function isAsking(row: FleetRow): boolean {
  if (row.state === 'failing' || row.state === 'warning') return true
  return row.state === 'setting-up' && row.runId !== null && !row.working
}

/** Certificates that end are one cause, on whatever day they end. */
export const endingCause = 'certificate-ends'

function describe(group: readonly FleetRow[], sources: ReadonlyMap<string, Sources>, now: Date): NeedsPerson {
  const sorted = group.toSorted(soonestFirst)
  const first = sorted[0] as FleetRow
  const tenants = sorted.map((row) => ({ id: row.id, name: row.customer }))
  const shared = { tenants, cause: first.cause, action: actionOf(first, group.length) }
  if (first.cause === endingCause) return { ...shared, ...describeEnding(sorted, sources, now) }
  if (first.state === 'setting-up') return { ...shared, ...describeWaiting(sorted) }
  const condition = worstOf(sources.get(first.id))
  const messages = new Set(sorted.map(({ id }) => worstOf(sources.get(id))?.message ?? ''))
  const said = condition?.message ?? ''
  return {
    ...shared,
    status: first.state === 'failing' ? 'failing' : 'warning',
    title: titleOf(first, group.length),
    message: messages.size > 1 ? `At ${first.customer}: ${lowerFirst(said)}` : said,
    who: condition?.who ?? 'An administrator of the tenant',
    until: null,
    details: tenants.map(() => null),
  }
}

/** Runs that rest are one cause too: each says by itself what it waits for. */
function describeWaiting(sorted: readonly FleetRow[]) {
  const only = sorted.length === 1 ? sorted[0] : undefined
  return {
    status: 'warning' as const,
    title: only === undefined ? `${sorted.length} connections wait for a person` : titleOf(only, 1),
    message: 'Each run keeps what it has and goes on when somebody acts.',
    who: 'An administrator of each tenant',
    until: null,
    details: sorted.map(({ stateText }) => (only === undefined ? `(${lowerFirst(stateText)})` : null)),
  }
}

/** Until when: the first of them. */
function describeEnding(sorted: readonly FleetRow[], sources: ReadonlyMap<string, Sources>, now: Date) {
  const first = sorted[0] as FleetRow
  const left = sorted.map(({ certificate }) => daysLeft(certificate?.notAfter ?? now.toISOString(), now))
  const most = Math.max(...left)
  const certificate = sources.get(first.id)?.conditions.find(({ type }) => type === 'Certificate')
  const days = (count: number) => `${count} ${count === 1 ? 'day' : 'days'}`
  return {
    status: left.some((count) => count < 8) ? ('failing' as const) : ('warning' as const),
    title:
      sorted.length === 1
        ? `${first.customer}: the certificate ends in ${days(most)}`
        : `${sorted.length} certificates end within ${days(most)}`,
    message:
      certificate?.message ?? 'They did not renew themselves. An administrator’s sign-in puts the next one in place.',
    who: certificate?.who ?? 'Global or Privileged Role Administrator of the tenant',
    until: first.certificate?.notAfter ?? null,
    details: left.map(days),
  }
}

function actionOf(first: FleetRow, count: number): NeedsPerson['action'] {
  if (count > 1 && first.state === 'setting-up')
    return { label: `Look at the ${count}`, href: '/?state=setting-up#tenants' }
  if (count > 1) return { label: `Look at the ${count}`, href: `/?cause=${encodeURIComponent(first.cause)}#tenants` }
  return first.state === 'setting-up' && first.runId !== null
    ? { label: 'Open the run', href: `/tenants/${first.id}/runs/${first.runId}` }
    : { label: 'Show the tenant', href: `/tenants/${first.id}` }
}

function titleOf(first: FleetRow, count: number): string {
  return `${count === 1 ? first.customer : `${count} tenants`}: ${lowerFirst(first.stateText)}`
}

/** The order of the check is the order of weight. */
function worstOf(source: Sources | undefined): Sources['conditions'][number] | undefined {
  const conditions = source?.conditions ?? []
  return conditions.find(({ status }) => status === 'failing') ?? conditions.find(({ status }) => status === 'warning')
}

function soonestFirst(a: FleetRow, b: FleetRow): number {
  const ends = (a.certificate?.notAfter ?? '9').localeCompare(b.certificate?.notAfter ?? '9')
  return a.cause === endingCause && ends !== 0 ? ends : a.customer.localeCompare(b.customer)
}

function daysLeft(iso: string, now: Date): number {
  return Math.floor((Date.parse(iso) - now.getTime()) / 86_400_000)
}

function worstFirst(a: NeedsPerson, b: NeedsPerson): number {
  if (a.status !== b.status) return a.status === 'failing' ? -1 : 1
  return b.tenants.length - a.tenants.length || a.title.localeCompare(b.title)
}

function lowerFirst(text: string): string {
  return /^[A-Z]([a-z]| )/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}
