import type { RunView } from '@/lib/tenants/run-page-views'
import type { Qr } from '../../../../../../_ui/qr'

/** What the run page starts with and what each event of its stream carries. */
export interface RunMessage {
  view: RunView
  /** Drawn on the server, so that the browser needs no library for it. */
  qr: Qr | null
}

/** Event names of the stream. `over` means that the operator's session has ended: the page then asks for a sign-in. */
export const runEvents = { view: 'view', over: 'over' } as const
