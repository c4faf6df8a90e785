import type { RunView } from '@/lib/tenants/run-page-views'
import { drawQr } from '../../../../../../_ui/qr'
import type { RunMessage } from './run-message'

/** The link only: Microsoft offers no link that carries the code, and a code in a picture could be photographed whole. */
export function toRunMessage(view: RunView): RunMessage {
  return { view, qr: view.code === null ? null : drawQr(view.code.verificationUri) }
}
