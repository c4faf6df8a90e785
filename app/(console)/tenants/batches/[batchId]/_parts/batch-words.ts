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

/** The sentence at the head: how far it is, or how it ended. */
export function batchSentence({ rows, counts, endedAt, stopped }: BatchView): string {
  const bad = counts.failed + counts.refused
  const all = formatCount(rows.length, 'tenant')
  if (rows.length === 0) return 'There was nothing to do.'
  if (stopped) return `Stopped: ${counts.done} of ${all} done.`
  if (endedAt === null && counts.todo + counts.doing > 0) return `${counts.done + bad} of ${all} done.`
  if (bad > 0) return `${counts.done} of ${all} done, ${bad} not.`
  if (counts.waiting > 0) return `${counts.done} of ${all} done, ${counts.waiting} for a person.`
  return rows.length === 1 ? 'The one tenant is done.' : `All ${rows.length} tenants are done.`
}
