import { cloudByName, type Cloud } from '../microsoft/clouds'
import { evidenceOfRefusal } from '../microsoft/evidence'
import type { Evidence, MicrosoftFailure } from '../microsoft/observed'
import { record } from '../audit/audit'
import { schedule } from '../queue/queue-store'
import { runtime } from '../runtime'
import type { OwnCertificate } from './certificate-store'
import { updateRotation, type RotationRow, type RotationStep } from './rotation-store'
import { rotationStopped, type RotationStop } from './rotation-words'
import { restingData, updateRun, updateStep, workingData, type RunKey } from './run-store'
import { readTenant, type TenantRow } from './tenant-store'

/** All that the stages of one change of keys share. */
export interface RotationContext {
  key: RunKey
  rotation: RotationRow
  tenant: TenantRow
  cloud: Cloud
  signal: AbortSignal
}

/** When to go on; `ended`: nothing is left to do. */
export type Next = { at: Date } | { stage: RotationRow['stage'] } | 'ended'

export async function makeRotationContext(
  key: RunKey,
  rotation: RotationRow,
  signal: AbortSignal,
): Promise<RotationContext> {
  const tenant = await readTenant(rotation.tenantId)
  return { key, rotation, tenant, cloud: cloudByName(runtime().clouds, tenant.cloud), signal }
}

export function inSeconds(seconds: number): { at: Date } {
  return { at: new Date(runtime().clock.now().getTime() + seconds * 1000) }
}

/** The next try: soon at first, then ever more slowly up to a day; Microsoft's Retry-After is a floor. */
export function afterFailure({ rotation }: RotationContext, failure: MicrosoftFailure | null): { at: Date } {
  const passed = (runtime().clock.now().getTime() - rotation.stageSince.getTime()) / 1000
  const pause = Math.min(longestPauseSeconds, Math.max(tryAgainSeconds(), passed / 4))
  return inSeconds(Math.max(pause, failure?.retryAfterSeconds ?? 0))
}

const longestPauseSeconds = 24 * 3600

/** Between two looks at something that spreads: nothing waits in memory, so this is minutes, not seconds. */
export function tryAgainSeconds(): number {
  return runtime().settings.SPREAD_PAUSE_SECONDS * 15
}

/** Microsoft's replicas are given this long in one stage before what they show is believed. */
export function patienceLeftMs({ rotation }: RotationContext): number {
  const { clock, settings } = runtime()
  const passed = clock.now().getTime() - rotation.stageSince.getTime()
  return Math.max(0, settings.STALE_PATIENCE_SECONDS * 1000 - passed)
}

export async function toStage(context: RotationContext, stage: RotationRow['stage']): Promise<Next> {
  const stageSince = runtime().clock.now()
  await updateRotation(context.key, { stage, stageSince, waitsFor: null })
  await updateRun(context.key, { ...workingData(), phase: 'rotating' })
  context.rotation = { ...context.rotation, stage, stageSince, waitsFor: null }
  return { stage }
}

/** What a refusal looks like on the page; a grant of a token brings its own line. */
export function linesOf(call: string, failure: MicrosoftFailure | null): readonly Evidence[] {
  return failure === null ? [] : [evidenceOfRefusal({ call }, failure)]
}

/**
 * A person is needed: said on the run, in the audit, to the next check and to the notices; and tried again by itself,
 * because policies are lifted and applications restored without anybody telling us.
 */
export async function waitForPerson(
  context: RotationContext,
  step: RotationStep,
  stop: RotationStop,
  found: { failure: MicrosoftFailure | null; inUse: OwnCertificate | null; tryAgainHours?: number },
): Promise<Next> {
  const { key, rotation, tenant } = context
  const evidence = linesOf('change of keys', found.failure)
  const verdict = rotationStopped(
    stop,
    { domain: tenant.domain, endsAt: found.inUse?.notAfter ?? null },
    { ...found, evidence },
  )
  await updateStep(key, step, { status: 'failed', detail: verdict.title, evidence })
  await updateRun(key, restingData('waiting', stop, verdict))
  const next = inSeconds(hoursBetweenTries(found) * 3600)
  if (rotation.waitsFor === stop) return next
  await updateRotation(key, { waitsFor: stop })
  const { db, clock } = runtime()
  await db.$transaction(async (tx) => {
    await record(tx, {
      actor: 'system',
      action: 'certificate.rotation_stopped',
      subject: `tenant:${tenant.id}`,
      detail: { runId: key.id, reason: stop, ...(found.failure === null ? {} : { code: found.failure.code }) },
    })
    await schedule(tx, { tenantId: tenant.id, kind: 'check' }, clock.now(), 'sooner')
    await schedule(tx, { tenantId: tenant.id, kind: 'notice' }, clock.now(), 'sooner')
  })
  return next
}

/** Once a day, and in a short life often enough to come before its end. */
function hoursBetweenTries({
  inUse,
  tryAgainHours = 24,
}: {
  inUse: OwnCertificate | null
  tryAgainHours?: number
}): number {
  if (inUse === null) return tryAgainHours
  const lifeHours = (inUse.notAfter.getTime() - inUse.notBefore.getTime()) / 3_600_000
  return Math.min(tryAgainHours, lifeHours / 30)
}
