import { StateIcon } from '../../../../../../_ui/state-icon'
import type { LiveRun } from './use-run'

/** Says when the page no longer hears the server, and that nothing of the run depends on it. */
export function LineLost({ line }: Pick<LiveRun, 'line'>) {
  if (line === 'open') return null
  return (
    <div className="line-lost" role="status">
      <StateIcon mark="unknown" />
      {line === 'lost' ? (
        <p>
          This page lost its line to Latchkey and is trying again by itself. Nothing is lost; what stands here may be
          old.
        </p>
      ) : (
        <p>
          This page is no longer followed by Latchkey. <a href="">Load it again</a>, and sign in if you are asked to.
          Nothing is lost.
        </p>
      )}
    </div>
  )
}
