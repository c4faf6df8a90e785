import type { EventSeverity } from '../events/events'
import type { ChannelRow } from './channel-store'

/** What decides whether a channel hears of an event. */
export interface Heard {
  kind: string
  severity: EventSeverity
  customerId: string | null
  /** The channel was told of something in this thread that has not been closed since. */
  isOpenHere: boolean
}

const rank = { info: 0, warning: 1, failing: 2 } as const

/** A closing message goes to those, and only to those, who were told of what it closes, whatever their minimum is. */
export function wants(
  channel: Pick<ChannelRow, 'minimumSeverity' | 'events' | 'customerId' | 'disabledAt'>,
  event: Heard,
): boolean {
  if (channel.disabledAt !== null) return false
  if (channel.customerId !== null && channel.customerId !== event.customerId) return false
  if (event.severity === 'resolved') return event.isOpenHere
  if (channel.events.length > 0 && !channel.events.includes(event.kind)) return false
  return rank[event.severity] >= rank[channel.minimumSeverity]
}
