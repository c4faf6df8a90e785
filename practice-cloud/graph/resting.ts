const KEPT_MS = 30 * 86_400_000

/** A deleted object rests for 30 days, can come back, and keeps its unique name; then it is gone. `now` in milliseconds. */
export function isResting(record: { deletedAt: number | null }, now: number): boolean {
  return record.deletedAt !== null && record.deletedAt + KEPT_MS > now
}
