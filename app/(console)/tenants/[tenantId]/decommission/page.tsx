import '../../../console.css'
import '../changes.css'
import { redirect } from 'next/navigation'
import { may } from '@/lib/staff/permissions'
import { previewDecommission } from '@/lib/tenants/decommissioning'
import { requireOperator } from '../../../../_edge/session'
import { ButtonLink } from '../../../../_ui/button'
import { CopyButton } from '../../../../_ui/copy-button'
import { Stepper } from '../../../../_ui/stepper'
import { StateIcon } from '../../../../_ui/state-icon'
import { OnlyLooking } from '../../../_parts/only-looking'
import { orNotFound } from '../../../_parts/or-not-found'
import { DecommissionForm, ForgetForm } from './confirm-forms'
import { PageTitle } from '../../../../_ui/page-title'

/** What will be gone and what stays; the domain is typed, then one sign-in. Below it the way for when nobody can sign in. */
export default async function DecommissionPage({ params }: { params: Promise<{ tenantId: string }> }) {
  const operator = await requireOperator()
  const { tenantId } = await params
  if (!may(operator, 'tenants.change')) {
    return (
      <>
        <PageTitle>Decommission</PageTitle>
        <OnlyLooking role={operator.role} what="this tenant" />
      </>
    )
  }
  const view = await orNotFound(previewDecommission(operator, tenantId))
  if (view.decommissioned) redirect(`/tenants/${tenantId}`)
  const { customer, domain, openRunId } = view
  return (
    <div className="journey">
      <PageTitle>Decommission</PageTitle>
      <div className="win">
        <header className="win-head">
          <span className="whose">
            {customer}
            {view.practice && <span className="tag">practice</span>}
          </span>
          <Stepper steps={['Confirm', 'Sign in', 'Take back', 'Finished']} current={1} />
        </header>
        <div className="win-body">
          <h1>Decommission {customer}?</h1>
          <div className="panel panel-fail panel-line">
            <StateIcon mark="fail" />
            <p>Backups of {domain} stop at once. The private keys here cannot be brought back.</p>
          </div>
          <List title="Will be gone" items={view.gone} />
          <List title="Stays" items={view.stays} />
          <p className="hint">
            An administrator of {domain} signs in once. A Global or Application Administrator can also empty it out of
            the recycle bin; with another one it rests there for 30 days, and the receipt says until when.
          </p>
          {openRunId === null ? (
            <DecommissionForm tenantId={tenantId} domain={domain} adopted={view.adopted} />
          ) : (
            <div>
              <p>A run of this tenant is open. Finish it or stop it first.</p>
              <ButtonLink href={`/tenants/${tenantId}/runs/${openRunId}`} variant="primary">
                Go to the open run
              </ButtonLink>
            </div>
          )}
          {openRunId === null && (
            <details className="raw">
              <summary>Nobody can sign in there any more?</summary>
              <div className="forget">
                <p>
                  Forget it here: our key is taken off with the application’s own sign-in where that still works, and
                  destroyed here in any case. The application stays there without a use, until somebody of {domain}{' '}
                  deletes it.
                </p>
                <div>
                  <CopyButton value={view.letter} label="Copy a text for them" what="Message" />
                </div>
                <ForgetForm tenantId={tenantId} domain={domain} />
              </div>
            </details>
          )}
        </div>
        <footer className="win-foot">
          <p>Nothing is deleted before their administrator signs in.</p>
          <ButtonLink href={`/tenants/${tenantId}`}>Keep it</ButtonLink>
        </footer>
      </div>
    </div>
  )
}

function List({ title, items }: { title: string; items: readonly string[] }) {
  return (
    <section className="change-preview">
      <h2>{title}</h2>
      <ul className="plain-list">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </section>
  )
}
