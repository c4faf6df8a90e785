import type { ReactNode } from 'react'
import type { ClientView } from '@/lib/api-clients/client-view'
import { scopeWords } from '@/lib/api-clients/scopes'
import { CopyButton } from '../../../../_ui/copy-button'
import { formatAgo, formatDay, formatDistance } from '../../../_parts/formats'
import { resourceWords, wordsOfReach } from '../client-words'

/** Everything that was said of it when it was made, and whether it is used. */
export function Facts({ client, now }: { client: ClientView; now: Date }) {
  const { id, scopes, resources, lastUsedAt, expiresAt, disabledAt, state } = client
  return (
    <section className="card" aria-labelledby="facts-title">
      <div className="card-head">
        <h2 id="facts-title">What it may do</h2>
      </div>
      <dl className="card-body facts staff-facts">
        <Fact name="Client id">
          <code>{id}</code>
          <CopyButton value={id} what="Client id" />
        </Fact>
        <Fact name="Tenants">{wordsOfReach(client)}</Fact>
        <Fact name="May">
          <ul>
            {scopes.map((scope) => (
              <li key={scope}>{scopeWords[scope]}</li>
            ))}
          </ul>
        </Fact>
        {resources.length > 0 && (
          <Fact name="Microsoft tokens for">{resources.map((resource) => resourceWords[resource]).join(', ')}</Fact>
        )}
        <Fact name="Last used">{lastUsedAt === null ? 'Never' : formatAgo(lastUsedAt, now)}</Fact>
        <Fact name={state === 'living' ? 'Ends' : 'Ended'}>
          {disabledAt === null ? `${formatDay(expiresAt)}, ${formatDistance(expiresAt, now)}` : formatDay(disabledAt)}
        </Fact>
      </dl>
    </section>
  )
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
