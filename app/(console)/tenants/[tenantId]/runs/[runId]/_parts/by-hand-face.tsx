'use client'

import { Download } from 'lucide-react'
import { useActionState } from 'react'
import type { ByHand, RunView } from '@/lib/tenants/run-page-views'
import { Button, ButtonLink } from '../../../../../../_ui/button'
import { Field } from '../../../../../../_ui/field'
import { CopyButton } from '../../../../../../_ui/copy-button'
import { notActed } from '../../../../../_parts/act-state'
import { useMayChange } from '../../../../../_parts/may-change'
import { StateIcon } from '../../../../../../_ui/state-icon'
import { takeApplication } from '../actions'
import { FaceHeading } from './face-heading'
import { MicrosoftAnswer } from './microsoft-answer'
import { WayForm } from './way-form'

const formId = 'bring-back'

/** The same without a code: a script or portal steps for their administrator, and the application id brought back. */
export function ByHandFace({ view, byHand }: { view: RunView; byHand: ByHand }) {
  const [state, submit, pending] = useActionState(takeApplication, notActed)
  const mayChange = useMayChange()
  return (
    <>
      <div className="win-body">
        <FaceHeading
          title={`Let an administrator of ${view.domain} set it up by hand`}
          text="The private key stays here. The certificate, the names and the permissions below are all they need; Latchkey then proves the result with the stored key."
        />
        <LastTry view={view} />
        <ScriptBlock byHand={byHand} downloads={`/tenants/${view.tenantId}/runs/${view.id}`} />
        <section aria-labelledby="portal-title" className="by-hand">
          <h2 id="portal-title">Or in Microsoft’s portal, step by step</h2>
          <ol className="dosteps">
            {byHand.steps.map((step) => (
              <li key={step}>
                <div>{step}</div>
              </li>
            ))}
          </ol>
          <CertificateLine byHand={byHand} downloads={`/tenants/${view.tenantId}/runs/${view.id}`} />
        </section>
        <form action={submit} id={formId} hidden={!mayChange}>
          <input type="hidden" name="runId" value={view.id} />
          <input type="hidden" name="tenantId" value={view.tenantId} />
          <Field
            name="applicationId"
            label="Application (client) id that they bring back"
            hint="The script prints it; in the portal it stands on the application’s overview page."
            refusal={state.error?.say ?? null}
            required
            maxLength={100}
            autoComplete="off"
            spellCheck={false}
            placeholder="00000000-0000-0000-0000-000000000000"
          />
        </form>
      </div>
      <footer className="win-foot">
        <WayForm run={view} act="new-code" label="Use a code after all" variant="quiet" />
        <WayForm run={view} act="cancel" label="Stop here" variant="quiet" />
        {mayChange && (
          <Button type="submit" form={formId} variant="primary" pending={pending}>
            {pending ? 'Handing it over' : 'Prove this application'}
          </Button>
        )}
      </footer>
    </>
  )
}

/** Why the last application id did not prove. */
function LastTry({ view: { verdict } }: { view: RunView }) {
  if (verdict === null || verdict.status !== 'failing') return null
  return (
    <>
      <div className="panel panel-fail panel-line">
        <StateIcon mark="fail" />
        <div>
          <b>{verdict.title}</b>
          <p>{verdict.explanation}</p>
        </div>
      </div>
      <MicrosoftAnswer verdict={verdict} />
    </>
  )
}

interface BlockProps {
  byHand: ByHand
  /** Address of the run, under which its downloads stand. */
  downloads: string
}

function ScriptBlock({ byHand, downloads }: BlockProps) {
  return (
    <section aria-labelledby="script-title">
      <div className="part-head">
        <h2 id="script-title">By a script, in PowerShell</h2>
        <CopyButton value={byHand.script} label="Copy script" what="Script" size="sm" />
        <ButtonLink href={`${downloads}/script`} size="sm" download>
          <Download className="i" aria-hidden />
          Download
        </ButtonLink>
      </div>
      <pre className="code-block script" tabIndex={0} aria-label="The script">
        {byHand.script}
      </pre>
    </section>
  )
}

function CertificateLine({ byHand, downloads }: BlockProps) {
  return (
    <dl className="made">
      <div>
        <dt>Application name</dt>
        <dd>
          <span>{byHand.applicationName}</span>
          <CopyButton value={byHand.applicationName} what="Application name" />
        </dd>
      </div>
      <div>
        <dt>Certificate</dt>
        <dd>
          <span>
            {byHand.certificateFileName}
            <small className="mono">{byHand.thumbprint}</small>
          </span>
          <ButtonLink href={`${downloads}/certificate`} size="sm" download>
            <Download className="i" aria-hidden />
            Download
          </ButtonLink>
        </dd>
      </div>
    </dl>
  )
}
