'use client'

import { useActionState } from 'react'
import type { Role } from '@/lib/staff/actor'
import { Button } from '../../../_ui/button'
import { CopyButton } from '../../../_ui/copy-button'
import { ErrorPanel } from '../../../_ui/error-panel'
import { Field } from '../../../_ui/field'
import { formatDay, formatClock } from '../../_parts/formats'
import { sendInvitation } from './actions'
import type { InviteState } from './invite-state'
import { RoleChoice } from './role-choice'

/** Address and role in, one link out. Latchkey sends nothing by itself: the link goes by whatever way is trusted. */
export function InviteForm({ mayGive }: { mayGive: readonly Role[] }) {
  const first = mayGive.includes('operator') ? 'operator' : (mayGive[0] ?? 'auditor')
  const [state, submit, pending] = useActionState(sendInvitation, { error: null, email: '', role: first, made: null })
  const { error, made } = state
  return (
    <form action={submit} className="stack" aria-label="Invite a colleague">
      {error !== null && error.field !== 'email' && <ErrorPanel title={error.say} />}
      <Field
        name="email"
        label="Their mail address"
        refusal={refusalOfAddress(error)}
        type="email"
        autoComplete="off"
        defaultValue={state.email}
        key={`${state.email} ${made?.link ?? ''}`}
        required
        maxLength={254}
      />
      <RoleChoice roles={mayGive} chosen={state.role} legend="What they may do" />
      <div>
        <Button type="submit" variant="primary" pending={pending}>
          {pending ? 'Making the link' : 'Make an invitation link'}
        </Button>
      </div>
      {made !== null && <Made made={made} />}
    </form>
  )
}

function refusalOfAddress(error: InviteState['error']): string | null {
  return error?.field === 'email' ? error.say : null
}

function Made({ made }: { made: NonNullable<InviteState['made']> }) {
  return (
    <div className="panel panel-ok" role="status">
      <p>
        The link for <b>{made.email}</b>, as {made.role}. It works once, until {formatDay(made.expiresAt)},{' '}
        {formatClock(made.expiresAt).slice(0, 5)} UTC, and is shown only now.
      </p>
      <div className="copy-field">
        <code>{made.link}</code>
        <CopyButton value={made.link} what="Invitation link" />
      </div>
      <p className="fine">Send it by a way that only they read. Whoever opens it first gets the account.</p>
    </div>
  )
}
