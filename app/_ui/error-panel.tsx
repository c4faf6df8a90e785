import type { ReactNode } from 'react'
import { StateIcon } from './state-icon'

interface ErrorPanelProps {
  title: string
  /** What it means and who can mend it. */
  text?: string
  /** The ways on: buttons or links. Without one, the text must name the mend. */
  children?: ReactNode
}

/** A failure in words that stays until it is mended. Said aloud at once, because it answers something just done. */
export function ErrorPanel({ title, text, children }: ErrorPanelProps) {
  return (
    <div className="panel panel-fail" role="alert">
      <div className="panel-head">
        <StateIcon mark="fail" size="lg" />
        <div>
          <b>{title}</b>
          {text !== undefined && <p>{text}</p>}
        </div>
      </div>
      {children !== undefined && <div className="panel-ways">{children}</div>}
    </div>
  )
}
