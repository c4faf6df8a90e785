'use client'

import { useActionState } from 'react'
import { Button, ButtonLink } from '../../_ui/button'
import { ErrorPanel } from '../../_ui/error-panel'
import { Field } from '../../_ui/field'
import { RecoveryCodes, SecondFactorForm } from '../../_ui/second-factor-form'
import { notActed } from '../_parts/act-state'
import { formatCount } from '../_parts/formats'
import { enrolOwn, renewOwnCodes, turnOffOwn } from './actions'

/** Goes to the page anew: the codes leave it for good. */
function Kept() {
  return <ButtonLink href="/account">They are kept</ButtonLink>
}

interface SecondFactorProps {
  on: boolean
  codesLeft: number
  required: boolean
}

export function SecondFactor({ on, codesLeft, required }: SecondFactorProps) {
  return (
    <section className="card" aria-labelledby="factor-title">
      <div className="card-head">
        <h2 id="factor-title">Second factor</h2>
        <span className="note">{on ? `on, ${formatCount(codesLeft, 'recovery code')} left` : 'off'}</span>
      </div>
      <div className="card-body">
        {!on && (
          <p className="soft">
            {required
              ? 'An owner requires one of everybody. Your next sign-in sets it up, or do it now.'
              : 'With it, a password alone opens nothing. You need an authenticator app on your phone.'}
          </p>
        )}
        <SecondFactorForm action={enrolOwn} after={<Kept />} {...(on && { whenOn: <WhenOn /> })} />
      </div>
    </section>
  )
}

function WhenOn() {
  return (
    <div className="stack">
      <details className="raw">
        <summary>New recovery codes</summary>
        <NewCodes />
      </details>
      <details className="raw">
        <summary>Turn it off</summary>
        <TurnOff />
      </details>
    </div>
  )
}

function NewCodes() {
  const [{ error, codes }, submit, pending] = useActionState(renewOwnCodes, { error: null, codes: null })
  if (codes !== null) return <RecoveryCodes codes={codes} after={<Kept />} />
  const inField = error?.field === 'code'
  return (
    <form action={submit} className="factor-form" aria-label="New recovery codes">
      {error !== null && !inField && <ErrorPanel title={error.say} />}
      <Field
        name="code"
        label="Code of your authenticator app"
        hint="The old recovery codes are worth nothing afterwards"
        refusal={inField ? error.say : null}
        autoComplete="one-time-code"
        required
        maxLength={40}
      />
      <div>
        <Button type="submit" pending={pending}>
          Make ten new ones
        </Button>
      </div>
    </form>
  )
}

function TurnOff() {
  const [{ error }, submit, pending] = useActionState(turnOffOwn, notActed)
  const refusalOf = (field: string) => (error?.field === field ? error.say : null)
  const general = error !== null && refusalOf('password') === null && refusalOf('code') === null
  return (
    <form action={submit} className="factor-form" aria-label="Turn the second factor off">
      {general && <ErrorPanel title={error.say} />}
      <Field
        name="password"
        label="Your password"
        refusal={refusalOf('password')}
        type="password"
        autoComplete="current-password"
        required
        maxLength={256}
      />
      <OffCode refusal={refusalOf('code')} />
      <div>
        <Button type="submit" variant="danger" pending={pending}>
          Turn the second factor off
        </Button>
      </div>
    </form>
  )
}

function OffCode({ refusal }: { refusal: string | null }) {
  return (
    <Field
      name="code"
      id="off-code"
      label="Code of your authenticator app, or a recovery code"
      refusal={refusal}
      autoComplete="one-time-code"
      required
      maxLength={40}
    />
  )
}
