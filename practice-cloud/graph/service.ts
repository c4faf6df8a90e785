import type { Cloud } from '../cloud'
import { exchange, RESET } from '../http/exchange'
import type { Answer, Message } from '../http/message'
import { itemMessage, readBatch } from './batch'
import type { BatchItem } from './batch'
import { identify } from './caller'
import type { Identified } from './caller'
import { findPlace, graphAnswer, refusalOutcome, runOperation } from './entrance'
import type { GraphOutcome } from './entrance'
import { GraphRefusal } from './refusals'
import { unitsOf } from './resource-units'

const VERSION = '/v1.0'

/** Graph: one request, or one batch of them. */
export async function serveGraph(cloud: Cloud, received: Message): Promise<Answer | typeof RESET> {
  const message = inOwnOrganization(received)
  const path = message.path.slice(VERSION.length)
  const isBatch = path === '/$batch' || path === '/%24batch'
  const place = isBatch && message.method === 'POST' ? undefined : findPlace(message.method, path)
  const who = tryIdentify(cloud, message)
  const facts = {
    tenantId: who instanceof GraphRefusal ? null : who.tenant.facts.tenantId,
    method: message.method,
    path: message.path,
    shown: `${message.path}${message.search}`,
    operation: place?.operation ?? 'batch',
    seq: cloud.log.nextSeq(),
  }
  const outcome = await exchange(cloud, facts, refusing(cloud, message), () => {
    if (who instanceof GraphRefusal) return refusalOutcome(cloud, who, message)
    return place === undefined ? runBatch(cloud, who, message, facts.seq) : runOperation(cloud, who, place, message)
  })
  return outcome === RESET ? RESET : graphAnswer(outcome, message, unitsOf(facts.operation, message))
}

/** `/myorganization` before a path means the token's own tenant, which every path means anyway. */
function inOwnOrganization(message: Message): Message {
  return { ...message, path: message.path.replace(/^\/v1\.0\/myorganization(?=\/)/, VERSION) }
}

function tryIdentify(cloud: Cloud, message: Message): Identified | GraphRefusal {
  try {
    return identify(cloud, message.headers['authorization'])
  } catch (error) {
    if (error instanceof GraphRefusal) return error
    throw error
  }
}

const UNABLE: Readonly<Record<number, { code: string; text: string }>> = {
  429: {
    code: 'TooManyRequests',
    text: 'Too many requests from Identifier:practice under category:aadgraph.app.tenant_large. Please try again later.',
  },
  500: { code: 'InternalServerError', text: 'Internal server error.' },
  502: { code: 'BadGateway', text: 'Bad gateway.' },
  503: { code: 'ServiceUnavailable', text: 'The service is temporarily unavailable.' },
  504: { code: 'UnknownError', text: '' },
}

function refusing(cloud: Cloud, message: Message) {
  return (status: number, headers: Record<string, string>): GraphOutcome => {
    const { code, text } = UNABLE[status] ?? { code: 'UnknownError', text: '' }
    return refusalOutcome(cloud, new GraphRefusal(status, code, text, { headers }), message)
  }
}

type Answered = { id: string; outcome: GraphOutcome }

async function runBatch(
  cloud: Cloud,
  who: Identified,
  message: Message,
  batch: number,
): Promise<GraphOutcome | typeof RESET> {
  let items: BatchItem[]
  try {
    items = readBatch(message)
  } catch (error) {
    if (error instanceof GraphRefusal) return refusalOutcome(cloud, error, message)
    throw error
  }
  const refused = refusedWrites(cloud, who, items)
  const answered: Answered[] = []
  for (const item of items) {
    const outcome = await runItem(cloud, who, message, batch, item, answered, refused)
    if (outcome === RESET) {
      await cloud.file.save()
      return RESET
    }
    answered.push({ id: item.id, outcome })
  }
  const inSequence = items.some((item) => item.dependsOn !== undefined)
  const responses = (inSequence ? answered : answered.toReversed()).map(showItem)
  const effect = answered.some(({ outcome }) => outcome.effect)
  return { status: 200, headers: {}, body: { responses }, effect, codes: [] }
}

/** Parallel answers come in another order than they were asked, as they may at Microsoft. */
function showItem({ id, outcome }: Answered): object {
  const { 'request-id': _requestId, ...headers } = outcome.headers
  return {
    id,
    status: outcome.status,
    headers: outcome.body === undefined ? headers : { ...headers, 'Content-Type': 'application/json' },
    body: outcome.body ?? null,
  }
}

/** With the fault on, the directory takes one of several writes in a batch and refuses those beside it. */
function refusedWrites(
  cloud: Cloud,
  who: Identified,
  items: readonly BatchItem[],
): { ids: ReadonlySet<string>; status: number } {
  const writes = items.filter((item) => item.method.toUpperCase() !== 'GET')
  if (writes.length < 2) return { ids: new Set(), status: 429 }
  const occasion = { method: 'POST', path: '/v1.0/$batch', operation: 'batch' }
  const fault = cloud.faults.take('concurrency-refusal', who.tenant.facts.tenantId, occasion)
  return {
    ids: new Set(fault === undefined ? [] : writes.slice(1).map((item) => item.id)),
    status: fault?.status ?? 429,
  }
}

function runItem(
  cloud: Cloud,
  who: Identified,
  outer: Message,
  batch: number,
  item: BatchItem,
  answered: readonly Answered[],
  refused: { ids: ReadonlySet<string>; status: number },
): Promise<GraphOutcome | typeof RESET> {
  const message = inOwnOrganization(itemMessage(item, outer))
  const place = findPlace(message.method, message.path.slice(VERSION.length))
  const facts = {
    tenantId: who.tenant.facts.tenantId,
    method: message.method,
    path: message.path,
    shown: `${message.path}${message.search}`,
    operation: place.operation,
    seq: cloud.log.nextSeq(),
    batch,
  }
  return exchange(cloud, facts, refusing(cloud, message), () => {
    const failed = answered.some(({ id, outcome }) => outcome.status >= 400 && dependsOn(item, id))
    if (failed) return failedDependency()
    if (refused.ids.has(item.id)) return concurrencyRefusal(cloud, message, refused.status)
    return runOperation(cloud, who, place, message)
  })
}

function dependsOn(item: BatchItem, id: string): boolean {
  return (item.dependsOn ?? []).some((each) => each.toLowerCase() === id.toLowerCase())
}

function failedDependency(): GraphOutcome {
  const body = { error: { code: 'FailedDependency', message: 'dependency failed' } }
  return { status: 424, headers: {}, body, effect: false, codes: ['FailedDependency'] }
}

function concurrencyRefusal(cloud: Cloud, message: Message, status: number): GraphOutcome {
  const headers = status === 429 ? { 'retry-after': '1' } : {}
  const text =
    'One or more of the conditions were not met because the directory object is being updated by another request. Retry later.'
  return refusalOutcome(cloud, new GraphRefusal(status, 'Directory_ConcurrencyViolation', text, { headers }), message)
}
