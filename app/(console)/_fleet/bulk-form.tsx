'use client'

import { AlarmClock, KeyRound, RefreshCw, RotateCcw, Tag, X } from 'lucide-react'
import { type ReactNode, type SyntheticEvent, useActionState, useState } from 'react'
import { Button } from '../../_ui/button'
import { notActed } from '../_parts/act-state'
import { Refusal } from '../_parts/refusal'
import { actOnTenants } from './actions'

interface BulkFormProps {
  /** The address’s own parameters: what “all that match” means. */
  query: string
  matching: number
  /** How many rows this page shows. */
  shown: number
  mayChange: boolean
  children: ReactNode
}

/** The table as a form: tick rows, then one order for all of them. It works without scripts; with them it counts. */
export function BulkForm({ query, matching, shown, mayChange, children }: BulkFormProps) {
  const [state, submit, pending] = useActionState(actOnTenants, notActed)
  const [count, setCount] = useState(0)
  if (!mayChange) return children
  const recount = (event: SyntheticEvent<HTMLFormElement>) => {
    setCount(rowBoxes(event.currentTarget).filter(({ checked }) => checked).length)
  }
  const clear = (event: SyntheticEvent<HTMLButtonElement>) => {
    event.currentTarget.form?.reset()
    setCount(0)
  }
  return (
    <form action={submit} className="bulk-form" onChange={recount} aria-label="Act on tenants">
      <input type="hidden" name="query" value={query} />
      {children}
      <div className="bulk" role="group" aria-label="Act on the selected tenants">
        <b className="num" role="status">
          {count > 0 ? `${count} selected` : 'Selected'}
        </b>
        {matching > shown && (
          <label className="bulk-all">
            <input type="checkbox" className="cb" name="all" value="1" />
            all {matching} that match
          </label>
        )}
        <span className="sep" aria-hidden />
        <Button type="submit" name="deed" value="check" variant="quiet" pending={pending}>
          <RefreshCw className="i" aria-hidden />
          Check now
        </Button>
        <Button type="submit" name="deed" value="reconfigure" variant="quiet">
          <KeyRound className="i" aria-hidden />
          Reconfigure…
        </Button>
        <Button type="submit" name="deed" value="rotate" variant="quiet">
          <RotateCcw className="i" aria-hidden />
          Renew keys
        </Button>
        <SnoozeMany />
        <details className="pop pop-up">
          <summary className="btn btn-quiet">
            <Tag className="i" aria-hidden />
            Tag…
          </summary>
          <div className="pop-card">
            <label className="choice-line">
              <span>Tag</span>
              <span className="input">
                <input name="tag" maxLength={30} placeholder="gold" />
              </span>
            </label>
            <div className="pop-acts">
              <Button type="submit" name="deed" value="tag" size="sm" variant="primary">
                Add
              </Button>
              <Button type="submit" name="deed" value="untag" size="sm">
                Remove
              </Button>
            </div>
          </div>
        </details>
        <Button variant="quiet" aria-label="Clear the selection" onClick={clear}>
          <X className="i" aria-hidden />
        </Button>
      </div>
      <Refusal error={state.error} />
    </form>
  )
}

function SnoozeMany() {
  return (
    <details className="pop pop-up">
      <summary className="btn btn-quiet">
        <AlarmClock className="i" aria-hidden />
        Snooze…
      </summary>
      <div className="pop-card">
        <label className="choice-line">
          <span>Until</span>
          <span className="input">
            <input name="until" type="date" />
          </span>
        </label>
        <label className="choice-line">
          <span>Why</span>
          <span className="input">
            <input name="reason" maxLength={300} />
          </span>
        </label>
        <div className="pop-acts">
          <Button type="submit" name="deed" value="snooze" size="sm" variant="primary">
            Snooze
          </Button>
        </div>
      </div>
    </details>
  )
}

function rowBoxes(form: HTMLFormElement): readonly HTMLInputElement[] {
  return Array.from(form.querySelectorAll<HTMLInputElement>('input[name="tenantId"]'))
}

/** The box in the head of the table. */
export function SelectPage() {
  return (
    <input
      type="checkbox"
      className="cb"
      aria-label="Select all on this page"
      onChange={(event) => {
        const { form, checked } = event.currentTarget
        if (form === null) return
        for (const box of rowBoxes(form)) box.checked = checked
      }}
    />
  )
}
