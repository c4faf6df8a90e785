import { runtime } from '@/lib/runtime'
import { may } from '@/lib/staff/permissions'
import { getStaff } from '@/lib/staff/people'
import { portalAddress } from '../../../_edge/portal-address'
import { requireOperator } from '../../../_edge/session'
import { ButtonLink } from '../../../_ui/button'
import { Claims } from './claims'
import { InvitationsCard } from './invitations-card'
import { PeopleCard } from './people-card'
import { SecondFactorCard } from './second-factor-card'
import { PageTitle } from '../../../_ui/page-title'

export default async function StaffPage() {
  const operator = await requireOperator()
  if (!may(operator, 'staff.read')) return <NotForOperators />
  const staff = await getStaff(operator)
  const { clock, settings } = runtime()
  return (
    <div className="column column-wide">
      <PageTitle>Staff</PageTitle>
      <div className="page-head">
        <div>
          <h1>Staff</h1>
          <p>Who signs in here and what each may do. Customers’ administrators need no account.</p>
        </div>
      </div>
      <div className="stack">
        <Claims staff={staff} provider={settings.SSO_NAME} />
        <PeopleCard people={staff.people} provider={settings.SSO_NAME} now={clock.now()} />
        <InvitationsCard staff={staff} address={portalAddress()} now={clock.now()} />
        <SecondFactorCard required={staff.secondFactorRequired} mayRule={staff.mayRule} provider={settings.SSO_NAME} />
      </div>
    </div>
  )
}

function NotForOperators() {
  return (
    <div className="column stack">
      <PageTitle>Staff</PageTitle>
      <h1>Staff is for others</h1>
      <p className="soft">
        Your role is operator. An owner or a manager manages staff, and an auditor may look at it. Your own password and
        sessions are on your account’s page.
      </p>
      <div>
        <ButtonLink href="/account">Your account</ButtonLink>
      </div>
    </div>
  )
}
