'use client'

import Link from 'next/link'
import { CloseButton } from './close-button'
import { KeyList } from './key-list'
import type { ShellDialogProps } from './top-search'
import { useDialog } from './use-dialog'

export function KeysDialog({ letters, onClose }: ShellDialogProps) {
  const dialog = useDialog()
  return (
    <dialog ref={dialog} className="dialog keys-dialog" aria-labelledby="keys-title" closedby="any" onClose={onClose}>
      <div className="keys-head">
        <h2 id="keys-title">Keys</h2>
        <CloseButton label="Close the list of keys" />
      </div>
      <KeyList letters={letters} />
      <p className="fine">
        <Link href="/account#keys" prefetch={false} onClick={() => dialog.current?.close()}>
          Switch single characters off
        </Link>{' '}
        on your account’s page.
      </p>
    </dialog>
  )
}
