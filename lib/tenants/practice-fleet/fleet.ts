import { record } from '../../audit/audit'
import { AppError } from '../../errors'
import { runtime } from '../../runtime'
import { labelOf, type Actor } from '../../staff/actor'
import { requireMay } from '../../staff/permissions'
import { carryBatch, inBackground, makeBatch } from '../batch-store'
import { isPracticeOn } from '../practice'
import { practiceDomains, practiceFleet } from './cast'
import { practiceControl } from './control'
import { makeMember } from './member'
import { removeMember } from './removal'

/** So many at a time: making a key keeps one core busy for about half a second. */
const atOnce = 6

export interface PracticeFleetView {
  /** Practice is on, and this deployment may be filled. */
  offered: boolean
  /** How many of the fleet’s tenants are here. */
  present: number
  size: number
}

/** For the pages that offer it. */
export async function lookAtPracticeFleet(_actor: Actor): Promise<PracticeFleetView> {
  const size = practiceFleet.length
  if (!(await isPracticeOn())) return { offered: false, present: 0, size }
  const present = await runtime().db.tenant.count({ where: { practice: true, domain: { in: [...practiceDomains] } } })
  return { offered: true, present, size }
}

/**
 * `fill` or `remove`, as the button says; answers the batch whose page shows how far it is. While one of them is at work,
 * that is the answer: two at once would trip over each other.
 */
export async function changePracticeFleet(actor: Actor, deed: string): Promise<{ batchId: string }> {
  await requirePractice(actor)
  const atWork = await findAtWork()
  if (atWork !== null) return { batchId: atWork }
  if (deed === 'fill') return fillPracticeFleet(actor)
  if (deed === 'remove') return removePracticeFleet(actor)
  throw new AppError('invalid_input', `practice fleet: ${deed}`)
}

async function findAtWork(): Promise<string | null> {
  const { db, clock } = runtime()
  const alive = new Date(clock.now().getTime() - 60_000)
  const batch = await db.batch.findFirst({
    where: { kind: { in: ['practice-fill', 'practice-remove'] }, endedAt: null, aliveAt: { gt: alive } },
    select: { id: true },
  })
  return batch?.id ?? null
}

/**
 * Makes some forty practice tenants in every state, by the same runs, faults and checks as real ones; answers the page
 * that shows how far it is. What is there already stays. Throws practice_off, or microsoft_unreachable before anything.
 */
async function fillPracticeFleet(actor: Actor): Promise<{ batchId: string }> {
  await practiceControl().listTenants()
  const batchId = await begin(actor, 'practice-fill', practiceFleet)
  const positions = practiceFleet.map((_, position) => position)
  const work = (position: number) => makeMember(actor, at(practiceFleet, position))
  inBackground(carryBatch(batchId, positions, atOnce, work))
  return { batchId }
}

/** Forgets the practice fleet, there and here; tenants that an operator connected by hand stay. */
async function removePracticeFleet(actor: Actor): Promise<{ batchId: string }> {
  const tenants = await runtime().db.tenant.findMany({
    where: { practice: true, domain: { in: [...practiceDomains] } },
    include: { customer: true },
    orderBy: { domain: 'asc' },
  })
  const rows = tenants.map(({ customer, domain }) => ({ customer: customer.name, domain }))
  const batchId = await begin(actor, 'practice-remove', rows)
  const positions = tenants.map((_, position) => position)
  const work = (position: number) => removeMember(actor, at(tenants, position))
  inBackground(carryBatch(batchId, positions, atOnce, work))
  return { batchId }
}

async function requirePractice(actor: Actor): Promise<void> {
  requireMay(actor, 'tenants.change')
  if (!(await isPracticeOn())) throw new AppError('practice_off', 'practice fleet while practice is off')
}

async function begin(
  actor: Actor,
  kind: 'practice-fill' | 'practice-remove',
  rows: readonly { customer: string; domain: string }[],
): Promise<string> {
  const batchId = await makeBatch(
    actor,
    kind,
    rows.map(({ customer, domain }) => ({ customer, domain })),
  )
  await record(runtime().db, {
    actor: labelOf(actor),
    action: kind === 'practice-fill' ? 'practice.filled' : 'practice.removed',
    subject: `batch:${batchId}`,
    detail: { operator: actor.name, count: rows.length },
  })
  return batchId
}

function at<T>(list: readonly T[], position: number): T {
  const found = list[position]
  if (found === undefined) throw new AppError('internal', `no row ${position}`)
  return found
}
