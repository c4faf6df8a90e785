import type { ReactNode } from 'react'
import { StateIcon, type Mark } from '../../../../../../_ui/state-icon'

interface FaceHeadingProps {
  title: string
  text?: ReactNode
  mark?: Mark
}

/** The id of the heading that takes the focus when the face of a run changes. */
export const faceHeadingId = 'face'

/** Head of a face: one sentence, and what it means. A mark stands before the outcome of a run. */
export function FaceHeading({ title, text, mark }: FaceHeadingProps) {
  const words = (
    <div>
      <h1 id={faceHeadingId} tabIndex={-1}>
        {title}
      </h1>
      {text !== undefined && <p className="lede">{text}</p>}
    </div>
  )
  if (mark === undefined) return words
  return (
    <div className="head-state">
      <StateIcon mark={mark} size="xl" />
      {words}
    </div>
  )
}
