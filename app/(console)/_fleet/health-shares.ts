/** One part of the health bar, in the units of its drawing. */
export interface Share<K> {
  key: K
  count: number
  x: number
  width: number
}

/**
 * Lays out the health bar from the left: proportional, but each share that is not zero is at least `least` wide, so that
 * one failing tenant of ten thousand is seen. What the small ones take is taken from the large ones.
 */
export function layOutShares<K>(
  counts: readonly { key: K; count: number }[],
  width: number,
  least: number,
  gap: number,
): readonly Share<K>[] {
  const present = counts.filter(({ count }) => count > 0)
  const total = present.reduce((sum, { count }) => sum + count, 0)
  const room = width - gap * Math.max(0, present.length - 1)
  const small = present.filter(({ count }) => (count / total) * room < least)
  const largeTotal = total - small.reduce((sum, { count }) => sum + count, 0)
  const largeRoom = room - small.length * least
  let x = 0
  return present.map(({ key, count }) => {
    const isSmall = (count / total) * room < least
    const share = isSmall ? least : Math.max(least, (count / largeTotal) * largeRoom)
    const placed = { key, count, x, width: share }
    x += share + gap
    return placed
  })
}
