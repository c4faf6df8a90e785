import { create } from 'qrcode'
import type { RunView } from '@/lib/tenants/views'
import type { Qr, RunMessage } from './run-message'

const quiet = 4

/** The link only: Microsoft offers no link that carries the code, and a code in a picture could be photographed whole. */
function drawQr(link: string): Qr {
  const { modules } = create(link, { errorCorrectionLevel: 'M' })
  const squares: string[] = []
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) squares.push(`M${column + quiet} ${row + quiet}h1v1h-1z`)
    }
  }
  return { path: squares.join(''), side: modules.size + 2 * quiet }
}

export function toRunMessage(view: RunView): RunMessage {
  return { view, qr: view.code === null ? null : drawQr(view.code.verificationUri) }
}
