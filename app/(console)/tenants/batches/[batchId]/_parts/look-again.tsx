'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Reads the page again while something is at work; without scripts a link does it. */
export function LookAgain({ seconds }: { seconds: number }) {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => {
      router.refresh()
    }, seconds * 1000)
    return () => {
      clearInterval(timer)
    }
  }, [router, seconds])
  return null
}
