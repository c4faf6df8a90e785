import './_shell/find.css'
import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { may } from '@/lib/staff/permissions'
import { isPracticeOn } from '@/lib/tenants/practice'
import { requireOperator } from '../_edge/session'
import { ThemeToggle } from '../_ui/theme-toggle'
import { MayChange } from './_parts/may-change'
import { Crumbs } from './_shell/crumbs'
import { readLetterKeys } from './_shell/letter-keys'
import { Menu } from './_shell/menu'
import { Side } from './_shell/side'
import { TopSearch } from './_shell/top-search'

/** The frame around operators' pages. It is a courtesy, not a gate: every page asks for the operator itself. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const operator = await requireOperator()
  const practice = await isPracticeOn()
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <div className="shell">
        <aside className="shell-side" aria-label="Places and account">
          <Side operator={operator} practice={practice} />
        </aside>
        <div className="shell-main">
          <header className="top-bar">
            <Menu>
              <Side operator={operator} practice={practice} />
            </Menu>
            <Crumbs />
            <TopSearch role={operator.role} letters={await readLetterKeys()}>
              <Search className="i" aria-hidden />
              <label className="sr" htmlFor="find">
                Find a tenant
              </label>
              <input id="find" type="search" name="q" placeholder="Find a tenant" maxLength={200} />
            </TopSearch>
            <ThemeToggle />
          </header>
          <main id="main" className="page" tabIndex={-1}>
            <MayChange allowed={may(operator, 'tenants.change')}>{children}</MayChange>
          </main>
        </div>
      </div>
    </>
  )
}
