import type { Qr } from '@/app/_ui/qr'

const quiet = 4

/**
 * The text of a drawn QR code with one block of data (versions 1 to 3), read from its squares as a camera would, by the
 * rules of ISO/IEC 18004 and none of ours. Damage is not mended: a wrong square gives a wrong text.
 */
export function readQr({ path, side }: Qr): string {
  const size = side - 2 * quiet
  const dark = new Set(
    [...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${Number(x) - quiet} ${Number(y) - quiet}`),
  )
  const isDark = (x: number, y: number) => dark.has(`${x} ${y}`)
  const mask = masks[[2, 3, 4].reduce((bits, x) => bits * 2 + Number(isDark(x, 8)), 0) ^ 0b101]
  if (mask === undefined) throw new Error('no such mask')
  const bits = places(size).map(([x, y]) => Number(isDark(x, y) !== mask(x, y)))
  return readBytes(bits)
}

/** In the order of their numbers: true where a square is turned over. */
const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]

/** Where data stands: columns in pairs from the right, upwards and downwards in turn, past the pattern of timing. */
function places(size: number): readonly (readonly [number, number])[] {
  const found: [number, number][] = []
  let isUpward = true
  for (let right = size - 1; right > 0; right -= 2, isUpward = !isUpward) {
    if (right === 6) right--
    for (let step = 0; step < size; step++) {
      const y = isUpward ? size - 1 - step : step
      for (const x of [right, right - 1]) if (!isPattern(x, y, size)) found.push([x, y])
    }
  }
  return found
}

/** Finders with the format beside them, timing, and the one small square that versions 2 and 3 have. */
function isPattern(x: number, y: number, size: number): boolean {
  const far = size - 8
  const isFinder = (x < 9 && y < 9) || (x >= far && y < 9) || (x < 9 && y >= far)
  const middle = size - 7
  const isAligned = size > 21 && Math.abs(x - middle) <= 2 && Math.abs(y - middle) <= 2
  return isFinder || x === 6 || y === 6 || isAligned
}

function readBytes(bits: readonly number[]): string {
  const number = (from: number, length: number) =>
    bits.slice(from, from + length).reduce((sum, bit) => sum * 2 + bit, 0)
  if (number(0, 4) !== 0b0100) throw new Error('the text is not written as bytes')
  const length = number(4, 8)
  return Buffer.from(Array.from({ length }, (_, index) => number(12 + 8 * index, 8))).toString('utf8')
}
