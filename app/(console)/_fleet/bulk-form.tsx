'use client'

import { AlarmClock, KeyRound, type LucideIcon, RefreshCw, RotateCcw, Tag, X } from 'lucide-react'
import {
  type ComponentProps,
  type MouseEvent,
  type ReactNode,
  startTransition,
  type SubmitEvent,
  useActionState,
  useState,
} from 'react'
import { Button } from '../../_ui/button'
import { notActed } from '../_parts/act-state'
import { Refusal } from '../_parts/refusal'
import { actOnTenants } from './actions'
import { rowBoxes } from './row-boxes'

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
  const [count, setCount] = useState<number>()
  if (!mayChange) return children
  // Clicks, not changes: a box that a reset has emptied tells React of no change when it is ticked again.
  const recount = ({ target, currentTarget: form }: MouseEvent<HTMLFormElement>) => {
    if (!(target instanceof HTMLInputElement)) return
    const all = form.querySelector<HTMLInputElement>('input[name="all"]')
    if (all !== null && target !== all && target.type === 'checkbox') all.checked = false
    const ticked = countTicks(form)
    setCount(all?.checked ? matching : ticked)
  }
  const forget = ({ currentTarget: form }: { currentTarget: HTMLFormElement }) => {
    setCount(0)
    showOnHead(form, 0)
    // the bar goes, and would take the focus with it
    if (document.activeElement?.closest('.bulk')) rowBoxes(form)[0]?.focus()
  }
  return (
    <form
      action={submit}
      className="bulk-form"
      autoComplete="off"
      onClick={recount}
      onReset={forget}
      onSubmit={(event) => sendKeepingTicks(event, submit)}
      aria-label="Act on tenants"
    >
      {/* Enter in a field means the first button, which would be the menu of the first row: this one orders nothing */}
      <button type="submit" formMethod="dialog" hidden />
      <input type="hidden" name="query" value={query} />
      {children}
      <p className="sr" role="status">
        {count === undefined ? '' : `Rows selected: ${count || 'none'}`}
      </p>
      <div className="bulk" role="group" aria-label="Act on the selected tenants">
        <div className="bulk-head">
          <b className="num">{count ? `${count} selected` : 'Selected'}</b>
          {matching > shown && (
            <label className="bulk-all">
              <input type="checkbox" className="cb" name="all" value="1" />
              all {matching} that match
            </label>
          )}
          <Button type="reset" variant="quiet" aria-label="Clear the selection">
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

/** A form’s own action would be reset also by a refusal, and all ticks would be gone. */
function sendKeepingTicks(event: SubmitEvent<HTMLFormElement>, submit: (order: FormData) => void): void {
  event.preventDefault()
  const { submitter } = event.nativeEvent
  if (submitter instanceof HTMLButtonElement && submitter.formMethod === 'dialog') return
  const order = new FormData(event.currentTarget, submitter)
  startTransition(() => submit(order))
}

function countTicks(form: HTMLFormElement): number {
  const ticked = rowBoxes(form).filter(({ checked }) => checked).length
  showOnHead(form, ticked)
  return ticked
}

/** The box in the head says all, some or none. */
function showOnHead(form: HTMLFormElement, ticked: number): void {
  const head = form.querySelector<HTMLInputElement>('thead input')
  if (head === null) return
  head.checked = ticked > 0 && ticked === rowBoxes(form).length
  head.indeterminate = ticked > 0 && !head.checked
}

/** The box in the head of the table. */
export function SelectPage() {
  return (
    <input
      type="checkbox"
      className="cb"
      aria-label="Select all on this page"
      onClick={({ currentTarget: { form, checked } }) => {
        for (const box of rowBoxes(form)) box.checked = checked
      }}
    />
  )
}
