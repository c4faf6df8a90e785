import type { ReactNode } from 'react'
import { type Mark, StateIcon } from './state-icon'

/** The state at the head of a page. Never in a table column, where 25 of them would shout. */
export function Pill({ mark, children }: { mark: Mark; children: ReactNode }) {
  return (
    <span className="pill" data-mark={mark}>
      <StateIcon mark={mark} />
      {children}
    </span>
  )
}
