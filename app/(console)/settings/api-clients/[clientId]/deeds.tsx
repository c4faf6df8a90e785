import type { ClientView } from '@/lib/api-clients/client-view'
import { PublicKeyField } from '../proof-fields'
import { MachineForm } from './machine-form'

/** What ends the credential at once. None of it can be undone, so each says what follows. */
export function Deeds({ client: { id, key } }: { client: ClientView }) {
  return (
    <section className="card" aria-labelledby="deeds-title">
      <div className="card-head">
        <h2 id="deeds-title">Change</h2>
      </div>
      <div className="card-body stack">
        {key === null ? (
          <details className="pick-list">
            <summary>Replace the secret</summary>
            <p className="soft">The secret before, and every token that came of it, stop at once.</p>
            <MachineForm apiClientId={id} deed="renew" label="Make a new secret" />
          </details>
        ) : (
          <details className="pick-list">
            <summary>Replace the key</summary>
            <p className="soft">The key before, and every token that came of it, stop at once.</p>
            <MachineForm apiClientId={id} deed="replace-key" label="Use this key">
              <PublicKeyField />
            </MachineForm>
          </details>
        )}
        <details className="pick-list">
          <summary>Disable this client</summary>
          <p className="soft">Nothing of it works any more, for good. Who needs it again makes a new one.</p>
          <MachineForm apiClientId={id} deed="disable" label="Disable for good" variant="danger" />
        </details>
      </div>
    </section>
  )
}
