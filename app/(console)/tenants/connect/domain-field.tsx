'use client'

import Link from 'next/link'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { AnswerIds } from '../../../_ui/answer-ids'
import { StateIcon } from '../../../_ui/state-icon'
import { askDomain } from '../actions'
import type { DomainAnswer, FormError } from './connect-state'

interface DomainFieldProps {
  domain: string
  /** The reason why the form was refused, if it was this field's. */
  refusal: FormError | null
  /** A reconfiguration keeps its tenant. */
  fixed: boolean
  onChange: (domain: string) => void
  /** Told when the tenant is known: whose it is. */
  onCustomer: (customer: string) => void
}

/** Asks Microsoft when the field is left; the hint turns into what Microsoft said, or into the reason and a way out. */
export function DomainField({ domain, refusal, fixed, onChange, onCustomer }: DomainFieldProps) {
  const [answer, setAnswer] = useState<DomainAnswer | 'asking' | null>(null)
  const asked = useRef('')
  const ask = async () => {
    const wanted = domain.trim()
    if (wanted === '' || wanted === asked.current) return
    asked.current = wanted
    setAnswer('asking')
    const said = await askDomain(wanted).catch((): DomainAnswer => ({ found: false, say: unreachable, answer: null }))
    if (asked.current !== wanted) return
    setAnswer(said)
    if (said.found && said.customer !== null) onCustomer(said.customer)
  }
  const askAtFirst = useEffectEvent(() => {
    if (!fixed) void ask()
  })
  useEffect(() => {
    askAtFirst()
  }, [])
  const refused: DomainAnswer | null =
    refusal === null ? null : { found: false, say: refusal.say, answer: refusal.answer ?? null }
  const shown = answer ?? refused
  const bad = shown !== null && shown !== 'asking' && !shown.found
  return (
    <div className="field">
      <label htmlFor="domain">Their domain</label>
      <input
        className="input"
        id="domain"
        name="domain"
        value={domain}
        readOnly={fixed}
        onChange={(event) => {
          asked.current = ''
          setAnswer(null)
          onChange(event.target.value)
        }}
        onBlur={() => void ask()}
        required
        maxLength={253}
        placeholder="customer.com"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        autoComplete="off"
        aria-invalid={bad ? true : undefined}
        aria-describedby="domain-hint"
      />
      <DomainHint shown={shown} fixed={fixed} />
    </div>
  )
}

const unreachable = 'Latchkey could not be reached. Leave the field once more to try again.'

function DomainHint({ shown, fixed }: { shown: DomainAnswer | 'asking' | null; fixed: boolean }) {
  if (shown === null) {
    return (
      <p className="hint" id="domain-hint">
        {fixed ? 'Stays as it is: this is the tenant you reconfigure' : 'Any domain of their Microsoft 365'}
      </p>
    )
  }
  if (shown === 'asking') {
    return (
      <p className="hint" id="domain-hint" role="status">
        Asking Microsoft which tenant this is, at most 30 seconds
      </p>
    )
  }
  return (
    <div className={shown.found ? 'hint hint-ok' : 'hint hint-bad'} id="domain-hint" role="status">
      <StateIcon mark={shown.found ? 'ok' : 'fail'} />
      {shown.found ? <Found answer={shown} /> : <NotFound answer={shown} />}
    </div>
  )
}

function Found({ answer: { sentence, knownTenantId } }: { answer: Extract<DomainAnswer, { found: true }> }) {
  return (
    <span>
      {sentence}
      {knownTenantId !== null && (
        <>
          . Already here: <Link href={`/tenants/${knownTenantId}`}>look at it</Link>, or go on to reconfigure it
        </>
      )}
    </span>
  )
}

function NotFound({ answer: { say, answer } }: { answer: Extract<DomainAnswer, { found: false }> }) {
  return (
    <div>
      <p>{say}</p>
      {answer !== null && <AnswerIds answer={answer} />}
    </div>
  )
}
