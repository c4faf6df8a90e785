import { z } from 'zod'
import { AppError } from '../errors'

/** The place after a row, as a text that says nothing to its reader. */
export function writeCursor(place: readonly string[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** Throws invalid_input for what we did not write. */
export function readCursor(cursor: string, length: number): readonly string[] {
  try {
    return z
      .array(z.string())
      .length(length)
      .parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch (cause) {
    throw new AppError('invalid_input', 'cursor', {
      ...{ field: 'cursor', cause },
      say: 'This cursor is not one of ours. Begin without one.',
    })
  }
}

/** The rows of one page out of one row more than it has, and the cursor of the next. */
export function cutPage<T>(
  rows: readonly T[],
  size: number,
  placeOf: (row: T) => readonly string[],
): { items: readonly T[]; next: string | null } {
  const items = rows.slice(0, size)
  const last = items.at(-1)
  return { items, next: rows.length > size && last !== undefined ? writeCursor(placeOf(last)) : null }
}
