import { z } from 'zod'
import { record } from '../audit/audit'
import type { AuditDetail } from '../audit/detail'
import type { Channel, Prisma } from '../../prisma/generated/client'
import { runtime } from '../runtime'
import { labelOf, type Actor } from '../staff/actor'

export type ChannelKind = 'webhook' | 'teams' | 'mail'
export type MinimumSeverity = 'info' | 'warning' | 'failing'

/** What a page may show of the receiver: of a webhook its host only, because its address may itself be the secret. */
const shownSchema = z.object({ host: z.string().optional(), to: z.array(z.string()).optional() })
export type Shown = z.output<typeof shownSchema>

export interface ChannelRow extends Omit<Channel, 'kind' | 'minimumSeverity' | 'shown'> {
  kind: ChannelKind
  minimumSeverity: MinimumSeverity
  shown: Shown
}

/** What an operator decides about a channel besides where it leads. */
export interface ChannelWishes {
  name: string
  minimumSeverity: MinimumSeverity
  events: string[]
  customerId: string | null
}

export async function listChannelRows(): Promise<readonly ChannelRow[]> {
  const rows = await runtime().db.channel.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  return rows.map(readRow)
}

export async function findChannel(id: string): Promise<ChannelRow | null> {
  const row = await runtime().db.channel.findUnique({ where: { id } })
  return row === null ? null : readRow(row)
}

export function readRow(row: Channel): ChannelRow {
  const shown = shownSchema.safeParse(row.shown)
  return {
    ...row,
    kind: row.kind as ChannelKind,
    minimumSeverity: row.minimumSeverity as MinimumSeverity,
    shown: shown.success ? shown.data : {},
  }
}

export interface NewChannel extends ChannelWishes {
  id: string
  kind: ChannelKind
  shown: Shown
  secretRef: string | null
}

export async function insertChannel(actor: Actor, channel: NewChannel): Promise<void> {
  await change(actor, 'channel.added', channel, { kind: channel.kind }, (tx) =>
    tx.channel.create({ data: { ...channel, shown: { ...channel.shown } } }),
  )
}

export async function updateChannel(
  actor: Actor,
  channel: Pick<ChannelRow, 'id' | 'name'>,
  data: Partial<ChannelWishes & { shown: Shown; secretRef: string | null }>,
): Promise<void> {
  await change(actor, 'channel.changed', channel, { name: data.name ?? channel.name }, (tx) =>
    tx.channel.update({
      where: { id: channel.id },
      data: { ...data, ...(data.shown && { shown: { ...data.shown } }) },
    }),
  )
}

export async function deleteChannel(actor: Actor, channel: ChannelRow): Promise<void> {
  await change(actor, 'channel.removed', channel, { kind: channel.kind }, (tx) =>
    tx.channel.delete({ where: { id: channel.id } }),
  )
}

/** Null switches it on again; what waited while it was off was skipped and can be sent again one by one. */
export async function switchChannel(actor: Actor | null, channel: ChannelRow, why: string | null): Promise<void> {
  const now = runtime().clock.now()
  await change(
    actor,
    why === null ? 'channel.switched_on' : 'channel.switched_off',
    channel,
    { reason: why },
    async (tx) => {
      await tx.channel.update({
        where: { id: channel.id },
        data: { disabledAt: why === null ? null : now, disabledWhy: why },
      })
      if (why === null) return
      await tx.delivery.updateMany({
        where: { channelId: channel.id, state: 'waiting' },
        data: { state: 'skipped', settledAt: now, ownerId: null, leaseUntil: null },
      })
    },
  )
}

/** The change and its audit entry stand or fall together. No actor: Latchkey itself. */
async function change(
  actor: Actor | null,
  action: string,
  channel: { id: string; name: string },
  detail: AuditDetail,
  write: (tx: Prisma.TransactionClient) => Promise<unknown>,
): Promise<void> {
  await runtime().db.$transaction(async (tx) => {
    await write(tx)
    await record(tx, {
      actor: actor === null ? 'system' : labelOf(actor),
      action,
      subject: `channel:${channel.id}`,
      detail: { name: channel.name, ...detail, ...(actor !== null && { operator: actor.name }) },
    })
  })
}
