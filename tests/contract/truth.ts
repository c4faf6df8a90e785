import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Recorded exchanges and Microsoft's description of Graph: they lie beside the project and are no part of it. */
export const TRUTH = path.resolve(import.meta.dirname, '../../../shared/microsoft')

/** Tests that need them are skipped by this name where they are absent. */
export const hasTruth = existsSync(TRUTH)
export const WITH_TRUTH = '(skipped where ../shared/microsoft is absent)'

export function readTruth(...place: readonly string[]): unknown {
  return JSON.parse(readFileSync(path.join(TRUTH, ...place), 'utf8'))
}
