'use client'

import { useEffect, useRef } from 'react'
import { isUnattended } from '@/lib/tenants/unattended'
import type { RunView } from '@/lib/tenants/run-page-views'
import { PageTitle } from '../../../../../../_ui/page-title'
import { Stepper } from '../../../../../../_ui/stepper'
import { ByHandFace } from './by-hand-face'
import { CertificateFace } from './certificate-face'
import { CodeFace } from './code-face'
import { faceHeadingId } from './face-heading'
import { FinishedFace } from './finished-face'
import { LineLost } from './line-lost'
import { MicrosoftFace } from './microsoft-face'
import { PreparingFace } from './preparing-face'
import type { RunMessage } from './run-message'
import { announcementOf, faceOf, stageOf, stagesOf, titleOf } from './run-words'
import { StepsFace } from './steps-face'
import { useMayChange } from '../../../../../_parts/may-change'
import { useAnnouncement } from './use-announcement'
import { useRun } from './use-run'
import { useServerTime } from './use-server-time'
import { VerdictFace } from './verdict-face'

/** One run, from the code to the receipt: the sheet stays where it is while its body changes. */
export function RunLive({ first }: { first: RunMessage }) {
  const { message, line, offsetMs } = useRun(first, eventsAddress(first.view))
  const { view } = message
  const now = useServerTime(view.now, offsetMs)
  const spoken = useAnnouncement(sayWithTime(view, now))
  const face = faceOf(view)
  const shownFace = useRef(face)
  useEffect(() => {
    if (shownFace.current === face) return
    shownFace.current = face
    document.getElementById(faceHeadingId)?.focus()
  }, [face])
  return (
    <>
      <PageTitle>{titleOf(view)}</PageTitle>
      <div className="win">
        <header className="win-head">
          <span className="whose">
            {view.customer}
            {view.practice && <span className="tag">practice</span>}
          </span>
          {isUnattended(view.kind) ? null : (
            <Stepper steps={stagesOf(view)} current={stageOf(view)} allDone={face === 'finished'} />
          )}
        </header>
        <Body message={message} now={now} />
        <OnlyWatching />
        <p className="sr" role="status" aria-live="polite">
          {spoken}
        </p>
      </div>
      <LineLost line={line} />
    </>
  )
}

function OnlyWatching() {
  if (useMayChange()) return null
  return (
    <p className="win-foot fine">
      Your role is auditor: you may watch this run and not change it. An owner, a manager or an operator can.
    </p>
  )
}

function Body({ message: { view, qr }, now }: { message: RunMessage; now: number }) {
  const { receipt, verdict, byHand, certificateRequest, code, browser } = view
  const face = faceOf(view)
  if (face === 'finished' && receipt !== null) return <FinishedFace view={view} receipt={receipt} now={now} />
  if (face === 'by-hand' && byHand !== null) return <ByHandFace view={view} byHand={byHand} />
  if (face === 'certificate' && certificateRequest !== null)
    return <CertificateFace view={view} request={certificateRequest} />
  if (face === 'verdict' && verdict !== null) return <VerdictFace view={view} verdict={verdict} now={now} />
  if (face === 'code' && code !== null) return <CodeFace view={view} code={code} qr={qr} now={now} />
  if (face === 'microsoft' && browser !== null) return <MicrosoftFace view={view} browser={browser} now={now} />
  if (face === 'preparing') return <PreparingFace view={view} />
  return <StepsFace view={view} now={now} />
}

function eventsAddress({ tenantId, id }: RunView): string {
  return `/tenants/${tenantId}/runs/${id}/events`
}

/** The countdown is said at five minutes and at one, never second by second. */
function sayWithTime(view: RunView, now: number): string {
  const said = announcementOf(view)
  if (faceOf(view) !== 'code' || view.code === null) return said
  const left = Date.parse(view.code.expiresAt) - now
  if (left <= 60_000) return 'The code is valid for one more minute.'
  return left <= 300_000 ? 'The code is valid for five more minutes.' : said
}
