'use client'

import { useEffect, useRef, useState } from 'react'

const pauseMs = 5000

/** Text for the live region: follows `sentence`, but speaks at most once per 5 seconds and never the first one. */
export function useAnnouncement(sentence: string): string {
  const [spoken, setSpoken] = useState('')
  const first = useRef(sentence)
  const lastAt = useRef(0)
  useEffect(() => {
    if (sentence === first.current) return
    first.current = ''
    const timer = setTimeout(
      () => {
        lastAt.current = Date.now()
        setSpoken(sentence)
      },
      Math.max(0, lastAt.current + pauseMs - Date.now()),
    )
    return () => {
      clearTimeout(timer)
    }
  }, [sentence])
  return spoken
}
