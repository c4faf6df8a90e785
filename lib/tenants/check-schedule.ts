import { schedule } from '../queue/queue-store'
import { nextTurn, shareOf } from '../queue/spread'
import type { Database } from '../db/client'
import { runtime } from '../runtime'

/** The kind of scheduled work that looks whether a connection still works. */
export const checkKind = 'check'

const minuteMs = 60_000
/** Right after a connect, Microsoft’s servers may still disagree; and it has just been proved. */
const restMs = 15 * minuteMs
const soonMs = 15 * minuteMs

/** In the transaction that connects a tenant: from now on it is looked after. */
export async function scheduleCheck(tx: Pick<Database, 'work'>, tenantId: string, now: Date): Promise<void> {
  await schedule(tx, { tenantId, kind: checkKind }, nextTurnOf(tenantId, new Date(now.getTime() + restMs)))
}

/** What a check leaves behind for the time of the next. */
export interface CheckEnd {
  /** Microsoft was busy, broken or silent, so that something could not be checked. */
  unsure: boolean
  /** Microsoft’s Retry-After. */
  pausedUntil: Date | null
}

/** Its turn; a quarter of an hour after one that could not tell; never before Microsoft’s Retry-After. */
export function nextCheckAt(tenantId: string, end: CheckEnd, now: Date): Date {
  const turn = nextTurnOf(tenantId, now)
  const soon = now.getTime() + soonMs * (1 + shareOf(`again:${tenantId}`) / 2)
  const wanted = end.unsure ? Math.min(turn.getTime(), soon) : turn.getTime()
  return new Date(Math.max(wanted, end.pausedUntil?.getTime() ?? 0))
}

function nextTurnOf(tenantId: string, after: Date): Date {
  return nextTurn(tenantId, runtime().settings.CHECK_HOURS * 60 * minuteMs, after)
}
