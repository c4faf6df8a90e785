'use client'

import { useEffect, useRef } from 'react'
import { Button, ButtonLink } from './button'
import { ErrorPanel } from './error-panel'
import { PageTitle } from './page-title'

export interface PageErrorProps {
  error: Error & { digest?: string }
  reset: () => void
}

/** A page that failed. What went wrong is in the log under this number; its text stays there. */
export function PageError({ error, reset }: PageErrorProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus()
  }, [])
  return (
    <div className="column stack">
      <PageTitle>This page could not be shown</PageTitle>
      <h1 ref={heading} tabIndex={-1}>
        This page could not be shown
      </h1>
      <ErrorPanel
        title="Something went wrong on our side. It was recorded."
        text="Nothing that was saved is lost, and runs go on by themselves. If it stays, the log of the portal says why."
      >
        <Button variant="primary" onClick={reset}>
          Try again
        </Button>
        <ButtonLink href="/">Go to the fleet</ButtonLink>
      </ErrorPanel>
      {error.digest !== undefined && (
        <p className="fine">
          Number in the log: <code>{error.digest}</code>
        </p>
      )}
    </div>
  )
}
