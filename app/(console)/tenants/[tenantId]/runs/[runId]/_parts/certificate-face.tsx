'use client'

import { Download } from 'lucide-react'
import { useActionState } from 'react'
import type { CertificateRequestView, RunView } from '@/lib/tenants/run-page-views'
import { Button, ButtonLink } from '../../../../../../_ui/button'
import { CopyButton } from '../../../../../../_ui/copy-button'
import { StateIcon } from '../../../../../../_ui/state-icon'
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
          <CertificateFields refusal={state.error?.say ?? null} />
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

/** A file or its text; the refusal stands under both, because it is about what they hold. */
function CertificateFields({ refusal }: { refusal: string | null }) {
  const bad = refusal !== null ? true : undefined
  return (
    <div className="stack">
      <div className="field">
        <label htmlFor="certificate">The file that they sent back</label>
        <div className="input">
          <input
            id="certificate"
            name="certificate"
            type="file"
            accept=".pem,.crt,.cer,.der,.p7b,.p7c"
            aria-invalid={bad}
            aria-describedby="certificate-hint"
          />
        </div>
      </div>
      <div className="field">
        <label htmlFor="pasted">Or its text</label>
        <textarea
          id="pasted"
          name="pasted"
          className="input mono"
          rows={4}
          spellCheck={false}
          autoComplete="off"
          placeholder="-----BEGIN CERTIFICATE-----"
          aria-invalid={bad}
          aria-describedby="certificate-hint"
        />
        <p className={bad ? 'hint hint-bad' : 'hint'} id="certificate-hint">
          {bad && <StateIcon mark="fail" />}
          {refusal ?? 'PEM, DER or PKCS#7. It is checked before anything else happens.'}
        </p>
      </div>
    </div>
  )
}
