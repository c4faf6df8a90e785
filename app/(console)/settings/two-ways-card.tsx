import type { OwnApplicationView } from '@/lib/settings/own-application-view'
import type { SettingsView } from '@/lib/settings/settings'
import { ButtonLink } from '../../_ui/button'

interface TwoWaysProps {
  settings: SettingsView
  browser: OwnApplicationView
}

/** An administrator can sign in in two ways, and each has a program that asks: what they are, and which is set up. */
export function TwoWaysCard({ settings, browser }: TwoWaysProps) {
  return (
    <section className="card" aria-labelledby="two-title">
      <div className="card-head">
        <h2 id="two-title">Two ways for an administrator to sign in</h2>
      </div>
      <div className="card-body stack">
        <div className="prose">
          <p>
            <b>With a code.</b> They type a short code on their own computer.{' '}
            {settings.isDefault ? 'Microsoft Azure CLI' : 'Your own program'} asks, a public program without a
            certificate. Some tenants block codes.
          </p>
          <p>
            <b>In the browser.</b> They sign in on Microsoft’s page in this browser. An application of yours asks, with
            a certificate. {stateOf(browser)}
          </p>
        </div>
        <p className="soft">One registration of yours can serve both, but each way has its own setting.</p>
        <div className="panel-ways">
          <ButtonLink href="/settings/own-application">
            {browser.proved ? 'Open your own application' : 'Set up your own application'}
          </ButtonLink>
        </div>
      </div>
    </section>
  )
}

function stateOf({ proved, preference }: OwnApplicationView): string {
  if (!proved) return 'It is not set up yet.'
  if (preference === 'off') return 'It was tested and is off.'
  return preference === 'first' ? 'It is always offered first.' : 'It is offered where a code is blocked.'
}
