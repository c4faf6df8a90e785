import { ExternalLink } from 'lucide-react'
import type { CodeHelp } from '@/lib/tenants/help'

/** Microsoft's own words about a code, as a link: Latchkey never opens it by itself. */
export function Lookup({ lookup }: { lookup: CodeHelp['lookup'] }) {
  return (
    <a href={lookup.href} target="_blank" rel="noreferrer">
      {lookup.place}
      <ExternalLink className="i i-sm" aria-hidden />
      <span className="sr"> (opens a new tab)</span>
    </a>
  )
}
