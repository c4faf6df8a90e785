import '../../../console.css'
import '../changes.css'
import { Download } from 'lucide-react'
import { may } from '@/lib/staff/permissions'
import type { ServerKeyLine } from '@/lib/tenants/server-key-view'
import { getServerKeys } from '@/lib/tenants/server-keys'
import { requireOperator } from '../../../../_edge/session'
import { ButtonLink } from '../../../../_ui/button'
import { ActForm } from '../../../_parts/act-form'
import { OnlyLooking } from '../../../_parts/only-looking'
import { orNotFound } from '../../../_parts/or-not-found'
import { removeServerCertificate } from './actions'
import { BringForm } from './bring-form'
import { PageTitle } from '../../../../_ui/page-title'

/** Keys that backup servers own on this tenant's application: what stands there, and one more. */
export default async function ServerKeysPage({ params }: { params: Promise<{ tenantId: string }> }) {
  const operator = await requireOperator()
  const { tenantId } = await params
  if (!may(operator, 'tenants.change')) {
    return (
      <>
        <PageTitle>Backup servers’ certificates</PageTitle>
        <OnlyLooking role={operator.role} what="this tenant" />
      </>
    )
  }
  const view = await orNotFound(getServerKeys(operator, tenantId))
  return (
    <div className="journey">
      <PageTitle>Backup servers’ certificates</PageTitle>
      <div className="win">
        <header className="win-head">
          <span className="whose">
            {view.customer}
            {view.practice && <span className="tag">practice</span>}
          </span>
        </header>
        <div className="win-body">
          <h1>Certificates of backup servers</h1>
          <p>
            For a server that must own a key. Its private key stays on it; only the public half comes here and stands on
            the application of {view.domain}. A server that can ask for tokens needs none of this.
          </p>
          {view.keys.map((line) => (
            <KeyPanel key={line.id} tenantId={tenantId} line={line} />
          ))}
          {view.connected ? (
            <>
              <h2>Add one</h2>
              <BringForm tenantId={tenantId} />
            </>
          ) : (
            <p>This tenant is not connected, so there is no application to put one on.</p>
          )}
        </div>
        <footer className="win-foot">
          <ButtonLink href={`/tenants/${tenantId}`}>Back to the tenant</ButtonLink>
        </footer>
      </div>
    </div>
  )
}

const stateWords: Readonly<Record<ServerKeyLine['state'], string>> = {
  standing: 'Stands on the application.',
  waiting: 'Waits: the next Reconfigure puts it there.',
  leaving: 'Waits: the next Reconfigure takes it off.',
}

function KeyPanel({ tenantId, line }: { tenantId: string; line: ServerKeyLine }) {
  const { id, name, state, why, sha1, notAfter, addedBy } = line
  return (
    <section className="card" aria-label={name}>
      <div className="card-head">
        <h2>{name}</h2>
        <a className="right" href={`/tenants/${tenantId}/server-keys/${id}`} download>
          <Download className="i i-sm" aria-hidden /> Download
        </a>
      </div>
      <div className="card-body">
        <p>
          {stateWords[state]} {why}
        </p>
        <dl className="made">
          <div>
            <dt>Ends on</dt>
            <dd>{notAfter.slice(0, 10)}</dd>
          </div>
          <div>
            <dt>SHA-1</dt>
            <dd>
              <span className="mono">{sha1}</span>
            </dd>
          </div>
          <div>
            <dt>Brought by</dt>
            <dd>{addedBy}</dd>
          </div>
        </dl>
        {state !== 'leaving' && (
          <ActForm
            action={removeServerCertificate}
            fields={{ tenantId, id }}
            label="Remove"
            ariaLabel={`Remove ${name}`}
            variant="danger"
          />
        )}
      </div>
    </section>
  )
}
