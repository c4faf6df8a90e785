'use client'

import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { CloseButton } from './close-button'
import { FindGroups, optionId } from './find-groups'
import { countWords, groupItems } from './find-items'
import type { ShellDialogProps } from './top-search'
import { useDialog } from './use-dialog'
import { useFound } from './use-found'

/** A combobox over a list (WAI-ARIA APG): the focus stays in the field, the arrows move through what is below it. */
export function FindDialog({ role, onClose }: ShellDialogProps) {
  const dialog = useDialog()
  const [typed, setTyped] = useState('')
  /** Where the arrows went; null is the first line. */
  const [chosen, setChosen] = useState<string | null>(null)
  const isEager = useRef(false)
  const words = typed.trim()
  const found = useFound(words)
  const isPending = found?.words !== words
  const groups = groupItems(role, words, found)
  const items = groups.flatMap((group) => group.items)
  const at = Math.max(
    0,
    items.findIndex(({ id }) => id === chosen),
  )
  const active = items[at]?.id

  const go = (id: string | undefined) => {
    if (id !== undefined) document.getElementById(optionId(id))?.click()
  }
  useEffect(() => {
    if (active !== undefined) document.getElementById(optionId(active))?.scrollIntoView({ block: 'nearest' })
  }, [active])
  useEffect(() => {
    if (isPending || !isEager.current) return
    isEager.current = false
    go(active)
  }, [isPending, active])

  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.nativeEvent.isComposing || (step === undefined && event.key !== 'Enter')) return
    event.preventDefault()
    if (step !== undefined) setChosen(items[(at + step + items.length) % items.length]?.id ?? null)
    // who types and presses Enter at once means what they typed, not what stands there from before
    else if (isPending && chosen === null) isEager.current = true
    else go(active)
  }
  const type = (text: string) => {
    isEager.current = false
    setChosen(null)
    setTyped(text)
  }

  return (
    <dialog ref={dialog} className="dialog find-dialog" aria-label="Find" closedby="any" onClose={onClose}>
      <div className="find-head">
        <Search className="i" aria-hidden />
        <input
          type="text"
          role="combobox"
          aria-label="Find a tenant, a page or something to do"
          aria-expanded={items.length > 0}
          aria-controls="find-list"
          aria-autocomplete="list"
          aria-activedescendant={active === undefined ? undefined : optionId(active)}
          placeholder="Tenant, page or action"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={200}
          value={typed}
          onChange={(event) => type(event.target.value)}
          onKeyDown={press}
        />
        <CloseButton label="Close Find" />
      </div>
      <FindGroups groups={groups} active={active} onGo={() => dialog.current?.close()} />
      <p className="find-foot" role="status" data-bad={found?.failure == null ? undefined : ''}>
        {found === null || isPending ? '' : countWords(groups, found)}
      </p>
    </dialog>
  )
}
