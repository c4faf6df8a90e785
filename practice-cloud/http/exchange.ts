import { setTimeout as sleep } from 'node:timers/promises'
import type { Cloud } from '../cloud'
import type { Occasion } from '../faults/box'

/** What every answer of this cloud, as Entra or as Graph, tells the log. */
export interface Outcome {
  status: number
  effect: boolean
  codes: readonly string[]
}

/** The connection is to be broken instead of answered. */
export const RESET = Symbol('reset')

export interface ExchangeFacts extends Occasion {
  tenantId: string | null
  /** Path and query as the log shows them. */
  shown: string
  /** `seq` of the batch that carries this item; items neither wait nor save by themselves. */
  batch?: number
  seq: number
}

/** How this service says that it cannot answer now. */
export type Refuse<T> = (status: number, headers: Record<string, string>) => T

/** One request through all faults: before it is seen, instead of an answer, or after its effect is on disk. */
export async function exchange<T extends Outcome>(
  cloud: Cloud,
  facts: ExchangeFacts,
  refuse: Refuse<T>,
  run: () => T | typeof RESET | Promise<T | typeof RESET>,
): Promise<T | typeof RESET> {
  const started = performance.now()
  const concurrent = cloud.log.enter(facts.tenantId)
  const at = new Date(cloud.state.clock.now()).toISOString()
  let result: T | typeof RESET = RESET
  let effect = false
  try {
    const early = await before(cloud, facts, refuse)
    result = early ?? (await run())
    if (result !== RESET && result.effect) {
      effect = true
      if (facts.batch === undefined) await cloud.file.save()
      result = after(cloud, facts, refuse) ?? result
    }
    return result
  } finally {
    cloud.log.leave(facts.tenantId)
    cloud.log.add({
      seq: facts.seq,
      at,
      tenant: facts.tenantId,
      method: facts.method,
      path: facts.shown,
      operation: facts.operation,
      status: result === RESET ? 0 : result.status,
      effect,
      codes: result === RESET ? ['reset'] : [...result.codes],
      concurrent,
      ...(facts.batch === undefined ? {} : { batch: facts.batch }),
      durationMs: Math.round(performance.now() - started),
    })
  }
}

async function before<T extends Outcome>(
  cloud: Cloud,
  facts: ExchangeFacts,
  refuse: Refuse<T>,
): Promise<T | typeof RESET | undefined> {
  const { faults } = cloud
  const tenant = facts.tenantId ?? undefined
  if (facts.batch === undefined) {
    const latency = faults.take('latency', tenant, facts)
    if (latency !== undefined) await sleep(latency.ms)
  }
  if (faults.take('reset-before-effect', tenant, facts) !== undefined) return RESET
  const throttle = faults.take('throttle', tenant, facts)
  if (throttle !== undefined) return refuse(429, { 'retry-after': String(throttle.retryAfterSeconds) })
  const down = faults.take('unavailable', tenant, facts)
  if (down === undefined) return undefined
  return refuse(down.status, retryAfter(down))
}

function retryAfter({ retryAfterSeconds }: { retryAfterSeconds?: number | undefined }): Record<string, string> {
  return retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
}

function after<T extends Outcome>(cloud: Cloud, facts: ExchangeFacts, refuse: Refuse<T>): T | typeof RESET | undefined {
  const tenant = facts.tenantId ?? undefined
  if (cloud.faults.take('reset-after-effect', tenant, facts) !== undefined) return RESET
  const lost = cloud.faults.take('gateway-timeout-after-effect', tenant, facts)
  return lost === undefined ? undefined : refuse(lost.status, retryAfter(lost))
}
