import type { RunView, StepView } from '@/lib/tenants/run-page-views'
import { formatCount } from '../../../../../_parts/formats'

/** Which body the run page shows. A change of face moves the focus to its heading. */
export type RunFace = 'preparing' | 'code' | 'microsoft' | 'steps' | 'verdict' | 'by-hand' | 'certificate' | 'finished'

export function faceOf(view: RunView): RunFace {
  if (view.receipt !== null) return 'finished'
  if (view.phase === 'by-hand' && view.byHand !== null) return 'by-hand'
  if (view.certificateRequest !== null) return 'certificate'
  if (view.verdict !== null && isResting(view)) return 'verdict'
  if (view.phase !== 'sign-in') return 'steps'
  if (view.browser?.chosen) return 'microsoft'
  if (view.code !== null) return 'code'
  return view.steps.some(({ status }) => status === 'waiting') ? 'steps' : 'preparing'
}

/** A run that moves again may still carry the verdict of its last stop; only a resting one shows it. */
function isResting({ phase }: RunView): boolean {
  return phase === 'waiting' || phase === 'ended'
}

/** Place in the stepper: 1 Choose, 2 Sign in, 3 Set up, 4 Finished. */
export function stageOf(view: RunView): 2 | 3 | 4 {
  if (view.receipt !== null) return 4
  if (['sign-in', 'by-hand', 'certificate'].includes(view.phase)) return 2
  const beyondSignIn = view.steps.slice(1).some(({ status }) => status !== 'todo')
  return beyondSignIn || view.phase === 'setting-up' || view.phase === 'proving' ? 3 : 2
}

const numbers = [
  'No',
  'One',
  'Two',
  'Three',
  'Four',
  'Five',
  'Six',
  'Seven',
  'Eight',
  'Nine',
  'Ten',
  'Eleven',
  'Twelve',
]

function spell(count: number): string {
  return numbers[count] ?? String(count)
}

function presentStep(steps: readonly StepView[]): StepView | undefined {
  return steps.find(({ status }) => status === 'waiting') ?? steps.find(({ status }) => status === 'doing')
}

/** “Six of nine steps done. Microsoft is spreading the new key.” */
export function stepsHeading(view: RunView): string {
  const done = view.steps.filter(({ status }) => status === 'done').length
  const counted = `${spell(done)} of ${spell(view.steps.length).toLowerCase()} steps done.`
  const present = presentStep(view.steps)
  if (present === undefined) return counted
  return present.status === 'waiting' ? `${counted} Waiting for Microsoft.` : counted
}

/** What a run that reached its end has brought about: the heading, and the short word for the tab. */
const endings: Readonly<Record<string, { says: string; word: string }>> = {
  reconfigure: { says: 'is reconfigured and proved', word: 'Reconfigured' },
  adopt: { says: 'is taken over and proved', word: 'Taken over' },
  restore: { says: 'can be restored to for a while', word: 'Restore open' },
  decommission: { says: 'is taken back', word: 'Taken back' },
  forget: { says: 'is forgotten here', word: 'Forgotten' },
}
const connected = { says: 'is connected and proved', word: 'Connected' }

export function finishedTitle({ customer, kind }: Pick<RunView, 'customer' | 'kind'>): string {
  return `${customer} ${(endings[kind] ?? connected).says}`
}

/** By hand only what the script knows can be made: the backup application. */
export function mayGoByHand({ kind }: Pick<RunView, 'kind'>): boolean {
  return kind === 'connect' || kind === 'reconfigure'
}

/** Nothing is made in such a run. */
export function isRemoval({ kind }: Pick<RunView, 'kind'>): boolean {
  return kind === 'decommission' || kind === 'forget'
}

export function stagesOf(view: Pick<RunView, 'kind'>): readonly string[] {
  return isRemoval(view) ? ['Confirm', 'Sign in', 'Take back', 'Finished'] : ['Choose', 'Sign in', 'Set up', 'Finished']
}

/** The browser tab's title: the state first, then whose. Never the code, because titles stay in the history. */
export function titleOf(view: RunView): string {
  return `${stateWords(view)} · ${view.customer}`
}

function stateWords(view: RunView): string {
  switch (faceOf(view)) {
    case 'finished':
      return (endings[view.kind] ?? connected).word
    case 'by-hand':
      return 'By hand'
    case 'certificate':
      return 'Waits for a certificate'
    case 'verdict':
      return view.verdict?.status === 'failing' ? 'Stopped' : 'Needs you'
    case 'preparing':
      return 'Asking for a code'
    case 'code':
    case 'microsoft':
      return 'Sign in'
    case 'steps':
      if (view.phase === 'ended') return 'Finished'
      return `Step ${stepNumber(view)} of ${view.steps.length}`
  }
}

function stepNumber(view: RunView): number {
  const present = presentStep(view.steps)
  const index = present === undefined ? -1 : view.steps.indexOf(present)
  return index >= 0 ? index + 1 : Math.min(view.steps.length, view.steps.filter((s) => s.status === 'done').length + 1)
}

/** One sentence for readers who cannot see the page; it changes only when something happened. */
export function announcementOf(view: RunView): string {
  switch (faceOf(view)) {
    case 'finished':
      return `${finishedTitle(view)}.`
    case 'verdict':
      return view.verdict?.title ?? ''
    case 'by-hand':
      return 'The way by hand: a script and steps for their administrator.'
    case 'certificate':
      return 'The request for their certificate authority, and where the signed certificate is brought back.'
    case 'preparing':
      return 'Asking Microsoft for a sign-in code.'
    case 'code':
      return 'A sign-in code is ready. Nobody has signed in yet.'
    case 'microsoft':
      return view.browser?.until ? 'Microsoft’s page waits in this browser.' : 'Microsoft has answered.'
    case 'steps':
      return announceStep(view)
  }
}

function announceStep(view: RunView): string {
  const present = presentStep(view.steps)
  if (present === undefined) return stepsHeading(view)
  const where = `Step ${stepNumber(view)} of ${view.steps.length}: ${present.name}`
  if (present.waiting === null) return `${where}.`
  const minutes = Math.max(1, Math.ceil((Date.parse(present.waiting.until) - Date.parse(view.now)) / 60_000))
  return `${where}, waiting up to ${formatCount(minutes, 'more minute', 'more minutes')}.`
}

/** True while something happens by itself, so that the page must follow. */
export function isLive(view: RunView): boolean {
  return view.phase !== 'ended'
}
