'use client'

import { useState } from 'react'
import { Button } from '../../../../_ui/button'

/** Copy and download: whichever comes first is the only one. A download works without scripts. */
export function TakeOnce({ signInId }: { signInId: string }) {
  const [said, setSaid] = useState('')
  const [kept, setKept] = useState<string | null>(null)
  const address = `/restore/${signInId}/assertion`
  const copy = async () => {
    const answer = await fetch(`${address}?how=copied`, { method: 'POST' })
    const text = await answer.text()
    if (!answer.ok) {
      setSaid('It could not be taken any more. Load this page again.')
      return
    }
    try {
      await navigator.clipboard.writeText(text)
      setSaid('Copied. Latchkey has dropped it.')
    } catch {
      setKept(text)
      setSaid('The browser did not copy it. Copy it from here now: it is shown this once.')
    }
  }
  return (
    <div className="stack">
      <form method="post" action={address} className="stack" aria-label="Download the assertion">
        <div>
          <Button
            variant="primary"
            onClick={() => {
              void copy()
            }}
          >
            Copy once
          </Button>{' '}
          <Button type="submit">Download once</Button>
        </div>
      </form>
      <p role="status">{said}</p>
      {kept !== null && <textarea className="input" rows={6} readOnly value={kept} aria-label="The assertion" />}
    </div>
  )
}
