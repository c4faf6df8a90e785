'use client'

import { useEffect, useState } from 'react'

/**
 * Server time in milliseconds, ticking once a second. Until the clocks were compared it is the time of the rendered view, so that
 * server and browser draw the same; a wrong clock in the browser does not matter.
 */
export function useServerTime(renderedAt: string, offsetMs: number | null): number {
  const [now, setNow] = useState<number | null>(null)
  useEffect(() => {
    if (offsetMs === null) return
    const tick = () => {
      setNow(Date.now() + offsetMs)
    }
    const timer = setInterval(tick, 1000)
    return () => {
      clearInterval(timer)
    }
  }, [offsetMs])
  return Math.max(now ?? 0, Date.parse(renderedAt))
}
