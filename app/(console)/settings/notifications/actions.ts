'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { makeAccess, removeAccess } from '@/lib/notifications/access'
import {
  addChannel,
  changeChannel,
  removeChannel,
  renewSigningSecret,
  switchChannelOff,
  switchChannelOn,
} from '@/lib/notifications/channels'
import { readEventKinds } from '@/lib/notifications/event-names'
import { saveMailSender } from '@/lib/notifications/mail-settings'
import { sendAgain, testChannel, type Tried } from '@/lib/notifications/trying'
import { operatorAction, type ActionResult } from '../../../_edge/action'
import { portalAddress } from '../../../_edge/portal-address'
import { formText } from '../../_parts/act-state'
import type { SettingsState } from '../settings-state'
import type { ChannelState, DeedState, TypedChannel } from './channel-state'

const place = '/settings/notifications'

const draft = z.object({
  name: z.string().trim().min(1, 'Give it a name that your colleagues recognise.').max(80),
  leadsTo: z.string().max(4000, 'This address is too long.'),
  minimumSeverity: z.enum(['info', 'warning', 'failing']),
  events: z.array(z.string()).transform(readEventKinds),
  customerId: z.union([z.literal('').transform(() => null), z.uuid()]),
})
const kind = z.enum(['mail', 'webhook', 'teams'])
const channelId = z.uuid()

const add = operatorAction(draft.extend({ kind }), (operator, { kind, ...rest }) => addChannel(operator, kind, rest))
const change = operatorAction(draft.extend({ channelId }), (operator, { channelId, ...rest }) =>
  changeChannel(operator, channelId, rest),
)
const one = z.object({ channelId })
const test = operatorAction(one, (operator, { channelId }) => testChannel(operator, channelId))
const again = operatorAction(one.extend({ deliveryId: z.uuid() }), (operator, { channelId, deliveryId }) =>
  sendAgain(operator, channelId, deliveryId),
)
const renew = operatorAction(one, (operator, { channelId }) => renewSigningSecret(operator, channelId))
const turnOn = operatorAction(one, (operator, { channelId }) => switchChannelOn(operator, channelId))
const turnOff = operatorAction(one, (operator, { channelId }) => switchChannelOff(operator, channelId))
const remove = operatorAction(one, (operator, { channelId }) => removeChannel(operator, channelId))

const mail = z.object({
  way: z.enum(['smtp', 'graph']),
  sender: z.string().max(300),
  host: z.string().max(300),
  port: z.coerce.number().int().min(1, 'A port is a number from 1 to 65535.').max(65535),
  security: z.enum(['starttls', 'tls', 'none']),
  account: z.string().max(300),
  password: z.string().max(1000),
})
const save = operatorAction(mail, (operator, given) => saveMailSender(operator, given))

const access = z.object({ access: z.enum(['calendar', 'metrics']) })
const open = operatorAction(access, (operator, { access }) => makeAccess(operator, access))
const close = operatorAction(access, (operator, { access }) => removeAccess(operator, access))

export async function addReceiver(before: ChannelState, form: FormData): Promise<ChannelState> {
  const typed = readTyped(form)
  const kind = formText(form, 'kind')
  const result = await add({ ...typed, kind })
  const turn = before.turn + 1
  if (!result.ok) return { ...untouched(turn), error: result.error, typed: withoutSecret(typed, kind) }
  revalidatePath(place, 'layout')
  return { ...untouched(turn), made: result.value }
}

export async function changeReceiver(before: ChannelState, form: FormData): Promise<ChannelState> {
  const typed = readTyped(form)
  const result = await change({ ...typed, channelId: formText(form, 'channelId') })
  const turn = before.turn + 1
  const kept = withoutSecret(typed, formText(form, 'kind'))
  if (!result.ok) return { ...untouched(turn), error: result.error, typed: kept }
  revalidatePath(place, 'layout')
  return { ...untouched(turn), typed: kept, saved: 'Saved.' }
}

/** One of several things that one press does to a channel; which one stands in `wish`. */
export async function actOnReceiver(_before: DeedState, form: FormData): Promise<DeedState> {
  const given = { channelId: formText(form, 'channelId'), deliveryId: formText(form, 'deliveryId') }
  const state = await deedOf(formText(form, 'wish'), given)
  if (state.error === null) revalidatePath(place, 'layout')
  return state
}

async function deedOf(wish: string, given: { channelId: string; deliveryId: string }): Promise<DeedState> {
  switch (wish) {
    case 'again':
      return said(await again(given), wordsOf)
    case 'renew':
      return said(await renew(given), () => 'The new secret. The former one signs beside it for a day.')
    case 'on':
      return said(await turnOn(given), () => 'Switched on. What happened meanwhile was not sent.')
    case 'off':
      return said(await turnOff(given), () => 'Switched off. Nothing is sent here any more.')
    case 'remove': {
      const result = await remove(given)
      if (result.ok) redirect(place)
      return said(result, () => '')
    }
    default:
      return said(await test(given), wordsOf)
  }
}

export async function saveMail(_before: SettingsState, form: FormData): Promise<SettingsState> {
  const names = ['way', 'sender', 'host', 'port', 'security', 'account', 'password'] as const
  const given = Object.fromEntries(names.map((name) => [name, formText(form, name)]))
  const result = await save({ ...given, port: given['port'] === '' ? '587' : given['port'] })
  if (!result.ok) return { error: result.error, typed: '', saved: '' }
  revalidatePath(place, 'layout')
  return { error: null, typed: '', saved: 'Saved. Add mail below, or test a channel that has it.' }
}

/** The address of the calendar, or the token of the metrics: shown in this answer only. */
export async function setAccess(_before: DeedState, form: FormData): Promise<DeedState> {
  const given = { access: formText(form, 'access') }
  if (formText(form, 'wish') === 'close') {
    const result = await close(given)
    if (result.ok) revalidatePath(place, 'layout')
    return said(result, () => 'Taken away. It opens nothing any more.')
  }
  const result = await open(given)
  if (!result.ok) return { error: result.error, said: '', good: false, secret: null }
  revalidatePath(place, 'layout')
  const isCalendar = given.access === 'calendar'
  const { token } = result.value
  return {
    error: null,
    good: true,
    said: isCalendar ? 'The address of the calendar. It is shown only now.' : 'The token. It is shown only now.',
    secret: isCalendar ? `${portalAddress()}/calendar/${token}.ics` : token,
  }
}

function readTyped(form: FormData): TypedChannel {
  return {
    name: formText(form, 'name').slice(0, 200),
    leadsTo: formText(form, 'leadsTo').slice(0, 5000),
    minimumSeverity: formText(form, 'minimumSeverity'),
    customerId: formText(form, 'customerId'),
    events: form.getAll('events').filter((one) => typeof one === 'string'),
  }
}

function withoutSecret(typed: TypedChannel, kind: string): TypedChannel {
  return kind === 'mail' ? typed : { ...typed, leadsTo: '' }
}

function untouched(turn: number): ChannelState {
  return { error: null, typed: null, made: null, saved: '', turn }
}

function wordsOf({ taken, answer }: Tried): string {
  return taken ? `Taken: ${answer}.` : `Not taken: ${answer}.`
}

function said<T>(result: ActionResult<T>, words: (value: T) => string): DeedState {
  if (!result.ok) return { error: result.error, said: '', good: false, secret: null }
  const { value } = result
  const has = typeof value === 'object' && value !== null
  const secret = has && 'secret' in value && typeof value.secret === 'string' ? value.secret : null
  return { error: null, said: words(value), good: !(has && 'taken' in value && value.taken === false), secret }
}
