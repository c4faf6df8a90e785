'use client'

import { Menu as MenuIcon, X } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect, useRef } from 'react'

/** The sidebar on narrow screens: a modal dialog from the left. Going somewhere closes it; Escape does by itself. */
export function Menu({ children }: { children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const pathname = usePathname()
  useEffect(() => {
    dialog.current?.close()
  }, [pathname])
  return (
    <>
      <button
        type="button"
        className="btn btn-quiet btn-icon only-narrow"
        aria-haspopup="dialog"
        onClick={() => dialog.current?.showModal()}
      >
        <MenuIcon className="i i-lg" aria-hidden />
        <span className="sr">Menu</span>
      </button>
      <dialog ref={dialog} className="menu-dialog" aria-label="Menu" closedby="any">
        <form method="dialog" className="menu-close">
          <button type="submit" className="btn btn-quiet btn-icon">
            <X className="i i-lg" aria-hidden />
            <span className="sr">Close the menu</span>
          </button>
        </form>
        {children}
      </dialog>
    </>
  )
}
