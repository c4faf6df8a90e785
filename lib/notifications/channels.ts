import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../errors'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { makeSigningSecret, openSecrets, sealSecrets } from './channel-secrets'
import {
  deleteChannel,
  findChannel,
  insertChannel,
  switchChannel,
  updateChannel,
  type ChannelKind,
  type ChannelRow,
  type ChannelWishes,
  type Shown,
} from './channel-store'
import { egress } from './egress'
import { readRecipients } from './recipients'

/** What a form says about a channel. Where it leads may be empty on a change: then it stays. */
export interface ChannelDraft extends ChannelWishes {
  /** A web address, or mail addresses with commas, semicolons or lines between. */
  leadsTo: string
}

const formerSecretMs = 24 * 60 * 60_000

/** The signing secret of a webhook is in the answer, now and never again; null for the other kinds. */
export async function addChannel(
  actor: Actor,
  kind: ChannelKind,
  draft: ChannelDraft,
): Promise<{ id: string; secret: string | null }> {
  requireMay(actor, 'settings.change')
  const id = randomUUID()
  const wishes = wishesOf(draft)
  if (kind === 'mail') {
    await insertChannel(actor, { id, kind, ...wishes, shown: { to: readRecipients(draft.leadsTo) }, secretRef: null })
    return { id, secret: null }
  }
  const url = draft.leadsTo.trim()
  const shown = await requireReceiver(url)
  const secret = kind === 'webhook' ? makeSigningSecret() : null
  const secretRef = await sealSecrets(id, { url, ...(secret !== null && { signing: secret }) })
  await insertChannel(actor, { id, kind, ...wishes, shown, secretRef })
  return { id, secret }
}

export async function changeChannel(actor: Actor, id: string, draft: ChannelDraft): Promise<void> {
  requireMay(actor, 'settings.change')
  const channel = await readChannel(id)
  const wishes = wishesOf(draft)
  if (channel.kind === 'mail') {
    await updateChannel(actor, channel, { ...wishes, shown: { to: readRecipients(draft.leadsTo) } })
    return
  }
  const url = draft.leadsTo.trim()
  if (url === '') {
    await updateChannel(actor, channel, wishes)
    return
  }
  const shown = await requireReceiver(url)
  await replaceSecrets(actor, channel, { ...(await openSecrets(channel)), url }, { ...wishes, shown })
}

/** Another signing secret, shown once. The former one signs beside it for a day, so that nothing is refused meanwhile. */
export async function renewSigningSecret(actor: Actor, id: string): Promise<{ secret: string }> {
  requireMay(actor, 'settings.change')
  const channel = await readChannel(id)
  const { url, signing } = await openSecrets(channel)
  if (signing === undefined) throw new AppError('conflict', `channel ${id} signs nothing`)
  const until = new Date(runtime().clock.now().getTime() + formerSecretMs).toISOString()
  const secret = makeSigningSecret()
  await replaceSecrets(actor, channel, { url, signing: secret, former: { signing, until } }, {})
  return { secret }
}

export async function removeChannel(actor: Actor, id: string): Promise<void> {
  requireMay(actor, 'settings.change')
  const channel = await readChannel(id)
  await deleteChannel(actor, channel)
  if (channel.secretRef !== null) await runtime().vault.destroy(channel.secretRef)
}

export async function switchChannelOn(actor: Actor, id: string): Promise<void> {
  requireMay(actor, 'settings.change')
  await switchChannel(actor, await readChannel(id), null)
}

export async function switchChannelOff(actor: Actor, id: string): Promise<void> {
  requireMay(actor, 'settings.change')
  await switchChannel(actor, await readChannel(id), `Switched off by ${actor.name}.`)
}

/** Throws `not_found`. */
export async function readChannel(id: string): Promise<ChannelRow> {
  const channel = z.uuid().safeParse(id).success ? await findChannel(id) : null
  if (channel === null) throw new AppError('not_found', `no channel ${id}`)
  return channel
}

/** The new seal stands before the row names it, and the old one goes last: at no moment is there none. */
async function replaceSecrets(
  actor: Actor,
  channel: ChannelRow,
  secrets: Parameters<typeof sealSecrets>[1],
  data: Parameters<typeof updateChannel>[2],
): Promise<void> {
  const secretRef = await sealSecrets(channel.id, secrets)
  await updateChannel(actor, channel, { ...data, secretRef })
  if (channel.secretRef !== null) await runtime().vault.destroy(channel.secretRef)
}

function wishesOf({ name, minimumSeverity, events, customerId }: ChannelDraft): ChannelWishes {
  return { name: name.trim(), minimumSeverity, events, customerId }
}

/** Asked when it is typed, so that a mistake is seen at once; asked again at every try. */
async function requireReceiver(url: string): Promise<Shown> {
  const admission = await egress().admitWeb(url)
  if (admission.admitted) return { host: new URL(url).host }
  throw new AppError('invalid_input', 'receiver refused', { field: 'leadsTo', say: admission.refusal.say })
}
