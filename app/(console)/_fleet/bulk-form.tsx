'use client'

import { AlarmClock, KeyRound, type LucideIcon, RefreshCw, RotateCcw, Tag, X } from 'lucide-react'
import { type ComponentProps, type ReactNode, type SyntheticEvent, useActionState, useState } from 'react'
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
        <div className="bulk-head">
          <b className="num" role="status">
            {count > 0 ? `${count} selected` : 'Selected'}
          </b>
          {matching > shown && (
            <label className="bulk-all">
              <input type="checkbox" className="cb" name="all" value="1" />
              all {matching} that match
            </label>
          )}
          <Button variant="quiet" aria-label="Clear the selection" onClick={clear}>
            <X className="i" aria-hidden />
          </Button>
        </div>
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
        <AskFirst icon={AlarmClock} label="Snooze…" deeds={{ snooze: 'Snooze' }}>
          <Line label="Until" name="until" type="date" />
          <Line label="Why" name="reason" maxLength={300} />
        </AskFirst>
        <AskFirst icon={Tag} label="Tag…" deeds={{ tag: 'Add', untag: 'Remove' }}>
          <Line label="Tag" name="tag" maxLength={30} placeholder="gold" />
        </AskFirst>
      </div>
      <Refusal error={state.error} />
    </form>
  )
}

interface AskFirstProps {
  icon: LucideIcon
  label: string
  /** Orders that read the card's fields; the first is the usual one. */
  deeds: Readonly<Record<string, string>>
  children: ReactNode
}

/** A button that opens a card with what its orders need to know. One card is open at a time. */
function AskFirst({ icon: Icon, label, deeds, children }: AskFirstProps) {
  return (
    <details className="pop pop-up" name="bulk">
      <summary className="btn btn-quiet">
        <Icon className="i" aria-hidden />
        {label}
      </summary>
      <div className="pop-card">
        {children}
        <div className="pop-acts">
          {Object.entries(deeds).map(([deed, words], index) => (
            <Button
              key={deed}
              type="submit"
              name="deed"
              value={deed}
              size="sm"
              variant={index === 0 ? 'primary' : 'plain'}
            >
              {words}
            </Button>
          ))}
        </div>
      </div>
    </details>
  )
}

function Line({ label, ...input }: { label: string } & ComponentProps<'input'>) {
  return (
    <label className="choice-line">
      <span>{label}</span>
      <span className="input">
        <input {...input} />
      </span>
    </label>
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
