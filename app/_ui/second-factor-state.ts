import type { PublicError } from '@/lib/errors'
import type { Qr } from './qr'

/** One step of setting up a second factor, as the server answered it. Secret and codes are in no address and no store. */
export interface EnrolState {
  error: Pick<PublicError, 'code' | 'say' | 'field'> | null
  /** What to scan or type, until the first code confirms it. */
  draft: { text: string; qr: Qr } | null
  /** Shown now and never again. */
  codes: readonly string[] | null
}

export const notBegun: EnrolState = { error: null, draft: null, codes: null }
