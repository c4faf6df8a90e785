/** A code out of an address: decoded, without what no code contains, and never longer than a line. */
export function readCode(segment: string): string {
  return decode(segment)
    .replace(/[^\w .-]+/g, '')
    .trim()
    .slice(0, 80)
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
