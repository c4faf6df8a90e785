import type { Delivery, Event } from '../../prisma/generated/client'
import type { EventFacts } from '../events/events'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { may } from '../staff/permissions'
import { findAccessKey } from './access-store'
import { listChannelRows, type ChannelRow } from './channel-store'
import { readChannel } from './channels'
import { readAnswers, type DeliveryState } from './delivery-store'
import { findMailSender } from './mail-store'
import type { ChannelPageView, ChannelView, DeliveryView, MailView, NotificationsView } from './views'

const shownDeliveries = 50

export async function getNotifications(actor: Actor): Promise<NotificationsView> {
  const channels = await listChannelRows()
  const [calendar, metrics] = await Promise.all([findAccessKey('calendar'), findAccessKey('metrics')])
  return {
    mayChange: may(actor, 'settings.change'),
    channels: await Promise.all(channels.map(viewChannel)),
    mail: await viewMail(),
    calendarSince: calendar?.createdAt.toISOString() ?? null,
    metricsSince: metrics?.createdAt.toISOString() ?? null,
  }
}

/** Throws `not_found`. */
export async function getChannel(actor: Actor, id: string): Promise<ChannelPageView> {
  const row = await readChannel(id)
  const deliveries = await runtime().db.delivery.findMany({
    where: { channelId: id },
    orderBy: { position: 'desc' },
    take: shownDeliveries,
    include: { event: true },
  })
  return {
    mayChange: may(actor, 'settings.change'),
    channel: await viewChannel(row),
    customers: await listCustomers(),
    deliveries: deliveries.map(viewDelivery),
  }
}

export async function listCustomers(): Promise<readonly { id: string; name: string }[]> {
  return runtime().db.customer.findMany({ select: { id: true, name: true }, orderBy: { name: 'asc' } })
}

async function viewChannel(row: ChannelRow): Promise<ChannelView> {
  const { db } = runtime()
  const { id, kind, name, minimumSeverity, events, customerId, disabledWhy, disabledAt, shown } = row
  const last = await db.delivery.findFirst({ where: { channelId: id }, orderBy: { position: 'desc' } })
  const customer = customerId === null ? null : await db.customer.findUnique({ where: { id: customerId } })
  return {
    id,
    kind,
    name,
    leadsTo: shown.host ?? (shown.to ?? []).join(', '),
    minimumSeverity,
    events,
    customerId,
    customer: customer?.name ?? null,
    disabledWhy: disabledAt === null ? null : (disabledWhy ?? 'It is switched off.'),
    last: last === null ? null : lastOf(last),
    waiting: await db.delivery.count({ where: { channelId: id, state: 'waiting' } }),
  }
}

function lastOf(row: Delivery): NonNullable<ChannelView['last']> {
  const answer = readAnswers(row.answers).at(-1)
  return {
    at: answer?.at ?? row.createdAt.toISOString(),
    state: row.state as DeliveryState,
    answer: answer?.answer ?? null,
  }
}

function viewDelivery(row: Delivery & { event: Event }): DeliveryView {
  const { title } = row.event.facts as unknown as EventFacts
  return {
    id: row.id,
    eventId: row.eventId,
    kind: row.event.kind,
    title,
    state: row.state as DeliveryState,
    at: row.event.at.toISOString(),
    tries: row.tries,
    nextAt: row.state === 'waiting' ? row.nextAt.toISOString() : null,
    answers: readAnswers(row.answers),
  }
}

async function viewMail(): Promise<MailView | null> {
  const sender = await findMailSender()
  if (sender === null) return null
  const empty = { host: '', port: 587, security: 'starttls', account: '', hasPassword: false } as const
  if (sender.way === 'graph') return { ...empty, way: 'graph', sender: sender.sender }
  const { passwordRef, account, ...rest } = sender
  return { ...rest, account: account ?? '', hasPassword: passwordRef !== null }
}
