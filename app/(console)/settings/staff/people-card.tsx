import Link from 'next/link'
import type { PersonView } from '@/lib/staff/views'
import { formatAgo, formatCount, formatExact } from '../../_parts/formats'
import { roleNames } from '../../_parts/role-words'

interface PeopleCardProps {
  people: readonly PersonView[]
  provider: string
  now: Date
}

/** Everybody with an account; each name leads to what can be done. */
export function PeopleCard({ people, provider, now }: PeopleCardProps) {
  return (
    <section className="card" aria-labelledby="people-title">
      <div className="card-head">
        <h2 id="people-title">People</h2>
        <span className="note">{formatCount(people.length, 'account')}</span>
      </div>
      <div className="tbl-wrap">
        <table className="tbl people" aria-label="People">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Role</th>
              <th scope="col">Second factor</th>
              <th scope="col">Last seen</th>
              <th scope="col">Sessions</th>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <Row key={person.id} person={person} provider={provider} now={now} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Row({ person, provider, now }: { person: PersonView; provider: string; now: Date }) {
  const { id, name, email, role, disabledAt, seenAt, sessions, isSelf } = person
  return (
    <tr>
      <th scope="row" className="staff-name">
        <Link href={`/settings/staff/${id}`}>{name}</Link>
        {isSelf && <span className="tag">you</span>}
        {disabledAt !== null && <span className="tag">disabled</span>}
        <small>{email}</small>
      </th>
      <td data-label="Role">{roleNames[role]}</td>
      <td data-label="Second factor">{factorWords(person, provider)}</td>
      <td data-label="Last seen">
        {seenAt === null ? (
          'never'
        ) : (
          <time dateTime={seenAt} title={formatExact(seenAt)}>
            {formatAgo(seenAt, now)}
          </time>
        )}
      </td>
      <td data-label="Sessions" className="num">
        {sessions.length}
      </td>
    </tr>
  )
}

/** The second factor of who signs in elsewhere is not ours to see. */
export function factorWords({ signsIn, hasSecondFactor }: PersonView, provider: string): string {
  if (signsIn === 'provider') return `kept by ${provider}`
  return hasSecondFactor ? 'on' : 'off'
}
