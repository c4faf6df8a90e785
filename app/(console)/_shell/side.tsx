import { FlaskConical, LogOut } from 'lucide-react'
import Link from 'next/link'
import type { Actor } from '@/lib/staff/actor'
import { Brand } from '../../_ui/brand'
import { Button } from '../../_ui/button'
import { roleNames } from '../_parts/role-words'
import { signOut } from './actions'
import { PlaceLinks } from './place-links'

/** Brand, places, whether practice is on, and who is signed in. Stands at the left, or in the menu on narrow screens. */
export function Side({ operator, practice }: { operator: Actor; practice: boolean }) {
  return (
    <>
      <Brand href="/" />
      <PlaceLinks />
      <div className="shell-foot">
        {practice && (
          <div className="note-box">
            <b>
              <FlaskConical className="i i-sm" aria-hidden />
              Practice is on
            </b>
            Tenants marked practice are stand-ins on this machine. <code>PRACTICE=off</code> hides them.
          </div>
        )}
        <Link href="/account" className="who-am-i" title="Your account">
          <span className="initials" aria-hidden>
            {initialsOf(operator.name)}
          </span>
          <span>
            {operator.name}
            <small>{roleNames[operator.role]}, your account</small>
          </span>
        </Link>
        <form action={signOut} aria-label="Sign out">
          <Button type="submit" variant="quiet" size="sm">
            <LogOut className="i" aria-hidden />
            Sign out
          </Button>
        </form>
      </div>
    </>
  )
}

function initialsOf(name: string): string {
  const words = name.split(' ').filter(Boolean)
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return ends
    .map((word) => Array.from(word ?? '')[0] ?? '')
    .join('')
    .toUpperCase()
}
