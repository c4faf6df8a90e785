import type { Evidence } from '../microsoft/observed'

/** How it ended, for people: a plain sentence, who must act, and the ways on; the first way is the primary one. */
export interface Verdict {
  reason: string
  status: 'ok' | 'failing' | 'waiting'
  title: string
  explanation: string
  who: string | null
  /** The heads of a comparison, where they are not “Expected” and “Found”. */
  compared?: readonly [string, string]
  /** Rows of a comparison “expected | signed in”, if that is what went wrong. */
  comparison: readonly { what: string; expected: string; found: string; differs: boolean }[]
  ways: readonly Way[]
  evidence: readonly Evidence[]
  /** Trace and correlation ids of Microsoft's answer, if it gave any. */
  reference: string | null
  /** “Nothing was written.” or what was. */
  written: string
}

export interface Way {
  kind:
    | 'new-code'
    | 'by-hand'
    | 'copy-text'
    | 'connect-other'
    | 'approve'
    | 'retry-proof'
    | 'back'
    | 'restore'
    | 'purge'
    | 'request-certificate'
    | 'take-over'
    | 'take-over-alone'
    | 'browser-sign-in'
  title: string
  explanation: string
  label: string
  /** For copy-text: the text ready to send. For connect-other: the domain. */
  text: string | null
}
