import type { ForeignAnswer, PublicError } from '@/lib/errors'

/** What the form starts with, and what it shows again after a refusal. */
export interface ConnectValues {
  customer: string
  domain: string
  baseline: string
  workloads: readonly string[]
  /** An application that is there already: its client id, `earlier`, or nothing. */
  existing: string
}

export type FormError = Pick<PublicError, 'code' | 'say' | 'field' | 'answer'>

export interface ConnectState {
  error: FormError | null
  values: ConnectValues | null
}

export const untouched: ConnectState = { error: null, values: null }

/** The answer to “which tenant is this domain?”, as the field shows it. */
export type DomainAnswer =
  | { found: true; sentence: string; customer: string | null; knownTenantId: string | null }
  | { found: false; say: string; answer: ForeignAnswer | null }
