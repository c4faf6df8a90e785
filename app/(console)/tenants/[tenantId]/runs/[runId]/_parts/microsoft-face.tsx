import type { BrowserView, RunView } from '@/lib/tenants/run-page-views'
import { StateIcon } from '../../../../../../_ui/state-icon'
import { formatCountdown } from '../../../../../_parts/formats'
import { FaceHeading } from './face-heading'
import { MicrosoftLink } from './microsoft-link'
import { WayForm } from './way-form'

interface MicrosoftFaceProps {
  view: RunView
  browser: BrowserView
  /** Server time in milliseconds. */
  now: number
}

/** Somebody is at Microsoft’s page in this browser, or has just come back from it. */
export function MicrosoftFace({ view, browser, now }: MicrosoftFaceProps) {
  if (browser.until === null) return <Returned />
  const left = Math.max(0, Date.parse(browser.until) - now)
  return (
    <>
      <div className="win-body">
        <FaceHeading
          title="Microsoft’s page waits in this browser"
          text={`An administrator of ${view.domain} signs in there and comes back here. If that page was closed, open it again.`}
        />
        <div className="live-bar panel panel-run">
          <StateIcon mark="run" />
          <div>
            Nobody has come back yet
            <small>
              Open for{' '}
              <b role="timer" aria-live="off">
                {formatCountdown(left)}
              </b>{' '}
              more. This page follows by itself.
            </small>
          </div>
        </div>
        <details className="raw">
          <summary>Microsoft shows a message and does not come back</summary>
          <p>
            Then their tenant does not let this account, this browser or your application in. The message says which. A
            code or the way by hand may still work; both keep what you chose.
          </p>
          <WayForm run={view} act="new-code" label="Get a code instead" size="sm" />
        </details>
      </div>
      <footer className="win-foot">
        <WayForm run={view} act="cancel" label="Stop here" variant="quiet" />
        <WayForm run={view} act="by-hand" label="Set it up by hand instead" variant="quiet" />
        <MicrosoftLink run={view} label="Open Microsoft’s page again" variant="primary" />
      </footer>
    </>
  )
}

function Returned() {
  return (
    <div className="win-body">
      <FaceHeading
        title="Microsoft has answered"
        text="The answer is being redeemed and checked: who signed in, where, and with which role."
      />
      <div className="live-bar panel panel-run">
        <StateIcon mark="run" />
        <div>
          This takes a second or two
          <small>If Microsoft does not answer within 30 seconds, this page says so.</small>
        </div>
      </div>
    </div>
  )
}
