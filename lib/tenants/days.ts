const written = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })

/** “3 September 2027”, in UTC like every date of the pages; for sentences that people read. */
export function sayDay(date: Date | string): string {
  return written.format(new Date(date))
}

/** “22 November 2026, 14:05 UTC”. */
export function momentOf(date: Date): string {
  return `${sayDay(date)}, ${date.toISOString().slice(11, 16)} UTC`
}
