'use client'

import { useActionState } from 'react'
import type { ClientChoices } from '@/lib/api-clients/client-view'
import { Button, ButtonLink } from '../../../_ui/button'
import { ErrorPanel } from '../../../_ui/error-panel'
import { Field } from '../../../_ui/field'
import { SelectField } from '../../../_ui/select-field'
import { ShownOnce } from '../notifications/shown-once'
import { makeApiClient } from './actions'
import { emptyClient, untouchedClient, type ClientState } from './client-state'
import { validityWords } from './client-words'
import { Command } from './command'
import { ProofFields } from './proof-fields'
import { ReachFields } from './reach-fields'
import { ResourceFields, ScopeFields } from './scope-fields'

interface ClientFormProps {
  choices: ClientChoices
  /** Of this portal. */
  address: string
}

/** One machine in, its secret out, once. Works without scripts. */
export function ClientForm({ choices, address }: ClientFormProps) {
  const [state, submit, pending] = useActionState(makeApiClient, untouchedClient)
  const { error, made } = state
  if (made !== null) return <Made made={made} address={address} />
  const typed = state.typed ?? emptyClient
  return (
    <form action={submit} className="stack" aria-label="Make a client">
      {error !== null && error.field !== 'name' && <ErrorPanel title={error.say} />}
      <div className="client-fields" key={state.turn}>
        <Field
          name="name"
          label="Name"
          refusal={error?.field === 'name' ? error.say : null}
          defaultValue={typed.name}
          placeholder="Backup server Frankfurt"
          autoComplete="off"
          required
          maxLength={80}
        />
        <ReachFields choices={choices} typed={typed} />
        <ScopeFields chosen={typed.scopes} />
        <ResourceFields chosen={typed.resources} />
        <ProofFields proof={typed.proof} />
        <SelectField
          name="validDays"
          label="Works for"
          defaultValue={typed.validDays}
          options={Object.entries(validityWords)}
        />
      </div>
      <div>
        <Button type="submit" variant="primary" pending={pending}>
          Make the client
        </Button>
      </div>
    </form>
  )
}

function Made({ made, address }: { made: NonNullable<ClientState['made']>; address: string }) {
  return (
    <div className="stack">
      {made.secret === null ? (
        <p className="hint hint-ok" role="status">
          {made.name} is made. It proves itself by its key.
        </p>
      ) : (
        <>
          <ShownOnce value={made.secret} what="Secret">
            {`${made.name} is made. This is its secret. It is shown only now.`}
          </ShownOnce>
          <Command clientId={made.id} address={address} />
        </>
      )}
      <div className="panel-ways">
        <ButtonLink href={`/settings/api-clients/${made.id}`} variant="primary">
          Open the client
        </ButtonLink>
      </div>
    </div>
  )
}
