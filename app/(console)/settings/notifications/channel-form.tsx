'use client'

import { useActionState } from 'react'
import type { ChannelKind } from '@/lib/notifications/channel-store'
import { Button, ButtonLink } from '../../../_ui/button'
import { ErrorPanel } from '../../../_ui/error-panel'
import { Field } from '../../../_ui/field'
import { SelectField } from '../../../_ui/select-field'
import { addReceiver, changeReceiver } from './actions'
import { EventChoice } from './event-choice'
import { untouchedChannel, type ChannelState, type TypedChannel } from './channel-state'
import { kindWords, severityWords } from './kind-words'
import { ShownOnce } from './shown-once'

interface ChannelFormProps {
  kind: ChannelKind
  /** Null: a new one. */
  channelId: string | null
  start: TypedChannel
  customers: readonly { id: string; name: string }[]
}

/** Adds or changes one receiver. Where a stored address is secret, an empty field keeps it. */
export function ChannelForm({ kind, channelId, start, customers }: ChannelFormProps) {
  const isNew = channelId === null
  const [state, submit, pending] = useActionState(isNew ? addReceiver : changeReceiver, untouchedChannel)
  if (state.made !== null) return <Made made={state.made} />
  const label = isNew ? kindWords[kind].add : 'Save'
  return (
    <form action={submit} className="stack" aria-label={isNew ? kindWords[kind].add : 'Change this channel'}>
      <input type="hidden" name="kind" value={kind} />
      {!isNew && <input type="hidden" name="channelId" value={channelId} />}
      {state.error !== null && !['name', 'leadsTo'].includes(state.error.field ?? '') && (
        <ErrorPanel title={state.error.say} />
      )}
      <Fields key={state.turn} {...{ kind, isNew, customers, state }} typed={state.typed ?? start} />
      <div className="panel-ways">
        <Button type="submit" variant={isNew ? 'primary' : 'plain'} pending={pending}>
          {label}
        </Button>
        <p className="hint hint-ok" role="status">
          {state.saved}
        </p>
      </div>
    </form>
  )
}

interface FieldsProps extends Pick<ChannelFormProps, 'kind' | 'customers'> {
  isNew: boolean
  state: ChannelState
  typed: TypedChannel
}

function Fields({ kind, isNew, customers, state: { error }, typed }: FieldsProps) {
  const words = kindWords[kind]
  const keeps = !isNew && kind !== 'mail'
  const refusalOf = (field: string) => (error?.field === field ? error.say : null)
  return (
    <>
      <Field name="name" label="Name" refusal={refusalOf('name')} defaultValue={typed.name} required maxLength={80} />
      <Field
        name="leadsTo"
        label={words.leadsTo}
        hint={keeps ? 'Empty: the stored address stays.' : words.hint}
        refusal={refusalOf('leadsTo')}
        defaultValue={typed.leadsTo}
        placeholder={words.placeholder}
        required={!keeps}
        autoComplete="off"
        spellCheck={false}
        maxLength={4000}
      />
      <SelectField
        name="minimumSeverity"
        label="What is sent"
        hint="Who was told of something is also told when it is settled."
        defaultValue={typed.minimumSeverity}
        options={Object.entries(severityWords)}
      />
      <SelectField
        name="customerId"
        label="Whose tenants"
        defaultValue={typed.customerId}
        options={[['', 'All customers'], ...customers.map(({ id, name }) => [id, name] as const)]}
      />
      <EventChoice chosen={typed.events} />
    </>
  )
}

function Made({ made }: { made: NonNullable<ChannelState['made']> }) {
  return (
    <div className="stack">
      {made.secret === null ? (
        <p className="hint hint-ok" role="status">
          The channel is made. Test it now.
        </p>
      ) : (
        <ShownOnce value={made.secret} what="Signing secret">
          The channel is made. This is the secret that its messages are signed with. It is shown only now: give it to
          the receiver.
        </ShownOnce>
      )}
      <div className="panel-ways">
        <ButtonLink href={`/settings/notifications/${made.id}`} variant="primary">
          Open the channel and test it
        </ButtonLink>
      </div>
    </div>
  )
}
