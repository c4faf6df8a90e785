import type { BatchView } from '@/lib/tenants/batches'
import type { Mark } from '../../../../../_ui/state-icon'
import { formatCount } from '../../../../_parts/formats'

type Kind = BatchView['kind']
type State = BatchView['rows'][number]['state']

/** What was asked for, as a name. */
export const kindNames: Readonly<Record<Kind, string>> = {
  'practice-fill': 'Practice fleet',
  'practice-remove': 'Practice fleet, removal',
  check: 'Check now',
  tag: 'Tags',
  rotate: 'Renew certificates',
  snooze: 'Snooze',
  reconfigure: 'Reconfigure',
  connect: 'Connect many',
}

export const markOfRow: Readonly<Record<State, Mark>> = {
  todo: 'todo',
  doing: 'run',
  done: 'ok',
  failed: 'fail',
  refused: 'fail',
  waiting: 'setup',
}

/** Something changes by itself; a sign-in that waits for a person does not. */
export function isAtWork({ kind, rows, counts, endedAt, stopped }: BatchView): boolean {
  if (endedAt !== null || stopped) return false
  if (kind === 'reconfigure') return false
  if (kind === 'connect') return counts.todo > 0 || rows.some(({ state, runId }) => state === 'doing' && runId === null)
  return counts.todo + counts.doing > 0
}

/** The sentence at the head: how far it is, or how it ended. */
export function batchSentence({ kind, rows, counts, endedAt, stopped }: BatchView): string {
  if (kind === 'connect') return connectSentence(rows.length, counts)
  const bad = counts.failed + counts.refused
  const all = formatCount(rows.length, 'tenant')
  if (rows.length === 0) return 'There was nothing to do.'
  if (stopped) return `Stopped: ${counts.done} of ${all} done.`
  if (endedAt === null && counts.todo + counts.doing > 0) return `${counts.done + bad} of ${all} done.`
  if (bad > 0) return `${counts.done} of ${all} done, ${bad} not.`
  if (counts.waiting > 0) return `${counts.done} of ${all} done, ${counts.waiting} for a person.`
  return rows.length === 1 ? 'The one tenant is done.' : `All ${rows.length} tenants are done.`
}

/** A list of sign-ins is done when every good row is connected. */
function connectSentence(size: number, counts: BatchView['counts']): string {
  if (counts.todo > 0) return `Looking at ${formatCount(size, 'line')}: ${size - counts.todo} done.`
  const good = size - counts.refused
  const bad = counts.refused > 0 ? ` ${formatCount(counts.refused, 'line needs', 'lines need')} another look.` : ''
  if (good > 0 && counts.done === good) return `All ${formatCount(good, 'tenant')} of the list are connected.${bad}`
  return counts.done > 0
    ? `${counts.done} of ${formatCount(good, 'tenant')} connected.${bad}`
    : `${formatCount(good, 'line is', 'lines are')} good.${bad}`
}
