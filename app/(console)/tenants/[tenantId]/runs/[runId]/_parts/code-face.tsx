'use client'

import { ExternalLink } from 'lucide-react'
import type { CodeView, RunView } from '@/lib/tenants/run-page-views'
import { ButtonLink } from '../../../../../../_ui/button'
import { CopyButton } from '../../../../../../_ui/copy-button'
import type { Qr } from '../../../../../../_ui/qr'
import { QrPicture } from '../../../../../../_ui/qr-picture'
import { StateIcon } from '../../../../../../_ui/state-icon'
import { formatCount, formatCountdown } from '../../../../../_parts/formats'
import { FaceHeading } from './face-heading'
import { isRemoval, mayGoByHand } from './run-words'
import { MicrosoftLink } from './microsoft-link'
import { WayForm } from './way-form'

interface CodeFaceProps {
  view: RunView
  code: CodeView
  qr: Qr | null
  /** Server time in milliseconds. */
  now: number
}

/** The code, how long it lives, where it is typed, and whether somebody has signed in yet. */
export function CodeFace({ view, code, qr, now }: CodeFaceProps) {
  return (
    <>
      <div className="win-body">
        <FaceHeading
          title="Sign in at Microsoft with this code"
          text={`An administrator of ${view.domain} does this: ${whoMay(view)}.`}
        />
        <CodeBox code={code} now={now} afterwards={afterwards(code)} />
        <div className="go-link">
          <Steps view={view} code={code} />
          {qr !== null && (
            <QrPicture qr={qr} label={`QR code of the link ${code.verificationUri}. It does not carry the code.`} />
          )}
        </div>
        <LiveBar code={code} now={now} />
      </div>
      <footer className="win-foot">
        <WayForm run={view} act="cancel" label="Stop here" variant="quiet" />
        {mayGoByHand(view) && <WayForm run={view} act="by-hand" label="Set it up by hand instead" variant="quiet" />}
        {view.browser !== null && <MicrosoftLink run={view} label="Sign in here instead" variant="quiet" />}
        <ButtonLink href={code.verificationUri} variant="primary" newTab>
          Open Microsoft’s page
          <ExternalLink className="i" aria-hidden />
        </ButtonLink>
      </footer>
    </>
  )
}

function whoMay(view: RunView): string {
  return isRemoval(view)
    ? 'a Global Administrator or an Application Administrator'
    : 'a Global Administrator, or a Privileged Role Administrator who may register applications'
}

/** The last code of a row is followed by a person's decision. */
function afterwards({ another }: CodeView): string {
  return another ? 'a new code appears here by itself' : 'this run waits until you ask for a new code'
}

/** The code in large letters and how long it lives; `afterwards` says what comes after. */
export function CodeBox({
  code,
  now,
  afterwards,
}: {
  code: Pick<CodeView, 'userCode' | 'expiresAt' | 'lifetimeSeconds'>
  now: number
  afterwards: string
}) {
  const left = Math.max(0, Date.parse(code.expiresAt) - now)
  const groups = splitCode(code.userCode)
  return (
    <div className="codebox">
      <div className="usercode">
        <output aria-label={`Sign-in code: ${Array.from(code.userCode).join(' ')}`}>
          {groups.map((group, index) => (
            <span key={`${index}${group}`}>{group}</span>
          ))}
        </output>
        <CopyButton value={code.userCode} label="Copy code" what="Sign-in code" />
      </div>
      <div className="countdown">
        <p>
          {left > 0 ? (
            <>
              Valid for{' '}
              <b role="timer" aria-live="off">
                {formatCountdown(left)}
              </b>{' '}
              more. Then {afterwards}.
            </>
          ) : (
            `This code has ended; ${afterwards}.`
          )}
        </p>
        <progress
          className="track"
          max={code.lifetimeSeconds}
          value={Math.min(code.lifetimeSeconds, Math.ceil(left / 1000))}
          aria-label="Time left for this code"
        />
      </div>
    </div>
  )
}

/** Three groups are easier to read aloud; the gaps are drawn, not copied. */
function splitCode(code: string): readonly string[] {
  const size = Math.max(1, Math.ceil(code.length / 3))
  return [code.slice(0, size), code.slice(size, 2 * size), code.slice(2 * size)].filter((group) => group !== '')
}

function Steps({ view, code }: { view: RunView; code: CodeView }) {
  return (
    <ol className="dosteps">
      <li>
        <div>
          Open{' '}
          <a href={code.verificationUri} target="_blank" rel="noreferrer">
            <b>{withoutScheme(code.verificationUri)}</b>
          </a>
          <small>On any device. The picture carries the link, not the code.</small>
        </div>
      </li>
      <li>
        <div>
          Type the code
          <small>
            Microsoft will name the program “{view.program}”. That is expected: it is the tool that registers our
            application.
          </small>
        </div>
      </li>
      <li>
        <div>
          Pick the account of <b>{view.domain}</b>
          <small>If another account is already signed in, use a private window.</small>
        </div>
      </li>
    </ol>
  )
}

function withoutScheme(link: string): string {
  return link.replace(/^https?:\/\//, '').replace(/\/$/, '')
}

function LiveBar({ code, now }: { code: CodeView; now: number }) {
  const seconds = code.lastPollAt === null ? null : Math.max(0, Math.floor((now - Date.parse(code.lastPollAt)) / 1000))
  const pace = code.pollSeconds === 1 ? 'every second' : `every ${String(code.pollSeconds)} seconds`
  return (
    <div className="live-bar panel panel-run">
      <StateIcon mark="run" />
      <div>
        Nobody has signed in yet
        <small>
          Latchkey asks Microsoft {pace}
          {seconds === null ? '' : `, last ${formatCount(seconds, 'second')} ago`}. This page follows by itself.
        </small>
      </div>
    </div>
  )
}
