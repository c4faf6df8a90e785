import type { AccessName } from '@/lib/notifications/access-store'
import { formatDay } from '../../_parts/formats'
import { DeedForm } from './deed-form'

interface AccessCardProps {
  access: AccessName
  since: string | null
  mayChange: boolean
}

const words = {
  calendar: {
    title: 'Calendar of expiries',
    about:
      'A feed that Outlook, Google Calendar and others subscribe to: the day on which each certificate ends. Its address is the secret.',
    make: 'Make an address',
    renew: 'Replace the address',
  },
  metrics: {
    title: 'Metrics for Prometheus',
    about:
      'At /metrics, with a token of their own (Authorization: Bearer): days to expiry, conditions, runs, calls to Microsoft, deliveries.',
    make: 'Make a token',
    renew: 'Replace the token',
  },
} as const

/** What programs may read with a secret of its own; replacing it ends the one before at once. */
export function AccessCard({ access, since, mayChange }: AccessCardProps) {
  const { title, about, make, renew } = words[access]
  return (
    <section className="card" aria-labelledby={`${access}-title`}>
      <div className="card-head">
        <h2 id={`${access}-title`}>{title}</h2>
        <span className="note">{since === null ? 'off' : `since ${formatDay(since)}`}</span>
      </div>
      <div className="card-body stack">
        <p className="soft">{about}</p>
        {mayChange ? (
          <div className="staff-acts">
            <DeedForm on="access" fields={{ access, wish: 'open' }} label={since === null ? make : renew} />
            {since !== null && (
              <DeedForm
                on="access"
                fields={{ access, wish: 'close' }}
                label="Take it away"
                variant="quiet"
                ariaLabel={`Take it away: ${title}`}
              />
            )}
          </div>
        ) : (
          <p className="fine">Only an owner may change this.</p>
        )}
      </div>
    </section>
  )
}
