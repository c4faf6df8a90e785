'use client'

import { PageError, type PageErrorProps } from '../_ui/page-error'

/** Keeps the frame: the way elsewhere stays open. */
export default function ConsoleErrorPage(props: PageErrorProps) {
  return <PageError {...props} />
}
