import type { FleetRow } from '@/lib/tenants/fleet-views'
import type { Mark } from '../../_ui/state-icon'

type FleetState = FleetRow['state']

/** The mark of each state. Marks differ by shape, so that colour is never alone. */
export const markOf: Readonly<Record<FleetState, Mark>> = {
  failing: 'fail',
  warning: 'warn',
  unknown: 'unknown',
  'setting-up': 'setup',
  ok: 'ok',
}

/** Words under a count: “27 failing”. */
export const stateWords: Readonly<Record<FleetState, string>> = {
  failing: 'failing',
  warning: 'warning',
  unknown: 'could not be checked',
  'setting-up': 'being set up',
  ok: 'proved',
}

/** Words at the head of a tenant page and before a condition. */
export const stateNames: Readonly<Record<FleetState, string>> = {
  failing: 'Failing',
  warning: 'Warning',
  unknown: 'Could not check',
  'setting-up': 'Being set up',
  ok: 'Proved',
}
