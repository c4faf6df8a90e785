import type { FleetQuery, FleetRow } from './views'

const dayMs = 86_400_000

/** Whether a row passes every filter but the search, which the database answers. */
export function passes(row: FleetRow, query: FleetQuery, now: Date): boolean {
  return (
    (query.state === 'all' || row.state === query.state) &&
    (query.workload === undefined || row.workloads.some(({ key }) => key === query.workload)) &&
    (query.tag === undefined || row.tags.includes(query.tag)) &&
    (query.customer === undefined || row.customer === query.customer) &&
    (query.cause === undefined || row.cause === query.cause) &&
    (query.expiry === undefined || passesExpiry(row, query.expiry, now)) &&
    (query.proved === undefined || passesProved(row, query.proved, now))
  )
}

function passesExpiry({ certificate }: FleetRow, wanted: NonNullable<FleetQuery['expiry']>, now: Date): boolean {
  if (certificate === null) return wanted === 'none'
  const left = Date.parse(certificate.notAfter) - now.getTime()
  if (wanted === 'month') return left <= 30 * dayMs
  if (wanted === 'quarter') return left <= 90 * dayMs
  return wanted === 'due' && Date.parse(certificate.renewAt) <= now.getTime()
}

function passesProved({ provedAt }: FleetRow, wanted: NonNullable<FleetQuery['proved']>, now: Date): boolean {
  if (provedAt === null) return wanted === 'never'
  const age = now.getTime() - Date.parse(provedAt)
  if (wanted === 'day') return age <= dayMs
  if (wanted === 'week') return age <= 7 * dayMs
  return wanted === 'older' && age > 7 * dayMs
}
