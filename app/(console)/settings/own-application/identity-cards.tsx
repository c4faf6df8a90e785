import type { OwnApplicationView } from '@/lib/settings/own-application-view'
import { CopyButton } from '../../../_ui/copy-button'
import { saveOwnClientId, saveOwnHome } from './actions'
import { TextSetting } from './setting-forms'

/** Step 1: whose application it is. */
export function HomeCard({ view: { home, mayChange } }: { view: OwnApplicationView }) {
  return (
    <section className="card" aria-labelledby="home-title">
      <div className="card-head">
        <h2 id="home-title">1. Your own tenant</h2>
      </div>
      <div className="card-body stack">
        <p className="soft">
          The application lives in your tenant, not in your customers’. Another tenant means another registration.
          {home !== null && ` It serves tenants of its own cloud only: ${home.cloud}.`}
        </p>
        {home !== null && (
          <dl className="facts">
            <div className="fact">
              <dt>Tenant ID</dt>
              <dd>
                <span>{home.tenantId}</span>
                <CopyButton value={home.tenantId} what="Tenant id" />
              </dd>
            </div>
          </dl>
        )}
        {mayChange && (
          <TextSetting
            action={saveOwnHome}
            name="domain"
            label="Your domain"
            hint="Microsoft is asked whose it is. In the practice cloud: provider.practice.example."
            placeholder="relecloud.com"
            value={home?.domain ?? ''}
            button="Save the domain"
          />
        )}
      </div>
    </section>
  )
}

/** Step 3: what Microsoft calls it. */
export function ClientIdCard({ view: { home, clientId, mayChange } }: { view: OwnApplicationView }) {
  return (
    <section className="card" aria-labelledby="client-title">
      <div className="card-head">
        <h2 id="client-title">3. Its application (client) ID</h2>
      </div>
      <div className="card-body stack">
        {home === null && <p className="soft">Name your own tenant first.</p>}
        {home !== null && mayChange && (
          <TextSetting
            action={saveOwnClientId}
            name="clientId"
            label="Application (client) ID"
            hint="From Overview of the registration; the script prints it. Another ID has to be tested anew."
            placeholder="00000000-0000-0000-0000-000000000000"
            value={clientId ?? ''}
            button="Save the ID"
          />
        )}
        {home !== null && !mayChange && <p className="mono">{clientId ?? 'None yet'}</p>}
      </div>
    </section>
  )
}
