import { X } from 'lucide-react'
import Link from 'next/link'
import { conditionName } from '@/lib/tenants/condition-names'
import type { FleetQuery } from '@/lib/tenants/fleet-views'
import { stateWords } from '../_parts/state-words'
import { expiryWords, fleetHref, provedWords } from './fleet-url'

interface Chip {
  what: string
  value: string
  without: Partial<FleetQuery>
}

/** What narrows the list, each with the way to take it off. The chips are the address. */
export function FleetChips({ query }: { query: FleetQuery }) {
  const chips = chipsOf(query)
  if (chips.length === 0) return null
  return (
    <nav className="chips" aria-label="Filters that are on">
      {chips.map(({ what, value, without }) => (
        <Link key={what} className="chip chip-on" href={fleetHref(query, without)} scroll={false}>
          {what}: <b>{value}</b>
          <X className="i i-sm" aria-hidden />
          <span className="sr">, remove this filter</span>
        </Link>
      ))}
    </nav>
  )
}

function chipsOf(query: FleetQuery): readonly Chip[] {
  const { state, workload, tag, customer, cause, expiry, proved } = query
  return [
    state === 'all' ? null : { what: 'State', value: stateWords[state], without: { state: 'all' } as const },
    named('Workload', workload === undefined ? undefined : conditionName(`Workload:${workload}`), {
      workload: undefined,
    }),
    named('Certificate ends', expiry && expiryWords[expiry], { expiry: undefined }),
    named('Last proved', proved && provedWords[proved], { proved: undefined }),
    named('Tag', tag, { tag: undefined }),
    named('Customer', customer, { customer: undefined }),
    named('Cause', cause === 'certificate-ends' ? 'the certificate ends' : cause, { cause: undefined }),
  ].flatMap((chip) => chip ?? [])
}

function named(what: string, value: string | undefined, without: Partial<FleetQuery>): Chip | null {
  return value === undefined ? null : { what, value, without }
}
