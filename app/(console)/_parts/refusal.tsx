import { StateIcon } from '../../_ui/state-icon'
import type { ActState } from './act-state'

/** Why the last press did not work, beside the button that was pressed. */
export function Refusal({ error }: ActState) {
  if (error === null) return null
  return (
    <p className="hint hint-bad" role="alert">
      <StateIcon mark="fail" />
      {error.say}
    </p>
  )
}
