import { Building2, Clock, User } from 'lucide-react'
import Link from 'next/link'
import type { Fleet } from '@/lib/tenants/fleet-views'
import { ButtonLink } from '../../_ui/button'
import { StateIcon } from '../../_ui/state-icon'
import { formatCount, formatDay, formatDistance, formatExact, formatNames } from '../_parts/formats'
import { markOf, stateNames } from '../_parts/state-words'

/** The worst stand open; a long tail must not push the list of tenants away. */
const shown = 6

type Need = Fleet['needs'][number]

/** What only a person can mend, worst first, one line per cause however many tenants it stops. */
export function Needs({ needs, snoozed, now }: Pick<Fleet, 'needs' | 'snoozed'> & { now: Date }) {
  return (
    <section className="card" aria-labelledby="needs-title">
      <div className="card-head">
        <h2 id="needs-title">Needs a person today</h2>
        <span className="note">worst first, one line per cause</span>
      </div>
      {needs.length === 0 && <p className="card-body">Nothing that is not snoozed.</p>}
      <ol>
        {needs.slice(0, shown).map((need) => (
          <Cause key={need.cause} need={need} now={now} />
        ))}
      </ol>
      {needs.length > shown && (
        <details className="more-causes">
          <summary>{formatCount(needs.length - shown, 'more reason')}</summary>
          <ol start={shown + 1}>
            {needs.slice(shown).map((need) => (
              <Cause key={need.cause} need={need} now={now} />
            ))}
          </ol>
        </details>
      )}
      {snoozed.length > 0 && (
        <details className="more-causes">
          <summary>{snoozed.length} snoozed</summary>
          <ul className="card-body">
            {snoozed.map(({ id, name }) => (
              <li key={id}>
                <Link href={`/tenants/${id}`}>{name}</Link>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function Cause({ need, now }: { need: Need; now: Date }) {
  const only = need.tenants.length === 1 ? need.tenants[0] : undefined
  return (
    <li className="cause">
      <StateIcon mark={markOf[need.status]} size="lg" />
      <h3>
        <span className="sr">{stateNames[need.status]}: </span>
        {need.title}
      </h3>
      <p>{need.message}</p>
      <div className="cause-ask">
        <div>
          <User className="i" aria-hidden />
          <span>
            Who: <b>{need.who}</b>
          </span>
        </div>
        {need.until !== null && (
          <div>
            <Clock className="i" aria-hidden />
            <span>
              Until:{' '}
              <b>
                <time dateTime={need.until} title={formatExact(need.until)}>
                  {formatDay(need.until)}
                </time>
                , {formatDistance(need.until, now)}
              </b>
            </span>
          </div>
        )}
        <div>
          <Building2 className="i" aria-hidden />
          <span>
            {only === undefined ? (
              formatNames(need.tenants.map(({ name }, index) => [name, need.details[index]].filter(Boolean).join(' ')))
            ) : (
              <Link href={`/tenants/${only.id}`}>{only.name}</Link>
            )}
          </span>
        </div>
      </div>
      <div className="cause-acts">
        <ButtonLink href={need.action.href} size="sm">
          {need.action.label}
        </ButtonLink>
      </div>
    </li>
  )
}
