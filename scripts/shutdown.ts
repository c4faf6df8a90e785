import { commandOf, isAlive, markOf, parentOf, type ProcessMark } from '@/lib/db/process-mark'

type Closer = (isForced: boolean) => Promise<void>

export interface Shutdown {
  /** Ended together, before what `last` names: the portal must not lose its database while it still answers. */
  first(closer: Closer): void
  last(closer: Closer): void
  readonly begun: Promise<void>
  readonly hasBegun: boolean
  /** Fires when it begins. */
  readonly signal: AbortSignal
  /** Throws when a signal came meanwhile, so that nothing more is started. */
  refuseIfBegun(): void
  finish(): Promise<void>
}

/** Ctrl-C, SIGTERM and a closed terminal end everything in order; a second signal ends it at once. */
export function createShutdown(): Shutdown {
  const [first, last]: [Closer[], Closer[]] = [[], []]
  let hasBegun = false
  const aborting = new AbortController()
  let begin: () => void = () => undefined
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const close = (closers: Closer[], isForced: boolean) => Promise.allSettled(closers.map((closer) => closer(isForced)))
  let ending: Promise<unknown> | undefined
  const endFirst = () => (ending ??= close(first, false))
  const onSignal = () => {
    if (hasBegun) {
      void Promise.all([close(first, true), close(last, true)]).then(() => process.exit(1))
      return
    }
    hasBegun = true
    console.log('\nStopping …')
    begin()
    aborting.abort()
    void endFirst()
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal)
  onNpmGone(() => {
    if (!hasBegun) onSignal()
  })
  process.stdout.on('error', () => undefined) // a closed terminal takes no more lines
  process.stderr.on('error', () => undefined)
  return {
    first: (closer) => void first.push(closer),
    last: (closer) => void last.push(closer),
    begun,
    signal: aborting.signal,
    get hasBegun() {
      return hasBegun
    },
    refuseIfBegun: () => {
      if (hasBegun) throw new Error('Stopped while starting.')
    },
    finish: async () => {
      await endFirst()
      await close(last, false)
    },
  }
}

/** npm dies of SIGTERM and SIGHUP without passing them on: what it started ends with it. Its `sh -c` may stand between. */
function onNpmGone(end: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return
  const above = commandOf(process.ppid).includes('-c') ? [process.ppid, parentOf(process.ppid)] : [process.ppid]
  const marks = above.map((pid) => markOf(pid ?? 0)).filter((mark): mark is ProcessMark => mark !== undefined)
  const timer = setInterval(() => {
    if (marks.every(isAlive)) return
    clearInterval(timer)
    end()
  }, 300)
  timer.unref()
}
