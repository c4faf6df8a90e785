import { useEffect, useState } from 'react'
import type { FleetFind } from '@/lib/tenants/fleet-views'

const pauseMs = 200
const deadlineMs = 10_000

export interface Found extends FleetFind {
  /** What was asked; older than what is typed while an answer is on its way. */
  words: string
  /** Why there is no answer, in a sentence. */
  failure: string | null
}

/** Asks the server when the typing pauses. An answer to older words never replaces one to newer words. */
export function useFound(words: string): Found | null {
  const [found, setFound] = useState<Found | null>(null)
  useEffect(() => {
    let isCurrent = true
    const asking = async () => {
      const next = await ask(words)
      if (isCurrent) setFound(next)
    }
    const timer = setTimeout(() => void asking(), words === '' ? 0 : pauseMs)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [words])
  return found
}

async function ask(words: string): Promise<Found> {
  const failed = (failure: string) => ({ words, failure, tenants: [], matching: 0 })
  try {
    const answer = await fetch(`/find?q=${encodeURIComponent(words)}`, { signal: AbortSignal.timeout(deadlineMs) })
    const body: unknown = await answer.json()
    return answer.ok ? { words, failure: null, ...(body as FleetFind) } : failed((body as { title: string }).title)
  } catch {
    return failed('Latchkey did not answer.')
  }
}
