import type { ReactNode } from 'react'
import { Brand } from '../_ui/brand'
import { ThemeToggle } from '../_ui/theme-toggle'

/** One column, as wide as a phone, for people who have no session. */
export default function VisitorLayout({ children }: { children: ReactNode }) {
  return (
    <main className="visitor">
      <div className="visitor-sheet">
        <header className="visitor-head">
          <Brand />
          <ThemeToggle />
        </header>
        {children}
      </div>
    </main>
  )
}
