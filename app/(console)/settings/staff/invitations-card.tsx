import type { InvitationView, StaffView } from '@/lib/staff/views'
import { isAddressForSending } from '../../../_edge/portal-address'
import { StateIcon } from '../../../_ui/state-icon'
import { ActForm } from '../../_parts/act-form'
import { formatExact, formatMoment } from '../../_parts/formats'
import { withdrawLink } from './actions'
import { InviteForm } from './invite-form'

interface InvitationsCardProps {
  staff: StaffView
  address: string
  now: Date
}

/** The form for a new one, and every link that still opens something. */
export function InvitationsCard({ staff: { invitations, mayGive }, address, now }: InvitationsCardProps) {
  const mayInvite = mayGive.length > 0
  if (!mayInvite && invitations.length === 0) return null
  return (
    <section className="card" aria-labelledby="invite-title">
      <div className="card-head">
        <h2 id="invite-title">{mayInvite ? 'Invite a colleague' : 'Open invitations'}</h2>
      </div>
      <div className="card-body stack">
        {mayInvite && !isAddressForSending(address) && <LocalAddress address={address} />}
        {mayInvite && <InviteForm mayGive={mayGive} />}
        {invitations.length > 0 && (
          <ul className="staff-list" aria-label="Open invitations">
            {invitations.map((invitation) => (
              <Line key={invitation.id} invitation={invitation} now={now} />
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}

function LocalAddress({ address }: { address: string }) {
  return (
    <div className="panel panel-warn">
      <div className="panel-head">
        <StateIcon mark="warn" size="lg" />
        <div>
          <b>A link would begin with {address}</b>
          <p>
            That opens on this machine only, or travels unprotected. Put Latchkey behind https and set PUBLIC_URL before
            you send one to another machine.
          </p>
        </div>
      </div>
    </div>
  )
}

function Line({ invitation, now }: { invitation: InvitationView; now: Date }) {
  const { id, email, role, by, expiresAt, mayWithdraw } = invitation
  return (
    <li>
      <div>
        <b>{email}</b>
        <small>
          as {role}, by {by}, until{' '}
          <time dateTime={expiresAt} title={formatExact(expiresAt)}>
            {formatMoment(expiresAt, now)} UTC
          </time>
        </small>
      </div>
      {mayWithdraw && (
        <ActForm
          action={withdrawLink}
          fields={{ invitationId: id }}
          label="Withdraw"
          ariaLabel={`Withdraw the invitation of ${email}`}
        />
      )}
    </li>
  )
}
