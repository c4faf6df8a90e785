import type { ExpiryCount } from '@/lib/tenants/fleet-views'

/** One month of the picture: how many certificates end in it, and how many of them are past their renewal date. */
export interface ExpiryMonth {
  year: number
  /** 0 is January. */
  month: number
  count: number
  overdue: number
}

const longest = 25

/** Months from now to the last end, at most 25: certificates live two years. Those that have ended count in this month. */
export function countByMonth(counts: readonly ExpiryCount[], now: Date): readonly ExpiryMonth[] {
  const first = now.getUTCFullYear() * 12 + now.getUTCMonth()
  const indexOf = (iso: string) => {
    const date = new Date(iso)
    return Math.min(longest - 1, Math.max(0, date.getUTCFullYear() * 12 + date.getUTCMonth() - first))
  }
  const last = counts.reduce((most, { month }) => Math.max(most, indexOf(month)), 0)
  return Array.from({ length: Math.max(12, last + 1) }, (_, index) => {
    const here = counts.filter(({ month }) => indexOf(month) === index)
    const sum = (key: 'count' | 'overdue') => here.reduce((total, one) => total + one[key], 0)
    const at = first + index
    return { year: Math.floor(at / 12), month: at % 12, count: sum('count'), overdue: sum('overdue') }
  })
}
