import { record } from '../audit/audit'
import { AppError, isAppError } from '../errors'
import { runtime } from '../runtime'
import { labelOf, type Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { z } from 'zod'
import { chooseBaseline } from './baselines'
import { carryBatch, inBackground, makeBatch, noteRow, readBatchRows, type RowChange } from './batch-store'
import { renewCode, resolveDomain, startConnecting } from './connecting'
import { readList } from './many-list'

/** So many domains are asked about at the same time; each waits as long as Microsoft says. */
const asksAtOnce = 6

const optionsSchema = z.object({ baseline: z.string(), workloads: z.array(z.string()) })

export interface ManyRequest {
  list: string
  baseline: string
  workloads: readonly string[]
}

/** Takes a list and asks about every row before anything starts; answers the batch whose page shows what is good. */
export async function listMany(actor: Actor, request: ManyRequest): Promise<{ batchId: string }> {
  requireMay(actor, 'tenants.change')
  const { key, workloads } = chooseBaseline(request.baseline, request.workloads)
  const rows = readList(request.list)
  const listed = rows.map(({ customer, domain }) => ({
    customer: customer || nameFrom(domain),
    domain,
    state: 'todo' as const,
  }))
  const batchId = await makeBatch(actor, 'connect', listed, { baseline: key, workloads })
  await record(runtime().db, {
    actor: labelOf(actor),
    action: 'many.listed',
    subject: `batch:${batchId}`,
    detail: { operator: actor.name, baseline: key, count: rows.length },
  })
  inBackground(
    askAll(
      actor,
      batchId,
      rows.map((_, position) => position),
    ),
  )
  return { batchId }
}

/** Rows whose answer never came, because the portal was stopped: asked again. */
export async function askAgain(actor: Actor, batchId: string): Promise<void> {
  requireMay(actor, 'tenants.change')
  const { rows } = await readConnectBatch(batchId)
  const open = rows.filter(({ state, runId }) => ['todo', 'doing'].includes(state) && runId === null)
  inBackground(
    askAll(
      actor,
      batchId,
      open.map(({ position }) => position),
    ),
  )
}

/** A row that was refused, corrected: it is asked about anew. */
export async function mendRow(
  actor: Actor,
  input: { batchId: string; position: number; customer: string; domain: string },
): Promise<void> {
  requireMay(actor, 'tenants.change')
  const { rows } = await readConnectBatch(input.batchId)
  const row = rows[input.position]
  if (row?.state !== 'refused') throw new AppError('conflict', 'row was not refused')
  const { db } = runtime()
  const domain = input.domain.trim().slice(0, 300)
  const customer = input.customer.trim().slice(0, 120) || nameFrom(domain)
  const key = { batchId_position: { batchId: input.batchId, position: input.position } }
  await db.batchRow.update({ where: key, data: { domain, customer } })
  await noteRow(input.batchId, input.position, await judge(actor, input.batchId, input.position))
}

/** The next sign-in: a run for this row, which its page carries on. Also for a row that failed, as often as wanted. */
export async function startRow(
  actor: Actor,
  input: { batchId: string; position: number },
): Promise<{ tenantId: string; runId: string }> {
  requireMay(actor, 'tenants.change')
  const { rows, options } = await readConnectBatch(input.batchId)
  const row = rows[input.position]
  if (row === undefined || !['waiting', 'failed', 'doing'].includes(row.state)) {
    throw new AppError('conflict', 'row cannot be started', { say: 'This row has to be corrected first.' })
  }
  const { baseline, workloads } = optionsSchema.parse(options)
  const started = await startConnecting(actor, { customer: row.customer, domain: row.domain, baseline, workloads })
  if (await restsForSignIn(started.runId)) await renewCode(actor, started.runId)
  await noteRow(input.batchId, input.position, {
    state: 'doing',
    text: 'Waits for the administrator’s sign-in.',
    ...started,
  })
  return started
}

/** What another sign-in settles; what waits for a decision is decided on the page of the run. */
const settledBySignIn = new Set([
  ...['declined', 'code-expired', 'wrong-tenant', 'personal-account', 'guest', 'missing-role', 'interrupted'],
  'storage-away',
])

async function restsForSignIn(runId: string): Promise<boolean> {
  const { phase, outcome } = await runtime().db.run.findUniqueOrThrow({
    where: { id: runId },
    select: { phase: true, outcome: true },
  })
  return phase === 'waiting' && settledBySignIn.has(outcome ?? '')
}

async function askAll(actor: Actor, batchId: string, positions: readonly number[]): Promise<void> {
  await carryBatch(batchId, positions, asksAtOnce, (position) => judge(actor, batchId, position), 'open')
}

/** Ready, or why not: each refusal is for people, and can be corrected. */
async function judge(actor: Actor, batchId: string, position: number): Promise<RowChange> {
  const { rows } = await readConnectBatch(batchId)
  const row = rows[position]
  if (row === undefined) throw new AppError('not_found', `no row ${position}`)
  const same = rows.find((one) => one.position < position && sameDomain(one.domain, row.domain))
  if (same !== undefined) return refuse('duplicate', `Stands in this list already, in line ${same.position + 1}.`)
  try {
    const found = await resolveDomain(actor, row.domain)
    if (found.cloud !== 'global' && !found.practice) {
      return refuse('other-cloud', `Lives in another cloud: ${found.cloudName}. Connect it by itself.`)
    }
    const known = await runtime().db.tenant.findFirst({
      where: { entraTenantId: found.entraTenantId, cloud: found.cloud, state: 'connected' },
      include: { customer: true },
    })
    if (known !== null) return refuse('connected', `Is connected already, for ${known.customer.name}.`)
    return { state: 'waiting', reason: null, text: 'Ready: waits for its sign-in.' }
  } catch (error) {
    if (!isAppError(error) || error.say === undefined) throw error
    return refuse(error.code, error.say)
  }
}

function refuse(reason: string, text: string): RowChange {
  return { state: 'refused', reason, text }
}

function sameDomain(one: string, other: string): boolean {
  const plain = (text: string) => text.trim().toLowerCase().replace(/\.$/, '')
  return plain(one) === plain(other)
}

/** Until somebody gives a better one: “contoso” of contoso.com. */
function nameFrom(domain: string): string {
  return domain.split('.')[0]?.trim() || 'Unnamed'
}

async function readConnectBatch(batchId: string) {
  const batch = await readBatchRows(batchId)
  if (batch.kind !== 'connect') throw new AppError('not_found', `batch ${batchId} connects nothing`)
  return batch
}
