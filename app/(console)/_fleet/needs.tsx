import { Building2, Clock, User } from 'lucide-react'
import Link from 'next/link'
import type { Fleet } from '@/lib/tenants/views'
import { ButtonLink } from '../../_ui/button'
import { StateIcon } from '../../_ui/state-icon'
import { formatDay, formatExact, formatNames } from '../_parts/formats'
import { markOf, stateNames } from '../_parts/state-words'

type Need = Fleet['needs'][number]

/** What only a person can mend, worst first, one line per cause however many tenants it stops. */
export function Needs({ needs }: { needs: Fleet['needs'] }) {
  return (
    <section className="card" aria-labelledby="needs-title">
      <div className="card-head">
        <h2 id="needs-title">Needs a person today</h2>
        <span className="note">worst first, one line per cause</span>
      </div>
      <ol>
        {needs.map((need) => (
          <Cause key={`${need.title} ${need.action.href}`} need={need} />
        ))}
      </ol>
    </section>
  )
}

function Cause({ need }: { need: Need }) {
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
              </b>
            </span>
          </div>
        )}
        <div>
          <Building2 className="i" aria-hidden />
          <span>
            {only === undefined ? (
              formatNames(need.tenants.map(({ name }) => name))
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
