'use client'

import { Plus, Printer, ShieldCheck } from 'lucide-react'
import type { Receipt, RunView } from '@/lib/tenants/run-page-views'
import { Button, ButtonLink } from '../../../../../../_ui/button'
import { CopyButton } from '../../../../../../_ui/copy-button'
import { StateIcon } from '../../../../../../_ui/state-icon'
import { markOf, stateNames } from '../../../../../_parts/state-words'
import { FaceHeading } from './face-heading'
import { finishedTitle, isRemoval } from './run-words'
import { StepList } from './step-list'

/** What exists now, what was proved and when, and what comes next. Prints as a receipt. */
export function FinishedFace({ view, receipt, now }: { view: RunView; receipt: Receipt; now: number }) {
  return (
    <>
      <div className="win-body">
        <FaceHeading mark="ok" title={finishedTitle(view)} text={receipt.sentence} />
        <dl className="made">
          {receipt.rows.map((row) => (
            <ReceiptRow key={row.label} row={row} />
          ))}
        </dl>
        <ul className="promise panel panel-ok">
          {receipt.promises.map((promise) => (
            <li key={promise}>
              <ShieldCheck className="i" aria-hidden />
              <span>{promise}</span>
            </li>
          ))}
        </ul>
        <details className="raw">
          <summary>Every step and Microsoft’s answers</summary>
          <StepList steps={view.steps} now={now} />
        </details>
      </div>
      <footer className="win-foot">
        <ButtonLink href="/tenants/connect" variant="quiet">
          <Plus className="i" aria-hidden />
          Connect another
        </ButtonLink>
        <Button
          onClick={() => {
            window.print()
          }}
        >
          <Printer className="i" aria-hidden />
          Print this receipt
        </Button>
        {view.kind === 'restore' && (
          <ButtonLink href={`/tenants/${view.homeId}#restore`} variant="primary">
            To the tenant
          </ButtonLink>
        )}
        {view.kind !== 'restore' && isRemoval(view) && (
          <ButtonLink href="/tenants/former" variant="primary">
            All that were taken back
          </ButtonLink>
        )}
        {view.kind !== 'restore' && !isRemoval(view) && (
          <ButtonLink href={`/tenants/${view.tenantId}#backup-server`} variant="primary">
            Give it to the backup server
          </ButtonLink>
        )}
      </footer>
    </>
  )
}

function ReceiptRow({ row }: { row: Receipt['rows'][number] }) {
  return (
    <div>
      <dt>{row.label}</dt>
      <dd>
        {row.status !== 'ok' && <StateIcon mark={markOf[row.status]} />}
        <span>
          {row.status !== 'ok' && <span className="sr">{stateNames[row.status]}: </span>}
          {row.value}
          {row.note !== undefined && <small>{row.note}</small>}
          {row.mono !== null && <small className="mono">{row.mono}</small>}
        </span>
        {row.copy !== null && <CopyButton value={row.copy} what={row.label} />}
      </dd>
    </div>
  )
}
