'use client'

import { PageError, type PageErrorProps } from './_ui/page-error'

export default function ErrorPage(props: PageErrorProps) {
  return (
    <main className="page">
      <PageError {...props} />
    </main>
  )
}
