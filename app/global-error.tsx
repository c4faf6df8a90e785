'use client'

import './globals.css'
import { PageError, type PageErrorProps } from './_ui/page-error'

/** When the root layout itself failed: it brings its own document. */
export default function GlobalErrorPage(props: PageErrorProps) {
  return (
    <html lang="en">
      <body>
        <main className="page">
          <PageError {...props} />
        </main>
      </body>
    </html>
  )
}
