import type { CertificateLine } from '@/lib/tenants/tenant-views'
import { formatDistance, formatShortDay } from '../../../_parts/formats'

/** Places on the life line as shares from 0 to 1, and the words at them. */
export interface LifeWords {
  today: number
  renewal: number
  issued: string
  ends: string
  endWord: 'Would end' | 'Ended'
  renewWord: 'Renewal is due' | 'Renewal was due'
  renews: string
  spent: string
}

export function describeLife({ notBefore, notAfter, renewAt }: CertificateLine, now: Date): LifeWords {
  const from = Date.parse(notBefore)
  const whole = Math.max(1, Date.parse(notAfter) - from)
  const shareOf = (time: number) => Math.min(1, Math.max(0, (time - from) / whole))
  const today = shareOf(now.getTime())
  return {
    today,
    renewal: shareOf(Date.parse(renewAt)),
    issued: formatShortDay(notBefore),
    ends: formatShortDay(notAfter),
    endWord: Date.parse(notAfter) <= now.getTime() ? 'Ended' : 'Would end',
    renewWord: Date.parse(renewAt) <= now.getTime() ? 'Renewal was due' : 'Renewal is due',
    renews: `${formatShortDay(renewAt)}, ${formatDistance(renewAt, now)}`,
    spent: `${Math.round(today * 100)} % of its life`,
  }
}
