import { Check, KeyRound, type LucideIcon, Pause, ShieldCheck } from 'lucide-react'
import type { HandledLine } from '@/lib/tenants/fleet-views'
import { formatExact, formatMoment } from '../_parts/formats'

const icons: Readonly<Record<HandledLine['kind'], LucideIcon>> = {
  rotated: KeyRound,
  waits: Pause,
  resolved: Check,
  checked: ShieldCheck,
}

/** Quiet things are shown as quiet: what was done, or is waited out, while nobody was asked. */
export function Handled({ lines, now }: { lines: readonly HandledLine[]; now: Date }) {
  if (lines.length === 0) return null
  return (
    <section className="card" aria-labelledby="handled-title">
      <div className="card-head">
        <h2 id="handled-title">Handled without you</h2>
        <span className="note">nothing to do</span>
      </div>
      <ul className="card-body quiet-list">
        {lines.map(({ kind, text, at, ahead }) => {
          const Icon = icons[kind]
          return (
            <li key={kind}>
              <Icon className="i" aria-hidden />
              <span>{text}</span>
              {at !== null && (
                <time dateTime={at} title={formatExact(at)}>
                  {ahead ? 'again ' : ''}
                  {formatMoment(at, now).replace('Today ', '')}
                </time>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
