'use client'

import { type FocusEvent, type KeyboardEvent, type MouseEvent, type ReactNode, useRef } from 'react'
import { isRowBox, rowBoxes } from './row-boxes'

/**
 * The card of all tenants, and its keys. Each does what a control in the list does, and the table stays a plain one:
 * whoever reads it by ear goes on with the keys that a table has there.
 */
export function FleetKeys({ children }: { children: ReactNode }) {
  const touched = useRef<HTMLInputElement>(null)
  // before the form counts
  const extend = ({ target, shiftKey }: MouseEvent) => {
    if (!isRowBox(target)) return
    if (shiftKey) tickBetween(touched.current, target)
    touched.current = target
  }
  return (
    <section
      className="card fleet-card"
      aria-label="All tenants"
      id="tenants"
      onKeyDown={answerKey}
      onClickCapture={extend}
      onBlur={closeMenu}
    >
      {children}
    </section>
  )
}

/** The row touched last decides where the range begins, the row touched now what becomes of all its boxes. */
function tickBetween(from: HTMLInputElement | null, to: HTMLInputElement): void {
  const boxes = rowBoxes(to.form)
  const ends = [boxes.indexOf(from ?? to), boxes.indexOf(to)]
  if (ends.includes(-1)) return
  for (const box of boxes.slice(Math.min(...ends), Math.max(...ends) + 1)) box.checked = to.checked
}

/** A menu that the focus has left would lie over the rows that it goes to. */
function closeMenu({ target, relatedTarget }: FocusEvent): void {
  const menu = target.closest<HTMLDetailsElement>('details[open]')
  if (menu !== null && relatedTarget !== null && !menu.contains(relatedTarget)) menu.open = false
}

function answerKey(event: KeyboardEvent): void {
  const { target, key } = event
  if (!(target instanceof HTMLElement) || event.defaultPrevented) return
  const menu = target.closest<HTMLDetailsElement>('details[open]')
  const row = target.closest<HTMLTableRowElement>('.fleet-table tr')
  const isAnswered =
    key === 'Escape'
      ? leave(target, menu)
      : menu !== null
        ? key === 'Enter' && giveFirstOrder(target, menu)
        : row !== null && answerInRow(event, target, row)
  if (isAnswered) event.preventDefault()
}

/** Closes the menu that is open; where none is, takes all ticks away. In a field of its own, Escape stays the field's. */
function leave(target: HTMLElement, around: HTMLDetailsElement | null): boolean {
  if (around === null && target.matches('input:not([type=checkbox])')) return false
  const form = target.closest<HTMLFormElement>('.bulk-form')
  const menu = around ?? form?.querySelector<HTMLDetailsElement>('details[open]')
  if (menu) {
    menu.open = false
    if (menu === around) menu.querySelector('summary')?.focus()
    return true
  }
  if (!rowBoxes(form).some(({ checked }) => checked)) return false
  form?.reset()
  return true
}

/** Enter in a field of the bar means the card’s own order: the form as a whole has none that goes without saying. */
function giveFirstOrder(target: HTMLElement, menu: HTMLElement): boolean {
  const order = target.matches('.bulk input') && menu.querySelector('button')
  if (order) order.click()
  return Boolean(order)
}

function answerInRow(event: KeyboardEvent, target: HTMLElement, row: HTMLTableRowElement): boolean {
  if (event.altKey || event.shiftKey) return false
  const key = event.key.toLowerCase()
  if (event.ctrlKey || event.metaKey) return key === 'a' && press(row.closest('table'), 'thead input', event)
  const rows = Array.from(row.closest('table')?.tBodies[0]?.rows ?? [])
  const at = rows.indexOf(row)
  const goals = new Map([
    ['arrowdown', at + 1],
    ['arrowup', at - 1],
    ['home', 0],
    ['end', rows.length - 1],
  ])
  const goal = goals.get(key)
  return goal === undefined ? pressIn(row, key, event) : focusLike(target, rows[goal])
}

function pressIn(row: HTMLTableRowElement, key: string, event: KeyboardEvent): boolean {
  if (key === 'enter') return isRowBox(event.target) && press(row, 'th a', event)
  const control = letters.get(key)
  return control !== undefined && press(row, control, event)
}

/** What a single letter presses in the row that has the focus. */
const letters: ReadonlyMap<string, string> = new Map([
  ['x', 'td.tick input'],
  ['c', '.more [value^="check:"]'],
])

/** Answers false where this person has no such control; a key held down presses once. */
function press(within: Element | null, selector: string, { repeat }: KeyboardEvent): boolean {
  const control = within?.querySelector<HTMLElement>(selector)
  if (!repeat) control?.click()
  return Boolean(control)
}

/** To the control of the same column, or to the tenant’s name where that row has none there. */
function focusLike(target: HTMLElement, row: HTMLTableRowElement | undefined): boolean {
  const cell = row?.cells[target.closest<HTMLTableCellElement>('th, td')?.cellIndex ?? -1]
  const control = cell?.querySelector<HTMLElement>('input, a, summary') ?? row?.querySelector<HTMLElement>('th a')
  control?.focus()
  return Boolean(control)
}
