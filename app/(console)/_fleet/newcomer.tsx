import { Plus } from 'lucide-react'
import { ButtonLink } from '../../_ui/button'
import { ActForm } from '../_parts/act-form'
import { givePractice } from './actions'

/** The two tenants that the practice cloud has at its first start. */
const practiceTenants = [
  { customer: 'Northwind Traders', domain: 'northwind.example' },
  { customer: 'Fabrikam', domain: 'fabrikam.example' },
] as const

/** For who may only look: says who fills this page. */
function NothingToSee() {
  return (
    <section className="empty newcomer" aria-labelledby="newcomer-title">
      <h2 id="newcomer-title">No tenant yet</h2>
      <p>An owner, a manager or an operator connects the first one. It appears here then, with everything it shows.</p>
    </section>
  )
}

/** The fleet before its first tenant: says that there is nothing, and offers the way on. */
export function Newcomer({ practice, mayConnect }: { practice: boolean; mayConnect: boolean }) {
  if (!mayConnect) return <NothingToSee />
  return (
    <section className="empty newcomer" aria-labelledby="newcomer-title">
      <h2 id="newcomer-title">No tenant yet. Connect the first one in about three minutes.</h2>
      <p>
        You need the customer’s domain and somebody who is a Global Administrator there. They sign in once, at
        Microsoft; their password and their sign-in are never kept here.
      </p>
      <ButtonLink href="/tenants/connect" variant="primary">
        <Plus className="i" aria-hidden />
        Connect a tenant
      </ButtonLink>
      {practice && (
        <div className="practice-offer">
          <p>
            No Microsoft tenant at hand? Two practice tenants behave like real ones, and nothing leaves this machine.
          </p>
          <div className="empty-ways">
            {practiceTenants.map(({ customer, domain }) => (
              <ButtonLink key={domain} href={`/tenants/connect?${String(new URLSearchParams({ domain, customer }))}`}>
                {domain}
              </ButtonLink>
            ))}
          </div>
          <p>Or look at a whole fleet at once: some forty practice tenants in every state, in about half a minute.</p>
          <ActForm action={givePractice} fields={{ deed: 'fill' }} label="Fill with a practice fleet" />
        </div>
      )}
    </section>
  )
}
