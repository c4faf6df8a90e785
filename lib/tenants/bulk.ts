import { record } from '../audit/audit'
import { AppError } from '../errors'
import { runtime } from '../runtime'
import { labelOf, type Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { carryBatch, inBackground, makeBatch, type NewBatchRow } from './batch-store'
import { requestChecks } from './checking'
import { findMatching } from './fleet'
import { visibleTenants } from './practice'
import { requestRotations, type RotationRequest } from './rotating'
import { requireWish, snooze } from './snoozes'
import { changeTag, readTag } from './tags'
import type { FleetQuery } from './fleet-views'
import { sayDay } from './days'

/** Chosen one by one, or all that a query of the fleet matches. */
export type Chosen = { ids: readonly string[] } | { matching: FleetQuery }

export interface BulkRequest {
  /** `check`, `rotate`, `snooze`, `tag`, `untag` or `reconfigure`. */
  deed: string
  chosen: Chosen
  /** For tag and untag. */
  tag: string
  /** For snooze: a day as YYYY-MM-DD, and why. */
  until?: string
  reason?: string
}

interface Target {
  id: string
  customer: string
  domain: string
  connected: boolean
  pausedUntil: Date | null
}

const mostAtOnce = 20_000
const tagsAtOnce = 8

/**
 * Gives one order for many tenants and answers the batch whose page has a result for each. Throws invalid_input where
 * nothing was chosen or the order cannot be read.
 */
export async function actOnMany(actor: Actor, request: BulkRequest): Promise<{ batchId: string }> {
  requireMay(actor, 'tenants.change')
  const begin = deeds[request.deed]
  if (begin === undefined) throw new AppError('invalid_input', `bulk: ${request.deed}`)
  const targets = await findTargets(actor, request.chosen)
  if (targets.length === 0) {
    throw new AppError('invalid_input', 'nothing chosen', { say: 'Choose at least one tenant in the list first.' })
  }
  const batchId = await begin(actor, targets, request)
  await record(runtime().db, {
    actor: labelOf(actor),
    action: 'bulk.given',
    subject: `batch:${batchId}`,
    detail: { operator: actor.name, kind: request.deed, count: targets.length },
  })
  return { batchId }
}

type Begin = (actor: Actor, targets: readonly Target[], request: BulkRequest) => Promise<string>

const deeds: Readonly<Record<string, Begin>> = {
  check: beginChecks,
  tag: beginTags,
  untag: beginTags,
  rotate: beginRotations,
  snooze: beginSnoozes,
  reconfigure: (actor, targets) =>
    makeBatch(
      actor,
      'reconfigure',
      targets.map((target) =>
        target.connected
          ? { ...rowOf(target), state: 'waiting', text: 'Waits for its sign-in.' }
          : { ...rowOf(target), state: 'refused', text: notConnected },
      ),
    ),
}

const notConnected = 'Is not connected yet.'

function rowOf({ id, customer, domain }: Target): NewBatchRow {
  return { tenantId: id, customer, domain }
}

/** The worker checks them at its own rate; the page of the batch sees each result when it is there. */
async function beginChecks(actor: Actor, targets: readonly Target[]): Promise<string> {
  const now = runtime().clock.now()
  const isPaused = ({ pausedUntil }: Target) => pausedUntil !== null && pausedUntil > now
  const batchId = await makeBatch(
    actor,
    'check',
    targets.map((target) => {
      if (!target.connected) return { ...rowOf(target), state: 'refused', text: notConnected }
      if (!isPaused(target)) return { ...rowOf(target), text: 'Waits for its turn.' }
      const until = target.pausedUntil?.toISOString().slice(11, 16) ?? ''
      return { ...rowOf(target), state: 'refused', text: `Microsoft asked us to wait until ${until} UTC.` }
    }),
  )
  const ids = targets.filter((target) => target.connected && !isPaused(target)).map(({ id }) => id)
  await requestChecks(actor, ids)
  return batchId
}

/** Each row is done once the new key is in use; the old one leaves after the overlap, as in every renewal. */
async function beginRotations(actor: Actor, targets: readonly Target[]): Promise<string> {
  const asked = await requestRotations(
    actor,
    targets.map(({ id }) => id),
  )
  const results = new Map(asked.map(({ tenantId, result }) => [tenantId, result]))
  return makeBatch(
    actor,
    'rotate',
    targets.map((target) => ({ ...rowOf(target), ...rotationWords[results.get(target.id) ?? 'not-connected'] })),
  )
}

const rotationWords: Readonly<Record<RotationRequest['result'], Pick<NewBatchRow, 'state' | 'text'>>> = {
  requested: { state: 'todo', text: 'Waits for its turn.' },
  'already-under-way': { state: 'todo', text: 'Was under way already.' },
  'run-open': { state: 'refused', text: 'A run is open there; it looks after the key as well.' },
  'not-connected': { state: 'refused', text: notConnected },
}

/** Whatever asks for a person at each of them, until that day. */
async function beginSnoozes(actor: Actor, targets: readonly Target[], request: BulkRequest): Promise<string> {
  const wish = requireWish({ until: new Date(`${request.until ?? ''}T00:00:00Z`), reason: request.reason ?? '' })
  const batchId = await makeBatch(actor, 'snooze', targets.map(rowOf))
  const work = carryBatch(
    batchId,
    targets.map((_, position) => position),
    tagsAtOnce,
    async (position) => {
      const tenantId = targets[position]?.id ?? ''
      const asking = await runtime().db.condition.findMany({
        where: { tenantId, status: { in: ['failing', 'warning'] } },
        select: { type: true },
      })
      if (asking.length === 0) return { state: 'refused', text: 'Nothing asks for a person there.' }
      for (const { type } of asking) await snooze(actor, tenantId, { type, ...wish })
      return { state: 'done', text: `Snoozed until ${sayDay(wish.until)}.` }
    },
  )
  if (targets.length <= 100) await work
  else inBackground(work)
  return batchId
}

async function beginTags(actor: Actor, targets: readonly Target[], request: BulkRequest): Promise<string> {
  const tag = readTag(request.tag)
  const deed = request.deed === 'untag' ? 'untag' : 'tag'
  const batchId = await makeBatch(actor, 'tag', targets.map(rowOf), { tag, deed })
  const work = carryBatch(
    batchId,
    targets.map((_, position) => position),
    tagsAtOnce,
    (position) => changeTag(targets[position]?.id ?? '', tag, deed),
  )
  if (targets.length <= 100) await work
  else inBackground(work)
  return batchId
}

async function findTargets(actor: Actor, chosen: Chosen): Promise<readonly Target[]> {
  const ids = 'ids' in chosen ? [...new Set(chosen.ids)] : await findMatching(actor, chosen.matching)
  const found = await runtime().db.tenant.findMany({
    where: { AND: [await visibleTenants(), { id: { in: [...ids] } }] },
    select: { id: true, domain: true, state: true, pausedUntil: true, customer: { select: { name: true } } },
    take: mostAtOnce,
  })
  const place = new Map(ids.map((id, index) => [id, index]))
  return found
    .map((one) => ({ ...one, customer: one.customer.name, connected: one.state === 'connected' }))
    .sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0))
}
