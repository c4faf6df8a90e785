import '../../../console.css'
import '../../../fleet.css'
import { may } from '@/lib/staff/permissions'
import { listBaselines } from '@/lib/tenants/baselines'
import { requireOperator } from '../../../../_edge/session'
import { OnlyLooking } from '../../../_parts/only-looking'
import { ManyForm } from './many-form'
import { PageTitle } from '../../../../_ui/page-title'

/** A list of domains: every row is asked about before anything starts, then one sign-in each. */
export default async function ConnectManyPage() {
  const operator = await requireOperator()
  return (
    <div className="column stack">
      <PageTitle>Connect many</PageTitle>
      <div>
        <h1>Connect many tenants</h1>
        <p className="prose">
          Paste the domains, or customer and domain, one tenant per line. Nothing starts yet: every line is checked
          first, and each tenant then needs one sign-in of its administrator.
        </p>
      </div>
      {may(operator, 'tenants.change') ? (
        <ManyForm baselines={listBaselines()} />
      ) : (
        <OnlyLooking role={operator.role} what="every tenant" />
      )}
    </div>
  )
}
