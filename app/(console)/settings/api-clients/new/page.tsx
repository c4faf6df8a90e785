import '../api-clients.css'
import { getClientChoices } from '@/lib/api-clients/client-view'
import { may } from '@/lib/staff/permissions'
import { portalAddress } from '../../../../_edge/portal-address'
import { requireOperator } from '../../../../_edge/session'
import { ClientForm } from '../client-form'
import { PageTitle } from '../../../../_ui/page-title'

export default async function NewClientPage() {
  const operator = await requireOperator()
  const allowed = may(operator, 'clients.manage')
  return (
    <div className="column stack">
      <PageTitle>Make a client</PageTitle>
      <div className="page-head">
        <div>
          <h1>Make a client</h1>
          <p>For one backup server or script each, so that one can be stopped without the others.</p>
        </div>
      </div>
      {allowed ? (
        <section className="card" aria-label="Make a client">
          <div className="card-body card-body-first">
            <ClientForm choices={await getClientChoices(operator)} address={portalAddress()} />
          </div>
        </section>
      ) : (
        <p className="note-box">Only an owner or a manager may make one.</p>
      )}
    </div>
  )
}
