import type { SimilarView } from '@/lib/tenants/change-views'
import { CopyButton } from '../../../../_ui/copy-button'
import { formatCount, formatDay, formatExact, formatMoment } from '../../../_parts/formats'

interface SimilarProps {
  similar: readonly SimilarView[]
  domain: string
  now: Date
}

/** Last year’s product, most often: it still reads as much as the backup does. A note, not an alarm. */
export function SimilarApplications({ similar, domain, now }: SimilarProps) {
  if (similar.length === 0) return null
  return (
    <section className="card" id="similar" aria-labelledby="similar-title">
      <div className="card-head">
        <h2 id="similar-title">Other applications with the same rights</h2>
        <span className="note">a note, no alarm</span>
      </div>
      <div className="card-body similar">
        <p>
          {similar.length === 1 ? 'This application is' : 'These applications are'} not Latchkey’s and{' '}
          {similar.length === 1 ? 'reaches' : 'reach'} as far as the backup does. If one belongs to a product that is no
          longer used, retire it: whoever holds its key or secret can still read everything.
        </p>
        <ul className="similar-list">
          {similar.map((one) => (
            <Similar key={one.servicePrincipalObjectId} similar={one} now={now} />
          ))}
        </ul>
        <p className="hint">
          To retire one: a Global Administrator of {domain} opens the Entra admin centre, Enterprise applications, and
          first switches it off under Properties (Enabled for users to sign in: No). When nobody has missed it for some
          days, delete it there. Latchkey never touches it.
        </p>
      </div>
    </section>
  )
}

function Similar({ similar: { displayName, appId, roles, grantedAt, firstSeenAt, seenAt }, now }: SimilarRow) {
  return (
    <li>
      <strong>{displayName}</strong>
      {appId !== null && (
        <span className="similar-id">
          <code>{appId}</code> <CopyButton value={appId} what={`Application id of ${displayName}`} />
        </span>
      )}
      <span>
        Holds {formatCount(roles.length, 'far-reaching permission')}:{' '}
        {roles.map(({ resource, role }, index) => (
          <span key={`${resource} ${role}`}>
            {index > 0 && ', '}
            <code title={resource}>{role}</code>
          </span>
        ))}
      </span>
      <small>
        {grantedAt !== null && `Granted on ${formatDay(grantedAt)}. `}First seen on {formatDay(firstSeenAt)}, last seen{' '}
        <time dateTime={seenAt} title={formatExact(seenAt)}>
          {formatMoment(seenAt, now)}
        </time>
        .
      </small>
    </li>
  )
}

interface SimilarRow {
  similar: SimilarView
  now: Date
}
