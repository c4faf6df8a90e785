'use client'

import { useEffect, useState } from 'react'
import { runEvents, type RunMessage } from './run-message'
import { isLive } from './run-words'

/** `line` tells whether the page still hears the server: `lost` mends itself, `over` needs a sign-in. */
export interface LiveRun {
  message: RunMessage
  line: 'open' | 'lost' | 'over'
  /** Server clock minus browser clock in milliseconds, measured at the last event; null until one came. */
  offsetMs: number | null
}

/**
 * Follows a run by server-sent events. The browser reconnects by itself; after the end of the run nothing more is asked.
 * `fresh` is what the server rendered last; a newer one (after an action without events) replaces what is shown.
 */
export function useRun(fresh: RunMessage, address: string): LiveRun {
  const [shown, setShown] = useState(fresh)
  const [rendered, setRendered] = useState(fresh)
  const [line, setLine] = useState<LiveRun['line']>('open')
  const [offsetMs, setOffsetMs] = useState<number | null>(null)
  if (rendered !== fresh) {
    setRendered(fresh)
    if (fresh.view.now >= shown.view.now) setShown(fresh)
  }
  const live = isLive(shown.view)
  useEffect(() => {
    if (!live) return
    const source = new EventSource(address)
    source.addEventListener(runEvents.view, (event: MessageEvent<string>) => {
      const message = JSON.parse(event.data) as RunMessage
      setOffsetMs(Date.parse(message.view.now) - Date.now())
      setShown(message)
      setLine('open')
    })
    source.addEventListener(runEvents.over, () => {
      source.close()
      setLine('over')
    })
    source.addEventListener('open', () => {
      setLine('open')
    })
    source.addEventListener('error', () => {
      setLine(source.readyState === EventSource.CLOSED ? 'over' : 'lost')
    })
    return () => {
      source.close()
    }
  }, [address, live])
  return { message: shown, line, offsetMs }
}
