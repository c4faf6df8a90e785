import Link from 'next/link'
import type { Fleet, FleetQuery } from '@/lib/tenants/fleet-views'
import { StateIcon } from '../../_ui/state-icon'
import { formatCount, formatMoment } from '../_parts/formats'
import { markOf, stateWords } from '../_parts/state-words'
import { fleetHref, fleetStates } from './fleet-url'
import { healthSentence } from './health-sentence'
import { layOutShares } from './health-shares'

const height = 12

/** One true sentence about all tenants, the bar, and the counts, which are the filter. */
export function Health({ fleet, query, now }: { fleet: Fleet; query: FleetQuery; now: Date }) {
  return (
    <section className="card health" aria-labelledby="health-title">
      <div className="health-head">
        <h2 id="health-title">{healthSentence(fleet)}</h2>
        <span className="num">{looksOf(fleet, now)}</span>
      </div>
      <HealthBar fleet={fleet} width={1150} className="wide" />
      <HealthBar fleet={fleet} width={326} className="narrow" />
      <nav className="legend" aria-label="Show tenants by state">
        {fleetStates
          .filter((state) => fleet.counts[state] > 0)
          .map((state) => (
            <Link
              key={state}
              href={fleetHref(query, { state: query.state === state ? 'all' : state })}
              aria-current={query.state === state ? 'true' : undefined}
            >
              <StateIcon mark={markOf[state]} />
              <span>
                <b>{fleet.counts[state]}</b> {stateWords[state]}
              </span>
            </Link>
          ))}
      </nav>
    </section>
  )
}

/** How old the oldest claim of this page is, and when the next look is planned. */
function looksOf({ lookedSince, nextLook }: Fleet, now: Date): string {
  const since = lookedSince === null ? '' : `All looked at since ${momentIn(lookedSince, now)} UTC.`
  return nextLook === null ? since : `${since} Next look ${momentIn(nextLook, now)}.`.trim()
}

/** Inside a sentence. */
function momentIn(iso: string, now: Date): string {
  return formatMoment(iso, now).replace('Today ', '')
}

function HealthBar({ fleet, width, className }: { fleet: Fleet; width: number; className: string }) {
  const counts = fleetStates.map((key) => ({ key, count: fleet.counts[key] }))
  const said = counts.filter(({ count }) => count > 0).map(({ key, count }) => `${count} ${stateWords[key]}`)
  const hatch = `health-hatch-${width}`
  return (
    <svg
      className={`hbar ${className}`}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Of ${formatCount(fleet.total, 'tenant')}: ${said.join(', ')}`}
    >
      <defs>
        <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="5" height="5" className="fill-unknown-soft" />
          <rect width="2.4" height="5" className="fill-unknown-fill" />
        </pattern>
      </defs>
      {layOutShares(counts, width, 8, 3).map((share) => (
        <rect
          key={share.key}
          className={`share-${share.key}`}
          x={share.x.toFixed(1)}
          width={share.width.toFixed(1)}
          height={height}
          rx="3"
          {...(share.key === 'unknown' ? { fill: `url(#${hatch})` } : {})}
        />
      ))}
    </svg>
  )
}
