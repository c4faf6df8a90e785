import './api-clients.css'
import Link from 'next/link'
import { listClients } from '@/lib/api-clients/client-view'
import { runtime } from '@/lib/runtime'
import { may } from '@/lib/staff/permissions'
import { requireOperator } from '../../../_edge/session'
import { ButtonLink } from '../../../_ui/button'
import { ClientsCard } from './clients-card'
import { NotForOperators } from './not-for-operators'
import { PageTitle } from '../../../_ui/page-title'

export default async function ApiClientsPage() {
  const operator = await requireOperator()
  if (!may(operator, 'clients.read')) return <NotForOperators />
  const { clients, mayManage } = await listClients(operator)
  return (
    <div className="column column-wide">
      <PageTitle>API clients</PageTitle>
      <div className="page-head">
        <div>
          <h1>API clients</h1>
          <p>
            Backup servers and scripts that use Latchkey without a person.{' '}
            <Link href="/api/docs" prefetch={false}>
              What they can ask
            </Link>
          </p>
        </div>
        {mayManage && (
          <div className="actions">
            <ButtonLink href="/settings/api-clients/new" variant="primary">
              Make a client
            </ButtonLink>
          </div>
        )}
      </div>
      <div className="stack">
        {!mayManage && <p className="note-box">Only an owner or a manager may change this. You can read everything.</p>}
        <ClientsCard clients={clients} now={runtime().clock.now()} />
      </div>
    </div>
  )
}
