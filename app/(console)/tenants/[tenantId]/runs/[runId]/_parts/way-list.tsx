'use client'

import {
  ArchiveRestore,
  ArrowRight,
  Check,
  FileBadge,
  Hand,
  KeyRound,
  LogIn,
  type LucideIcon,
  RotateCcw,
  Send,
  ShieldCheck,
  Trash2,
  Undo2,
} from 'lucide-react'
import type { RunView } from '@/lib/tenants/run-page-views'
import type { Way } from '@/lib/tenants/verdict-views'
import { ButtonLink } from '../../../../../../_ui/button'
import { CopyButton } from '../../../../../../_ui/copy-button'
import { MicrosoftLink } from './microsoft-link'
import { WayForm } from './way-form'

const icons: Readonly<Record<Way['kind'], LucideIcon>> = {
  'new-code': RotateCcw,
  'by-hand': Hand,
  'copy-text': Send,
  'connect-other': ArrowRight,
  approve: Check,
  'retry-proof': ShieldCheck,
  back: Undo2,
  'browser-sign-in': LogIn,
  restore: ArchiveRestore,
  purge: Trash2,
  'request-certificate': FileBadge,
  'take-over': KeyRound,
  'take-over-alone': KeyRound,
}

/** The ways on after a stop, the best first. The first has its button in the foot of the sheet. */
export function WayList({ view, ways }: { view: RunView; ways: readonly Way[] }) {
  if (ways.length === 0) return null
  return (
    <ul className="choices" aria-label="Ways on">
      {ways.map((way, index) => {
        const Icon = icons[way.kind]
        return (
          <li key={`${way.kind} ${way.title}`} className="choice">
            <Icon className="i" aria-hidden />
            <div>
              <b>{way.title}</b>
              <span className="choice-text">{way.explanation}</span>
              {way.kind === 'copy-text' && way.text !== null && <ReadFirst text={way.text} />}
            </div>
            {index > 0 && <WayButton view={view} way={way} variant="plain" />}
          </li>
        )
      })}
    </ul>
  )
}

/** The text that is copied, to be read before it is sent. */
function ReadFirst({ text }: { text: string }) {
  return (
    <details className="raw">
      <summary>Read it first</summary>
      <pre>{text}</pre>
    </details>
  )
}

/** Where a run of this kind is begun. */
function startOf({ kind, tenantId, homeId }: RunView): string {
  if (kind === 'restore') return `/tenants/${homeId}#restore`
  return ['reconfigure', 'decommission'].includes(kind)
    ? `/tenants/${tenantId}/${kind}`
    : `/tenants/connect?tenant=${tenantId}`
}

/** A way as its control: a form for what the server does, a link for another page, a copy button for a text. */
export function WayButton({ view, way, variant }: { view: RunView; way: Way; variant: 'primary' | 'plain' }) {
  const size = variant === 'primary' ? 'md' : 'sm'
  const text = way.text ?? ''
  switch (way.kind) {
    case 'copy-text':
      return <CopyButton value={text} size={size} label={way.label} what="Message" variant={variant} />
    case 'connect-other':
      return (
        <ButtonLink href={`/tenants/connect?domain=${encodeURIComponent(text)}`} variant={variant} size={size}>
          {way.label}
        </ButtonLink>
      )
    case 'back':
      return (
        <ButtonLink href={startOf(view)} variant={variant} size={size}>
          {way.label}
        </ButtonLink>
      )
    case 'browser-sign-in':
      return <MicrosoftLink run={view} label={way.label} variant={variant} size={size} />
    default:
      return <WayForm run={view} act={way.kind} label={way.label} variant={variant} size={size} />
  }
}
