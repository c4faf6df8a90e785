import { create } from 'qrcode'

/** A QR code as one SVG path of unit squares, with its side in units and a quiet zone of four around it. */
export interface Qr {
  path: string
  side: number
}

const quiet = 4

/** Drawn on the server, so that the browser needs no library for it and what it carries is in no address. */
export function drawQr(text: string): Qr {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const squares: string[] = []
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) squares.push(`M${column + quiet} ${row + quiet}h1v1h-1z`)
    }
  }
  return { path: squares.join(''), side: modules.size + 2 * quiet }
}
