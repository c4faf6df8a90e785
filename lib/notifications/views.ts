import type { ChannelKind, MinimumSeverity } from './channel-store'
import type { DeliveryState, TryAnswer } from './delivery-store'
import type { MailSecurity } from './mail-store'

/** What pages may know: plain data, no secret, no address that may be one. Times are ISO 8601 UTC. */
export interface ChannelView {
  id: string
  kind: ChannelKind
  name: string
  /** The host of a web address, or the mail addresses. */
  leadsTo: string
  minimumSeverity: MinimumSeverity
  events: readonly string[]
  customerId: string | null
  customer: string | null
  disabledWhy: string | null
  last: { at: string; state: DeliveryState; answer: string | null } | null
  waiting: number
}

export interface DeliveryView {
  id: string
  eventId: string
  kind: string
  title: string
  state: DeliveryState
  at: string
  tries: number
  nextAt: string | null
  answers: readonly TryAnswer[]
}

export interface MailView {
  way: 'smtp' | 'graph'
  sender: string
  host: string
  port: number
  security: MailSecurity
  account: string
  hasPassword: boolean
}

export interface NotificationsView {
  mayChange: boolean
  channels: readonly ChannelView[]
  mail: MailView | null
  calendarSince: string | null
  metricsSince: string | null
}

export interface ChannelPageView {
  mayChange: boolean
  channel: ChannelView
  customers: readonly { id: string; name: string }[]
  /** Newest first. */
  deliveries: readonly DeliveryView[]
}
