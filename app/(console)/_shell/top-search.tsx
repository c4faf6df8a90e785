'use client'

import { Search } from 'lucide-react'
import {
  type ComponentType,
  type ReactNode,
  useCallback,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { Role } from '@/lib/staff/actor'

interface TopSearchProps {
  role: Role
  /** Whether keys of a single character do something. */
  letters: boolean
  /** The field with its label: a plain search of the fleet where scripts do not run. */
  children: ReactNode
}

export interface ShellDialogProps extends Pick<TopSearchProps, 'role' | 'letters'> {
  onClose: () => void
}

/** Only what listens is here from the start; each dialog comes when somebody first wants it. */
const dialogs = {
  find: () => import('./find-dialog').then(({ FindDialog }) => FindDialog),
  keys: () => import('./keys-dialog').then(({ KeysDialog }) => KeysDialog),
}
type Wanted = keyof typeof dialogs

/** The search of the top bar, and the keys that work everywhere. */
export function TopSearch({ role, letters, children }: TopSearchProps) {
  const form = useRef<HTMLFormElement>(null)
  const [shown, setShown] = useState<Partial<Record<Wanted, ComponentType<ShellDialogProps>>>>({})
  const findKey = useSyncExternalStore(noChange, () => (isMac() ? '⌘K' : 'Ctrl K'), noKey)
  const goToField = () => form.current?.querySelector('input')?.focus()
  const show = useCallback((wanted: Wanted) => {
    // without an answer of the server the plain search is what is left
    dialogs[wanted]().then((Dialog) => setShown((before) => ({ ...before, [wanted]: Dialog })), goToField)
  }, [])
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const wish = wishOf(event)
      if (wish === null) return
      event.preventDefault()
      if (wish !== 'field') show(wish)
      else if (form.current?.querySelector('input')?.checkVisibility() === true) goToField()
      else show('find')
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [show])
  useEffect(() => (letters ? undefined : hushSingles()), [letters])
  return (
    <>
      <form ref={form} className="top-search" action="/" method="get" role="search" aria-label="All tenants">
        {children}
        <button type="button" className="btn btn-quiet btn-icon find-narrow" onClick={() => show('find')}>
          <Search className="i i-lg" aria-hidden />
          <span className="sr">Find</span>
        </button>
        {findKey !== null && (
          <button type="button" className="find-key only-wide" onClick={() => show('find')} title="Find">
            <span className="sr">Find: </span>
            <kbd>{findKey}</kbd>
          </button>
        )}
      </form>
      {(['find', 'keys'] as const).map((name) => {
        const Dialog = shown[name]
        const close = () => setShown((before) => ({ ...before, [name]: undefined }))
        return Dialog && <Dialog key={name} role={role} letters={letters} onClose={close} />
      })}
    </>
  )
}

/** Keys of a single character reach no listener of any page, and go on to fields, which are typed into. */
function hushSingles() {
  const hush = (event: KeyboardEvent) => {
    const isSingle = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey
    if (isSingle && !isField(event.target)) event.stopPropagation()
  }
  addEventListener('keydown', hush, true)
  return () => removeEventListener('keydown', hush, true)
}

function wishOf(event: KeyboardEvent): Wanted | 'field' | null {
  if (event.defaultPrevented || event.isComposing || event.altKey) return null
  if (isFindKey(event)) return 'find'
  const wish = event.ctrlKey || event.metaKey ? undefined : singles[event.key]
  // what is behind a dialog does not listen
  const isTaken = isField(event.target) || document.querySelector(':modal') !== null
  return wish === undefined || isTaken ? null : wish
}

/** On a Mac, Ctrl K belongs to the text field. */
function isFindKey({ key, shiftKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === 'k' && !shiftKey && (isMac() ? metaKey : ctrlKey)
}

const singles: Readonly<Record<string, 'field' | 'keys'>> = { '/': 'field', '?': 'keys' }
const fields = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]'

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(fields) !== null
}

function isMac(): boolean {
  return /Mac|iP/.test(navigator.platform)
}

function noChange() {
  return () => undefined
}

function noKey() {
  return null
}
