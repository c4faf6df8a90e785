import type { ForeignAnswer } from '../errors'
import type { CodeView } from '../tenants/run-page-views'

/** Why a sign-in brought nothing, or what became of what it brought; for people. */
export interface RestoreEnding {
  /** Machine reason, for tests and the audit. */
  reason: string
  title: string
  text: string
  /** Microsoft's answer behind it. */
  answer: ForeignAnswer | null
}

export interface RestoreSignInView {
  id: string
  tenantId: string
  customer: string
  organizationName: string
  practice: boolean
  clientId: string
  /** As Microsoft will call it. */
  program: string
  scope: string
  operatorName: string
  /** The one who started it, and who alone may take the assertion. */
  mine: boolean
  phase: 'code' | 'ready' | 'taken' | 'ended'
  startedAt: string
  /** Server time of this view. */
  now: string
  code: Omit<CodeView, 'another'> | null
  signedInAs: { name: string; upn: string; roles: readonly string[] } | null
  /** Until then the assertion can be taken, once. */
  heldUntil: string | null
  ending: RestoreEnding | null
}

/** A line of the list. */
export type RestoreSignInLine = Pick<
  RestoreSignInView,
  'id' | 'customer' | 'organizationName' | 'phase' | 'startedAt' | 'operatorName' | 'ending'
>

export interface RestoreTenantChoice {
  tenantId: string
  customer: string
  domain: string
}
