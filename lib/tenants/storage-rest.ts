import { isAppError, storageTrouble } from '../errors'
import { roomState, runtime } from '../runtime'
import { readRunRow, renewLease, restingData, updateRun, updateStep, type RunRow } from './run-store'
import { describeStanding } from './standing'
import { storageAway, storageFull } from './verdict-storage'
import type { Verdict } from './verdict-views'

/** Verdicts that could not be written down yet, because the disk is full; reading still works then. */
function unsaid(): Map<string, Verdict> {
  return roomState('unsaid-verdicts', () => new Map<string, Verdict>())
}

/** What a run would say if it could be written down. */
export function unsaidVerdict(runId: string): Verdict | null {
  return unsaid().get(runId) ?? null
}

/**
 * Waits until the database can be written again, then lets the run rest with the words for what happened. Answers the
 * phase in which it was met; `proving` does not rest, it goes on. Null when the run is no longer ours.
 */
export async function outlast(
  row: RunRow,
  trouble: 'away' | 'full',
  signal: AbortSignal,
): Promise<RunRow['phase'] | null> {
  const { clock, settings } = runtime()
  try {
    for (;;) {
      try {
        return await settle(row, trouble)
      } catch (error) {
        if (isAppError(error) && error.code === 'conflict') return null
        if (storageTrouble(error) === null) throw error
      }
      await clock.sleep(settings.LEASE_SECONDS * 100, signal)
      if (signal.aborted) return null
    }
  } finally {
    unsaid().delete(row.id)
  }
}

async function settle(row: RunRow, trouble: 'away' | 'full'): Promise<RunRow['phase'] | null> {
  const { phase, tenantId, baseline } = await readRunRow(row.id)
  if (phase === 'proving') return (await renewLease(row)) ? 'proving' : null
  const written = await describeStanding({ runId: row.id, tenantId, baseline }, false)
  const verdict = trouble === 'full' ? storageFull(written) : storageAway(written)
  unsaid().set(row.id, verdict)
  const step = await runtime().db.runStep.findFirst({
    where: { runId: row.id, status: { not: 'done' } },
    orderBy: { position: 'asc' },
  })
  await updateStep(row, step?.key ?? 'sign-in', { status: 'failed', detail: verdict.title })
  await updateRun(row, restingData('waiting', verdict.reason, verdict))
  return phase
}
