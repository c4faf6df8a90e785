import '../api-clients.css'
import { getClient, type ClientView } from '@/lib/api-clients/client-view'
import { runtime } from '@/lib/runtime'
import { may } from '@/lib/staff/permissions'
import { portalAddress } from '../../../../_edge/portal-address'
import { requireOperator } from '../../../../_edge/session'
import { Pill } from '../../../../_ui/pill'
import { orNotFound } from '../../../_parts/or-not-found'
import { formatDay } from '../../../_parts/formats'
import { Command } from '../command'
import { NotForOperators } from '../not-for-operators'
import { Deeds } from './deeds'
import { Facts } from './facts'
import { KeyFacts } from './key-facts'
import { PageTitle } from '../../../../_ui/page-title'

interface ClientPageProps {
  params: Promise<{ clientId: string }>
}

/** One machine: what it may do, how it asks for a token, and how it is stopped. */
export default async function ClientPage({ params }: ClientPageProps) {
  const { clientId } = await params
  const operator = await requireOperator()
  if (!may(operator, 'clients.read')) return <NotForOperators />
  const { client, mayManage } = await orNotFound(getClient(operator, clientId))
  return (
    <div className="column column-wide stack">
      <PageTitle>{client.name}</PageTitle>
      <div className="page-head">
        <div>
          <h1>{client.name}</h1>
          <p>
            Made {client.madeBy === null ? '' : `by ${client.madeBy} `}on {formatDay(client.createdAt)}
          </p>
        </div>
        <StatePill state={client.state} />
      </div>
      <Facts client={client} now={runtime().clock.now()} />
      {client.state === 'living' && <Use client={client} />}
      {mayManage && client.state !== 'disabled' && <Deeds client={client} />}
    </div>
  )
}

function StatePill({ state }: Pick<ClientView, 'state'>) {
  if (state === 'living') return <Pill mark="ok">Works</Pill>
  return <Pill mark="warn">{state === 'ended' ? 'Ended' : 'Disabled'}</Pill>
}

function Use({ client: { id, key } }: { client: ClientView }) {
  return (
    <section className="card" aria-labelledby="use-title">
      <div className="card-head">
        <h2 id="use-title">Use it</h2>
      </div>
      <div className="card-body">
        {key === null ? (
          <Command clientId={id} address={portalAddress()} />
        ) : (
          <KeyFacts clientId={id} alg={key.alg} thumbprint={key.thumbprint} address={portalAddress()} />
        )}
      </div>
    </section>
  )
}
