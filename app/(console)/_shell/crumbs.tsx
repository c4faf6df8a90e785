'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { crumbsOf } from './places'

export function Crumbs() {
  return (
    <nav className="crumbs" aria-label="Where you are">
      <ol>
        {crumbsOf(usePathname()).map(({ name, href }) => (
          <li key={name}>
            {href === null ? <span aria-current="page">{name}</span> : <Link href={href}>{name}</Link>}
          </li>
        ))}
      </ol>
    </nav>
  )
}
