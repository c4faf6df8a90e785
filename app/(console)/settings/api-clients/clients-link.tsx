import { may } from '@/lib/staff/permissions'
import { requireOperator } from '../../../_edge/session'
import { ButtonLink } from '../../../_ui/button'

/** The way to the machines, from the page of settings. */
export async function ClientsLink() {
  if (!may(await requireOperator(), 'clients.read')) return null
  return (
    <section className="card" aria-labelledby="clients-title">
      <div className="card-head">
        <h2 id="clients-title">API clients</h2>
      </div>
      <div className="card-body stack">
        <p className="soft">Backup servers and scripts that use Latchkey: what each may do, and for which tenants.</p>
        <div>
          <ButtonLink href="/settings/api-clients">Open API clients</ButtonLink>
        </div>
      </div>
    </section>
  )
}
