import type { ReactNode } from 'react'
import type { SessionView } from '@/lib/staff/views'
import { formatAgo, formatExact, formatMoment } from './formats'

interface SessionsProps {
  sessions: readonly SessionView[]
  now: Date
  /** What can be done with one, beside it. */
  act?: (session: SessionView) => ReactNode
}

const ways = {
  password: 'signed in with a password',
  provider: 'signed in at the provider',
  link: 'signed in by a link',
} as const

/** Live sessions, the latest first. What a browser calls itself is a hint and no proof. */
export function Sessions({ sessions, now, act }: SessionsProps) {
  if (sessions.length === 0) return <p className="soft">Not signed in anywhere.</p>
  return (
    <ul className="staff-list" aria-label="Sessions">
      {sessions.map((session) => (
        <li key={session.handle}>
          <div>
            <b>
              {session.browser}
              {session.own && <span className="tag">this one</span>}
            </b>
            <small>
              {formatMoment(session.since, now)} UTC, {ways[session.way]}. Last seen{' '}
              <time dateTime={session.seenAt} title={formatExact(session.seenAt)}>
                {formatAgo(session.seenAt, now)}
              </time>
            </small>
          </div>
          {act?.(session)}
        </li>
      ))}
    </ul>
  )
}
