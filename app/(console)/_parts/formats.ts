const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

const dayMs = 86_400_000

function pad(value: number): string {
  return String(value).padStart(2, '0')
}

function monthName(date: Date): string {
  return months[date.getUTCMonth()] ?? ''
}

/** “3 September 2027”. All dates and times of the pages are UTC, so that server and browser say the same. */
export function formatDay(iso: string): string {
  const date = new Date(iso)
  return `${date.getUTCDate()} ${monthName(date)} ${date.getUTCFullYear()}`
}

/** “3 Sep 2027”, for tables and charts. */
export function formatShortDay(iso: string): string {
  const date = new Date(iso)
  return `${date.getUTCDate()} ${monthName(date).slice(0, 3)} ${date.getUTCFullYear()}`
}

/** “10:02:11”, for steps and evidence. */
export function formatClock(iso: string): string {
  const date = new Date(iso)
  return `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`
}

/** “Today 09:42”, “18 Nov 14:20”, and with the year when it is another one. */
export function formatMoment(iso: string, now: Date): string {
  const date = new Date(iso)
  const time = `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}`
  if (iso.slice(0, 10) === now.toISOString().slice(0, 10)) return `Today ${time}`
  const year = date.getUTCFullYear() === now.getUTCFullYear() ? '' : ` ${date.getUTCFullYear()}`
  return `${date.getUTCDate()} ${monthName(date).slice(0, 3)}${year} ${time}`
}

/** Exact time for tooltips: “21 November 2026, 10:02:11 UTC”. */
export function formatExact(iso: string): string {
  return `${formatDay(iso)}, ${formatClock(iso)} UTC`
}

/** “6 min ago”, “8 h ago”, “3 days ago”; a time ahead of now, by clock difference, counts as now. */
export function formatAgo(iso: string, now: Date): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - Date.parse(iso)) / 1000))
  if (seconds < 60) return 'just now'
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h ago`
  return `${Math.floor(seconds / 86_400)} days ago`
}

/** “in 9 days”, “today”, “9 days ago”. Whole days, rounded down. */
export function formatDistance(iso: string, now: Date): string {
  const days = Math.floor((Date.parse(iso) - now.getTime()) / dayMs)
  if (days > 1) return `in ${days} days`
  if (days === 1) return 'in 1 day'
  if (days === 0) return 'within a day'
  return days === -1 ? 'within the last day' : `${-days - 1} days ago`
}

/** “12:41” from milliseconds, never below zero. */
export function formatCountdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000))
  return `${pad(Math.floor(seconds / 60))}:${pad(seconds % 60)}`
}

/** “0.6 s”, “52 s”, “1 min 52 s”, for the column of times in a run. */
export function formatSpan(milliseconds: number): string {
  if (milliseconds < 10_000) return `${(Math.max(0, milliseconds) / 1000).toFixed(1)} s`
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 60) return `${seconds} s`
  const rest = seconds % 60
  return rest === 0 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 60)} min ${rest} s`
}

/** “1 tenant”, “2 tenants”. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** Ids shortened in the middle: “3f1c…a92e”. Short ones stay whole. */
export function shortenId(id: string): string {
  return id.length <= 12 ? id : `${id.slice(0, 4)}…${id.slice(-4)}`
}

/** “Nod Publishers, Tailspin Toys, Litware and 24 more”. */
export function formatNames(names: readonly string[], shown = 3): string {
  const head = names.slice(0, shown)
  const more = names.length - head.length
  if (more > 0) return `${head.join(', ')} and ${more} more`
  if (head.length < 2) return head.join('')
  return `${head.slice(0, -1).join(', ')} and ${head.at(-1) ?? ''}`
}
