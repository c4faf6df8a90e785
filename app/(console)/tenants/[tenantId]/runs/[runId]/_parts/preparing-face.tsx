import type { RunView } from '@/lib/tenants/run-page-views'
import { StateIcon } from '../../../../../../_ui/state-icon'
import { FaceHeading } from './face-heading'
import { WayForm } from './way-form'

/** The moment before the first code is there. */
export function PreparingFace({ view }: { view: RunView }) {
  return (
    <>
      <div className="win-body">
        <FaceHeading
          title="Asking Microsoft for a sign-in code"
          text={`It will be for an administrator of ${view.domain}.`}
        />
        <div className="live-bar panel panel-run">
          <StateIcon mark="run" />
          <div>
            This takes a second or two
            <small>If Microsoft does not answer within 30 seconds, this page says so.</small>
          </div>
        </div>
      </div>
      <footer className="win-foot">
        <WayForm run={view} act="cancel" label="Stop here" variant="quiet" />
      </footer>
    </>
  )
}
