import type { Verdict, Way } from './verdict-views'

export const nothingWritten = 'Nothing was written.'

/** While the proof is missing. */
export const allWritten = 'Application, certificate and permissions stand in the tenant.'

/** Ways on that more than one ending offers. */
export const ways = {
  newCode: (explanation: string): Way => ({
    kind: 'new-code',
    title: 'Try again with a new code',
    explanation,
    label: 'Get a new code',
    text: null,
  }),
  byHand: (): Way => ({
    kind: 'by-hand',
    title: 'Set it up by hand',
    explanation: 'A script or a few clicks in Microsoft’s portal, by an administrator. Latchkey proves the result.',
    label: 'Set it up by hand',
    text: null,
  }),
  copy: (title: string, explanation: string, text: string): Way => ({
    kind: 'copy-text',
    title,
    explanation,
    label: 'Copy message',
    text,
  }),
}

/** A verdict with what most of them share: failing, nothing compared, nothing written. */
export function verdict(
  given: Pick<Verdict, 'reason' | 'title' | 'explanation' | 'who' | 'ways'> & Partial<Verdict>,
): Verdict {
  return { status: 'failing', comparison: [], evidence: [], reference: null, written: nothingWritten, ...given }
}
