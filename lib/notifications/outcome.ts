/**
 * How one try ended. `again`: this failure may pass; `gone`: the receiver asked never to be called again (410). `answer`
 * is for the log: a status or the code of the wire, never what was sent.
 */
export type Outcome =
  | { status: 'accepted'; answer: string }
  | { status: 'again'; answer: string; askedSeconds: number | null }
  | { status: 'gone'; answer: string }

export function tryAgain(answer: string, askedSeconds: number | null = null): Outcome {
  return { status: 'again', answer, askedSeconds }
}
