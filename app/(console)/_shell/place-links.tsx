'use client'

import { ArchiveRestore, CircleQuestionMark, LayoutGrid, Settings2 } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { placeOf, places, type PlaceName } from './places'

const icons = {
  Fleet: LayoutGrid,
  Restore: ArchiveRestore,
  Settings: Settings2,
  Help: CircleQuestionMark,
} as const satisfies Record<PlaceName, unknown>

/** Client code because a layout is not drawn again when its pages change, and the present place must be marked. */
export function PlaceLinks() {
  const pathname = usePathname()
  const present = placeOf(pathname)
  return (
    <nav className="menu-links" aria-label="Main">
      {places.map(({ href, name }) => {
        const Icon = icons[name]
        const current = name === present ? (href === pathname ? 'page' : 'true') : undefined
        return (
          <Link key={href} href={href} aria-current={current}>
            <Icon className="i" aria-hidden />
            {name}
          </Link>
        )
      })}
    </nav>
  )
}
