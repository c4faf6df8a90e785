'use client'

import { type ReactNode, useActionState } from 'react'
import { Button } from './button'
import { CopyButton } from './copy-button'
import { ErrorPanel } from './error-panel'
import { Field } from './field'
import { QrPicture } from './qr-picture'
import { type EnrolState, notBegun } from './second-factor-state'

interface SecondFactorFormProps {
  action: (before: EnrolState, form: FormData) => Promise<EnrolState>
  /** The way on, once the recovery codes are kept. */
  after: ReactNode
  /**
   * What stands here once one is on. The same component draws it, because without scripts the answer with the recovery
   * codes is a page on which it is on already.
   */
  whenOn?: ReactNode
  size?: 'md' | 'lg'
}

/** Scan, type the first code, keep the recovery codes. Works without scripts: each step is the answer to a form. */
export function SecondFactorForm({ action, after, whenOn, size = 'md' }: SecondFactorFormProps) {
  const [state, submit, pending] = useActionState(action, notBegun)
  const { error, draft, codes } = state
  if (codes !== null) return <RecoveryCodes codes={codes} after={after} />
  if (whenOn !== undefined) return whenOn
  return (
    <EnrolSteps error={error} draft={draft} submit={submit}>
      <Button type="submit" variant="primary" size={size} pending={pending}>
        {draft === null ? 'Set up the authenticator app' : 'Confirm this code'}
      </Button>
    </EnrolSteps>
  )
}

interface EnrolStepsProps extends Pick<EnrolState, 'error' | 'draft'> {
  submit: (form: FormData) => void
  children: ReactNode
}

function EnrolSteps({ error, draft, submit, children }: EnrolStepsProps) {
  const inField = draft !== null && error?.field === 'code'
  return (
    <form action={submit} className="factor-form" aria-label="Set up a second factor">
      {error !== null && !inField && <ErrorPanel title={error.say} />}
      <input type="hidden" name="step" value={draft === null ? 'begin' : 'confirm'} />
      {draft !== null && (
        <>
          <Scan draft={draft} />
          <Field
            name="code"
            label="The six digits that the app shows now"
            refusal={inField ? error.say : null}
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            maxLength={20}
          />
        </>
      )}
      <div>{children}</div>
    </form>
  )
}

function Scan({ draft }: { draft: NonNullable<EnrolState['draft']> }) {
  return (
    <div className="factor-scan">
      <QrPicture qr={draft.qr} label="QR code with the secret for your authenticator app" className="factor-qr" />
      <div>
        <p>
          Scan this with an authenticator app, such as Microsoft Authenticator, Google Authenticator or a password
          manager.
        </p>
        <p className="fine">No camera? Type this into the app. It is not shown again once it is confirmed.</p>
        <div className="copy-field">
          <code>{draft.text}</code>
          <CopyButton value={draft.text.replaceAll(' ', '')} what="Secret" />
        </div>
      </div>
    </div>
  )
}

/** Once, and with the reason: without them a lost phone locks out. */
export function RecoveryCodes({ codes, after }: { codes: readonly string[]; after: ReactNode }) {
  return (
    <div className="factor-form">
      <div role="status">
        <h2>Keep these ten recovery codes</h2>
        <p className="soft">
          Each signs you in once when the phone is not there. They are shown only now. Keep them where you keep
          passwords, not on that phone.
        </p>
      </div>
      <ul className="recovery-codes" aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="panel-ways">
        <CopyButton value={codes.join('\n')} label="Copy all ten" what="Recovery codes" />
        {after}
      </div>
    </div>
  )
}
