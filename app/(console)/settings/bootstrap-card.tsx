import type { SettingsView } from '@/lib/settings/settings'
import { CopyButton } from '../../_ui/copy-button'
import { ClientForm } from './client-form'

/** Which program asks for the administrator's sign-in, and the form to change it. */
export function BootstrapCard({ settings }: { settings: SettingsView }) {
  const { bootstrapClientId, isDefault, updatedAt, mayChange } = settings
  return (
    <section className="card" aria-labelledby="bootstrap-title">
      <div className="card-head">
        <h2 id="bootstrap-title">The program that asks with a code</h2>
        {updatedAt !== null && (
          <span className="note">
            changed <time dateTime={updatedAt}>{dayOf(updatedAt)}</time>
          </span>
        )}
      </div>
      <div className="card-body stack">
        <p className="soft">
          Before Latchkey’s own application stands in a tenant, a program that Microsoft already knows must ask the
          administrator to sign in. {isDefault ? 'Now it is Microsoft Azure CLI, the default.' : 'Now it is your own.'}
        </p>
        <dl className="facts">
          <div className="fact">
            <dt>Application (client) ID</dt>
            <dd>
              <span>{bootstrapClientId}</span>
              <CopyButton value={bootstrapClientId} what="Client id" />
            </dd>
          </div>
        </dl>
        {mayChange ? (
          <ClientForm clientId={isDefault ? '' : bootstrapClientId} />
        ) : (
          <p className="fine">Only an owner may change this.</p>
        )}
      </div>
    </section>
  )
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })

function dayOf(iso: string): string {
  return day.format(new Date(iso))
}
