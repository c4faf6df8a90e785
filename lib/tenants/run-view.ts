import { z } from 'zod'
import { AppError } from '../errors'
import type { Evidence } from '../microsoft/observed'
import { readBootstrapClient } from '../settings/bootstrap-client'
import { readOwnProgram, type OwnProgram } from '../settings/own-application'
import { reaches, type Actor } from '../staff/actor'
import { runtime } from '../runtime'
import { baselineSchema } from './baselines'
import { withBrowserWay } from './browser-offer'
import { byHandFor } from './by-hand'
import { describeRequest } from './certificate-requests'
import { leftoverWords, readLeftover } from './leftover-words'
import { readWrittenReceipt } from './changes'
import { readReceipt } from './receipt'
import { forget } from './removal-verdicts'
import { programName } from './run-context'
import { runChannel } from './run-store'
import { unsaidVerdict } from './storage-rest'
import { mainTenantOf, readTenant, uuid, type TenantRow } from './tenant-store'
import { isUnattended } from './unattended'
import type { BrowserView, CodeView, Receipt, RunPhase, RunView, StepView } from './run-page-views'
import type { Verdict } from './verdict-views'

type RunRecord = NonNullable<Awaited<ReturnType<typeof findRun>>>

const signedInAs = z
  .object({ name: z.string(), upn: z.string(), roles: z.array(z.string()), partner: z.boolean() })
  .nullable()

/** All that the run page shows. Throws not_found for a run that does not exist. */
export async function getRun(actor: Actor, runId: string): Promise<RunView> {
  const run = await readRunView(runId)
  if (!reaches(actor, run.tenantId)) throw new AppError('not_found', `run ${runId} is out of reach`)
  return run
}

/** Yields the run at once and after each change, until it rests or the signal fires. */
export async function* watchRun(actor: Actor, runId: string, signal: AbortSignal): AsyncGenerator<RunView> {
  const { bus, clock } = runtime()
  let isStale = true
  let wake: (() => void) | undefined
  const unsubscribe = await bus.subscribe(runChannel, (payload) => {
    if (payload !== '' && payload !== runId) return
    isStale = true
    wake?.()
  })
  try {
    while (!signal.aborted) {
      if (isStale) {
        isStale = false
        yield await getRun(actor, runId)
        continue
      }
      const waiting = new AbortController()
      wake = () => {
        waiting.abort()
      }
      await clock.sleep(lookAgainMs, AbortSignal.any([signal, waiting.signal]))
      wake = undefined
      if (!waiting.signal.aborted) isStale = true
    }
  } finally {
    unsubscribe()
  }
}

/** A missed notification costs at most this long. */
const lookAgainMs = 10_000

async function readRunView(runId: string): Promise<RunView> {
  const run = await findRun(runId)
  if (run === null) throw new AppError('not_found', `no run ${runId}`)
  const tenant = await readTenant(run.tenantId)
  const baseline = baselineSchema.parse(run.baseline)
  const untold = run.verdict === null && run.endedAt === null ? unsaidVerdict(run.id) : null
  const phase = untold === null ? (run.phase as RunPhase) : 'waiting'
  const program = run.endedAt === null ? await readOwnProgram(tenant.cloud) : null
  const chosen = run.signInWay === 'browser' ? program?.clientId : undefined
  return {
    id: run.id,
    tenantId: run.tenantId,
    homeId: tenant.purpose === 'restore' ? (await mainTenantOf(run.tenantId)).id : run.tenantId,
    customer: tenant.customer,
    domain: tenant.domain,
    practice: tenant.practice,
    kind: run.kind,
    baselineName: baseline.name,
    phase,
    startedAt: run.startedAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
    now: runtime().clock.now().toISOString(),
    code: codeOf(run),
    browser: browserOf(run, program),
    program: programName(chosen ?? (await readBootstrapClient())),
    signedInAs: signedInAs.parse(run.signedInAs),
    steps: run.steps.map(stepOf),
    verdict: untold ?? verdictOf(run, program),
    receipt: await receiptOf(tenant, run),
    byHand: phase === 'by-hand' ? await byHandFor(tenant, baseline) : null,
    certificateRequest: phase === 'certificate' ? await describeRequest(tenant) : null,
  }
}

/** A tenant that was taken back keeps the receipt that was written then; any other run is read from the records. */
async function receiptOf(tenant: TenantRow, run: RunRecord): Promise<Receipt | null> {
  if (run.outcome !== 'converged' || isUnattended(run.kind)) return null
  return [...removals, 'restore'].includes(run.kind) ? readWrittenReceipt(run.receipt) : readReceipt(tenant, run)
}

const removals: readonly string[] = ['decommission', 'forget']

async function findRun(runId: string) {
  if (!uuid.test(runId)) return null
  return runtime().db.run.findUnique({ where: { id: runId }, include: { steps: { orderBy: { position: 'asc' } } } })
}

/** The words of the stop, with what the settings make possible since, and with what the sign-in left behind. */
function verdictOf(run: RunRecord, program: OwnProgram | null): Verdict | null {
  const verdict = run.verdict as Verdict | null
  if (verdict === null) return null
  const leftover = readLeftover(run.leftover)
  const said =
    leftover === null ? '' : ` The sign-in application (${leftover.appId}) ${leftoverWords(leftover).sentence}`
  const open = run.phase === 'ended' ? null : program
  const ways = ['connect', 'reconfigure'].includes(run.kind) ? verdict.ways : waysWithoutHand(run.kind, verdict.ways)
  return withBrowserWay({ ...verdict, ways, written: `${verdict.written}${said}` }, open, run.signInWay)
}

/** By hand only a backup is made; where a tenant is taken back, the other way is to forget it here. */
function waysWithoutHand(kind: string, ways: Verdict['ways']): Verdict['ways'] {
  const open = ways.filter((way) => way.kind !== 'by-hand')
  return open.length < ways.length && removals.includes(kind) ? [...open, forget] : open
}

function browserOf(run: RunRecord, program: OwnProgram | null): BrowserView | null {
  const chosen = run.signInWay === 'browser'
  if (program === null && !chosen) return null
  const until = chosen && run.phase === 'sign-in' ? run.codeExpiresAt : null
  return { chosen, until: until?.toISOString() ?? null }
}

function codeOf(run: RunRecord): CodeView | null {
  const { userCode, verificationUri, codeExpiresAt, lastPollAt, pollSeconds, codesLeft } = run
  if (userCode === null || verificationUri === null || codeExpiresAt === null) return null
  const shownAt = run.codeShownAt ?? run.startedAt
  return {
    userCode,
    verificationUri,
    expiresAt: codeExpiresAt.toISOString(),
    lifetimeSeconds: Math.max(1, Math.round((codeExpiresAt.getTime() - shownAt.getTime()) / 1000)),
    lastPollAt: lastPollAt?.toISOString() ?? null,
    pollSeconds: pollSeconds ?? 5,
    another: (codesLeft ?? 0) > 0,
  }
}

function stepOf(step: RunRecord['steps'][number]): StepView {
  return {
    key: step.key,
    name: step.name,
    status: step.status as StepView['status'],
    detail: step.detail,
    evidence: (step.evidence ?? []) as unknown as readonly Evidence[],
    startedAt: step.startedAt?.toISOString() ?? null,
    finishedAt: step.finishedAt?.toISOString() ?? null,
    waiting: step.waiting as StepView['waiting'],
  }
}
