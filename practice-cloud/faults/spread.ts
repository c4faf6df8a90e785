import { createHash } from 'node:crypto'
import type { ReadKind } from './catalogue'

/**
 * Which part of the longest delay one write has for one kind of read: from 0 to 1, the same for the same seed.
 * `write` counts the writes since the fault was switched on.
 */
export function delayShare(seed: number, kind: ReadKind, write: number): number {
  const digest = createHash('sha256')
    .update(`${String(seed)} ${kind} ${String(write)}`)
    .digest()
  return digest.readUInt32BE(0) / 0xffff_ffff
}
