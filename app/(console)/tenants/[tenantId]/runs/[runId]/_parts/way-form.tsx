'use client'

import { useActionState } from 'react'
import type { Way } from '@/lib/tenants/verdict-views'
import { Button } from '../../../../../../_ui/button'
import { notActed } from '../../../../../_parts/act-state'
import { useMayChange } from '../../../../../_parts/may-change'
import { Refusal } from '../../../../../_parts/refusal'
import { takeWay } from '../actions'

interface WayFormProps {
  run: { id: string; tenantId: string }
  act: Exclude<Way['kind'], 'copy-text' | 'connect-other' | 'back' | 'browser-sign-in'> | 'cancel'
  label: string
  variant?: 'primary' | 'plain' | 'quiet'
  size?: 'sm' | 'md'
}

/**
 * One way on: a button that asks the server, works without scripts, and says in words why it did not work. Not there for
 * who may only look; the sheet says so once.
 */
export function WayForm({ run, act, label, variant = 'plain', size = 'md' }: WayFormProps) {
  const [state, submit, pending] = useActionState(takeWay, notActed)
  if (!useMayChange()) return null
  return (
    <form action={submit} className="way-form">
      <input type="hidden" name="runId" value={run.id} />
      <input type="hidden" name="tenantId" value={run.tenantId} />
      <input type="hidden" name="act" value={act} />
      <Button type="submit" variant={variant} size={size} pending={pending}>
        {label}
      </Button>
      <Refusal error={state.error} />
    </form>
  )
}
