import { PageTitle } from '../../../_ui/page-title'
/** Stands where owners, managers and auditors find the machines. */
export function NotForOperators() {
  return (
    <div className="column stack">
      <PageTitle>API clients</PageTitle>
      <h1>API clients are for others</h1>
      <p className="soft">
        Your role is operator. An owner or a manager manages what machines may do here, and an auditor may look at it.
      </p>
    </div>
  )
}
