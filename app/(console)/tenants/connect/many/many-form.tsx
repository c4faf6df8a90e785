'use client'

import { useActionState } from 'react'
import type { BaselineView } from '@/lib/tenants/baseline-views'
import { Button } from '../../../../_ui/button'
import { SelectField } from '../../../../_ui/select-field'
import { notActed } from '../../../_parts/act-state'
import { Refusal } from '../../../_parts/refusal'
import { giveList } from './actions'

/** Paste, or a file; both work without scripts. */
export function ManyForm({ baselines }: { baselines: readonly BaselineView[] }) {
  const [state, submit, pending] = useActionState(giveList, notActed)
  return (
    <form action={submit} className="card card-body stack" aria-label="Connect many">
      <div className="field">
        <label htmlFor="list">Customers and domains</label>
        <textarea
          id="list"
          name="list"
          className="input mono many-list"
          rows={12}
          maxLength={400_000}
          spellCheck={false}
          placeholder={'Contoso, contoso.com\nFabrikam, fabrikam.onmicrosoft.com\nwoodgrovebank.com'}
          aria-describedby="list-hint"
        />
        <p className="hint" id="list-hint">
          Comma, semicolon or tab between customer and domain. Without a customer, the domain names it.
        </p>
      </div>
      <div className="field">
        <label htmlFor="file">Or a CSV file</label>
        <input id="file" name="file" type="file" accept=".csv,.txt,.tsv,text/csv,text/plain" />
      </div>
      <SelectField
        name="baseline"
        label="What all of them get"
        options={baselines.map(({ key, name }) => [key, name])}
      />
      <Refusal error={state.error} />
      <div>
        <Button type="submit" variant="primary" pending={pending}>
          Check the list
        </Button>
      </div>
    </form>
  )
}
