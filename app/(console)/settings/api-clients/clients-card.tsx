import Link from 'next/link'
import type { ClientView } from '@/lib/api-clients/client-view'
import { formatAgo, formatCount, formatDistance, formatExact, formatShortDay } from '../../_parts/formats'
import { wordsOfLeave, wordsOfReach } from './client-words'

/** Every machine that was let in, with when it last came. */
export function ClientsCard({ clients, now }: { clients: readonly ClientView[]; now: Date }) {
  return (
    <section className="card" aria-labelledby="list-title">
      <div className="card-head">
        <h2 id="list-title">Machines</h2>
        <span className="note">{formatCount(clients.length, 'client')}</span>
      </div>
      {clients.length === 0 ? (
        <div className="card-body">
          <p className="soft">None yet. Only people use this Latchkey.</p>
        </div>
      ) : (
        <div className="tbl-wrap">
          <table className="tbl people" aria-label="API clients">
            <thead>
              <tr>
                <th scope="col">Client</th>
                <th scope="col">Proves itself by</th>
                <th scope="col">Last used</th>
                <th scope="col">Ends</th>
              </tr>
            </thead>
            <tbody>
              {clients.map((client) => (
                <Row key={client.id} client={client} now={now} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function Row({ client, now }: { client: ClientView; now: Date }) {
  const { id, name, state, key, lastUsedAt, expiresAt } = client
  return (
    <tr>
      <th scope="row" className="staff-name">
        <Link href={`/settings/api-clients/${id}`}>{name}</Link>
        {state !== 'living' && <span className="tag">{state}</span>}
        <small>
          {wordsOfReach(client)}, {wordsOfLeave(client)}
        </small>
      </th>
      <td data-label="Proves itself by">{key === null ? 'secret' : 'own key'}</td>
      <td data-label="Last used">
        {lastUsedAt === null ? (
          'never'
        ) : (
          <time dateTime={lastUsedAt} title={formatExact(lastUsedAt)}>
            {formatAgo(lastUsedAt, now)}
          </time>
        )}
      </td>
      <td data-label="Ends">
        <time dateTime={expiresAt} title={formatExact(expiresAt)}>
          {formatShortDay(expiresAt)}
          {state === 'living' && ` (${formatDistance(expiresAt, now)})`}
        </time>
      </td>
    </tr>
  )
}
