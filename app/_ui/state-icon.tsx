import type { ReactNode } from 'react'

/** Marks differ by shape, so that colour is never alone. */
export type Mark = 'ok' | 'warn' | 'fail' | 'unknown' | 'setup' | 'run' | 'todo'

const stroke = { fill: 'none', stroke: 'currentColor', strokeLinecap: 'round', strokeLinejoin: 'round' } as const
const cut = { ...stroke, stroke: 'var(--color-surface)', strokeWidth: 1.7 } as const

const shapes: Readonly<Record<Mark, ReactNode>> = {
  ok: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="m4.8 8.2 2.3 2.3 4.2-4.8" {...cut} />
    </>
  ),
  warn: (
    <>
      <path d="M8 1.5 15.2 14.2H.8Z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
      <path d="M8 6v3.5m0 2.4v.1" {...cut} />
    </>
  ),
  fail: (
    <>
      <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1Z" fill="currentColor" />
      <path d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8" {...cut} />
    </>
  ),
  unknown: (
    <>
      <circle cx="8" cy="8" r="6.3" {...stroke} strokeLinecap="butt" strokeWidth="1.5" strokeDasharray="2.4 1.56" />
      <path d="M6.2 6.4a1.8 1.8 0 1 1 2.7 1.6c-.6.4-.9.7-.9 1.2m0 2.1v.1" {...stroke} strokeWidth="1.4" />
    </>
  ),
  setup: (
    <>
      <circle cx="8" cy="8" r="6.3" {...stroke} strokeWidth="1.5" />
      <path d="M8 8V1.7A6.3 6.3 0 0 1 14.3 8Z" fill="currentColor" />
    </>
  ),
  run: (
    <>
      <circle cx="8" cy="8" r="6.3" {...stroke} strokeWidth="1.9" strokeOpacity="0.25" />
      <path className="sti-turning" d="M8 1.7A6.3 6.3 0 0 1 14.3 8" {...stroke} strokeWidth="1.9" />
    </>
  ),
  todo: <circle cx="8" cy="8" r="6.3" {...stroke} strokeWidth="1.3" />,
}

const sizes = { md: 'sti', lg: 'sti sti-lg', xl: 'sti sti-xl' } as const

/** A mark is decoration for readers: the word that says the same must stand beside it. 16, 20 or 24 px. */
export function StateIcon({ mark, size = 'md' }: { mark: Mark; size?: keyof typeof sizes }) {
  return (
    <svg className={sizes[size]} data-mark={mark} viewBox="0 0 16 16" aria-hidden>
      {shapes[mark]}
    </svg>
  )
}
