const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })

/** “22 November 2028”, in UTC like everything that is stored. */
export function date(iso: string): string {
  return day.format(new Date(iso))
}

/** “22 November 2028, 14:05 UTC”. */
export function dateTime(iso: string): string {
  return `${date(iso)}, ${iso.slice(11, 16)} UTC`
}
