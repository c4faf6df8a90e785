'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button'

interface CopyButtonProps {
  value: string
  /** Names the thing for readers: “Application id”. */
  what: string
  /** With a label it is a whole button, without one an icon. */
  label?: string
  variant?: 'primary' | 'plain' | 'quiet'
  size?: 'sm' | 'md'
}

const shownMs = 2000

type Outcome = 'none' | 'copied' | 'refused'

/** Copies, shows a check for two seconds and says what was copied. A refusal of the browser is said too. */
export function CopyButton({ value, what, label, variant = 'plain', size = 'md' }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>('none')
  useEffect(() => {
    if (outcome === 'none') return
    const timer = setTimeout(() => {
      setOutcome('none')
    }, shownMs)
    return () => {
      clearTimeout(timer)
    }
  }, [outcome])
  const copy = () => {
    void writeClipboard(value).then((done) => {
      setOutcome(done ? 'copied' : 'refused')
    })
  }
  const icon = outcome === 'copied' ? <Check className="i" aria-hidden /> : <Copy className="i" aria-hidden />
  const said = outcome === 'none' ? '' : outcome === 'copied' ? `${what} copied` : `The browser did not copy ${what}`
  return (
    <>
      {label === undefined ? (
        <button type="button" className="copy" data-outcome={outcome} onClick={copy} title={`Copy ${what}`}>
          {icon}
          <span className="sr">Copy {what}</span>
        </button>
      ) : (
        <Button variant={variant} size={size} onClick={copy}>
          {icon}
          {label}
        </Button>
      )}
      <span className="sr" role="status">
        {said}
      </span>
    </>
  )
}

/** Absent on plain http to another machine, where browsers offer no clipboard. */
async function writeClipboard(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value)
    return true
  } catch {
    return false
  }
}
