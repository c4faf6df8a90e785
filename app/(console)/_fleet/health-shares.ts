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
  const room = width - gap * Math.max(0, present.length - 1)
  const ruler = makeRuler(
    present.map(({ count }) => count),
    room,
    least,
  )
  let x = 0
  return present.map(({ key, count }) => {
    const share = ruler(count)
    const placed = { key, count, x, width: share }
    x += share + gap
    return placed
  })
}

/** What the widened ones take can make the next one too small: so smallest first, until the rest is wide enough. */
function makeRuler(counts: readonly number[], room: number, least: number): (count: number) => number {
  let rest = counts.toSorted((a, b) => a - b)
  let left = room
  let total = rest.reduce((sum, count) => sum + count, 0)
  for (let [first] = rest; first !== undefined && rest.length > 1 && (first / total) * left < least; [first] = rest) {
    left -= least
    total -= first
    rest = rest.slice(1)
  }
  const smallest = rest[0] ?? 0
  return (count) => (count < smallest ? least : (count / total) * left)
}
