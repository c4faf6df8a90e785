'use client'

import { Download } from 'lucide-react'
import { useActionState } from 'react'
import type { CertificateRequestView, RunView } from '@/lib/tenants/run-page-views'
import { Button, ButtonLink } from '../../../../../../_ui/button'
import { CopyButton } from '../../../../../../_ui/copy-button'
import { FileOrTextFields } from '../../../../../../_ui/file-or-text-fields'
import { notActed } from '../../../../../_parts/act-state'
import { takeCertificate } from '../actions'
import { FaceHeading } from './face-heading'
import { WayForm } from './way-form'

const formId = 'bring-certificate'

interface CertificateFaceProps {
  view: RunView
  request: CertificateRequestView
}

/** The way to a certificate of the customer's own authority: the request out, the signed certificate back in. */
export function CertificateFace({ view, request }: CertificateFaceProps) {
  const [state, submit, pending] = useActionState(takeCertificate, notActed)
  return (
    <>
      <div className="win-body">
        <FaceHeading
          title={`Let the certificate authority of ${view.customer} sign this request`}
          text="The private key was made here and stays here. They sign its public half; that may take days, and this page waits. Nothing was written in the tenant for it."
        />
        <RequestOut view={view} request={request} />
        <form action={submit} id={formId} className="by-hand">
          <h2>Bring the signed certificate back</h2>
          <input type="hidden" name="runId" value={view.id} />
          <input type="hidden" name="tenantId" value={view.tenantId} />
          <div className="stack">
            <FileOrTextFields
              name="certificate"
              label="The file that they sent back"
              accept=".pem,.crt,.cer,.der,.p7b,.p7c"
              textLabel="Or its text"
              placeholder="-----BEGIN CERTIFICATE-----"
              hint="PEM, DER or PKCS#7. It is checked before anything else happens."
              refusal={state.error?.say ?? null}
            />
          </div>
        </form>
      </div>
      <footer className="win-foot">
        <p>Then a new code appears: an administrator signs in once more.</p>
        <WayForm run={view} act="cancel" label="Stop here" variant="quiet" />
        <Button type="submit" form={formId} variant="primary" pending={pending}>
          {pending ? 'Checking it' : 'Use this certificate'}
        </Button>
      </footer>
    </>
  )
}

function RequestOut({ view, request }: CertificateFaceProps) {
  const { fileName, subject, maxLifetimeDays, letter, pem } = request
  return (
    <section aria-labelledby="request-title" className="by-hand">
      <div className="part-head">
        <h2 id="request-title">The request</h2>
        <CopyButton value={letter} label="Copy message" what="Message" size="sm" />
        <ButtonLink href={`/tenants/${view.tenantId}/runs/${view.id}/request`} size="sm" download>
          <Download className="i" aria-hidden />
          Download
        </ButtonLink>
      </div>
      <dl className="made">
        <div>
          <dt>File</dt>
          <dd>
            <span>
              {fileName}
              <small className="mono">{subject}</small>
            </span>
          </dd>
        </div>
        <div>
          <dt>Longest life</dt>
          <dd>
            {maxLifetimeDays === null ? 'what their rules allow' : `${maxLifetimeDays} days, by a policy of the tenant`}
          </dd>
        </div>
      </dl>
      <details className="raw">
        <summary>The message, to be read before it is sent</summary>
        <pre>{letter}</pre>
      </details>
      <details className="raw">
        <summary>The request as text</summary>
        <pre>{pem}</pre>
      </details>
    </section>
  )
}
