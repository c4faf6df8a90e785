import { readInvitationHere } from '@/lib/staff/desk'
import { StateIcon } from '../../../_ui/state-icon'
import { AcceptForm } from './accept-form'
import { PageTitle } from '../../../_ui/page-title'

/** Looking at the link does not use it up, so a mail scanner or a second tab does no harm. */
export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const invitation = await readInvitationHere(token)
  if (invitation === null) return <InvitationOver />
  return (
    <>
      <PageTitle>Invitation</PageTitle>
      <h1>Your account in this Latchkey</h1>
      <p className="soft">
        A colleague invited {invitation.email} as {invitation.role}. Choose what you sign in with.
      </p>
      <AcceptForm token={token} email={invitation.email} />
      <p className="fine">This link works once. It makes an account for this address only.</p>
    </>
  )
}

function InvitationOver() {
  return (
    <>
      <PageTitle>This invitation is over</PageTitle>
      <h1 className="visitor-verdict">
        <StateIcon mark="setup" size="xl" />
        This invitation is over
      </h1>
      <p className="soft">
        It was used, was withdrawn, or is older than its time. Ask the colleague who sent it for a new one.
      </p>
    </>
  )
}
