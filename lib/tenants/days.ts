const written = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })

/** “3 September 2027”, in UTC like every date of the pages; for sentences that people read. */
export function sayDay(date: Date | string): string {
  return written.format(new Date(date))
}
