'use client'

import { useActionState } from 'react'
import { Button } from '../../../_ui/button'
import { ErrorPanel } from '../../../_ui/error-panel'
import { SecondFactorForm } from '../../../_ui/second-factor-form'
import { enrolHalfway, goOn } from '../actions'

/** The codes stay on the page until the person goes on; a page loaded again in between can only go on. */
export function EnrolForm({ next, enrolled }: { next: string; enrolled: boolean }) {
  return (
    <SecondFactorForm
      action={enrolHalfway}
      after={<GoOn next={next} />}
      size="lg"
      {...(enrolled && { whenOn: <Again next={next} /> })}
    />
  )
}

function Again({ next }: { next: string }) {
  return (
    <div className="panel panel-ok factor-again">
      <p>
        Your second factor is on. If the recovery codes are gone from this page, make new ones on the page Your account.
      </p>
      <GoOn next={next} />
    </div>
  )
}

function GoOn({ next }: { next: string }) {
  const [state, submit, pending] = useActionState(goOn, { error: null })
  return (
    <form action={submit} aria-label="Go on">
      {state.error !== null && <ErrorPanel title={state.error.say} />}
      <input type="hidden" name="next" value={next} />
      <Button type="submit" variant="primary" pending={pending}>
        They are kept, go on
      </Button>
    </form>
  )
}
