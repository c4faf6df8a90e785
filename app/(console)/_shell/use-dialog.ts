import { useEffect, useRef } from 'react'

/** A modal dialog that is open from its first moment. Closing it gives the focus back to where it was. */
export function useDialog() {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal()
  }, [])
  return dialog
}
