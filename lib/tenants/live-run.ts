/** A run that this process owns. What a sign-in gives lives in its closure, and is dropped when it ends, however it ends. */
export interface LiveRun {
  runId: string
  /** Ends the run's work: the person stopped it, the lease was lost, or the portal shuts down. */
  abort: AbortController
  /** Settles when the run rests: ended, waiting for a person, or given up. Never rejects. */
  rest: Promise<void>
}
