import { expect } from 'vitest'
import { startConnecting } from '@/lib/tenants/connecting'
import type { RunView } from '@/lib/tenants/run-page-views'
import type { Verdict } from '@/lib/tenants/verdict-views'
import type { NewTenant } from '@/practice-cloud/control/control'
import type { FaultInput } from '@/practice-cloud/faults/catalogue'
import { untilRun, type House } from './tenants'

export const allWorkloads = ['exchange', 'sharepoint', 'teams', 'groups', 'own-registration']

/** A run that has been started for a tenant of its own. */
export interface Started {
  runId: string
  /** Our own id of the tenant. */
  rowId: string
  tenantId: string
  domain: string
  request: Parameters<typeof startConnecting>[1]
}

export async function startRun(
  house: House,
  faults: readonly FaultInput[] = [],
  options: Partial<NewTenant> & { workloads?: readonly string[] } = {},
): Promise<Started> {
  const { workloads = allWorkloads, ...wanted } = options
  const tenant = await house.newTenant(wanted)
  for (const fault of faults) await house.cloud.control.fault(tenant.tenantId, fault)
  const request = {
    customer: `Customer of ${tenant.domain}`,
    domain: tenant.domain,
    baseline: 'recommended',
    workloads,
  }
  const { runId, tenantId } = await startConnecting(house.actor, request)
  return { runId, rowId: tenantId, request, ...tenant }
}

/** The same tenant once more, as Reconfigure does. */
export async function startAgain(house: House, started: Started): Promise<Started> {
  const { runId } = await startConnecting(house.actor, started.request)
  return { ...started, runId }
}

export async function signInTo(
  house: House,
  started: Pick<Started, 'runId'>,
  person = 'global-administrator',
  outcome: 'approve' | 'decline' = 'approve',
) {
  const run = await untilRun(house, started.runId, (view) => view.code !== null)
  return house.cloud.control.signIn({ userCode: run.code?.userCode ?? '', person, outcome })
}

export const hasEnded = (run: RunView) => run.endedAt !== null
export const rests = (run: RunView) => run.verdict !== null

/** Where the run rests, with what every ending owes a person: a plain sentence, who acts, a way on, what was written. */
export async function untilVerdict(
  house: House,
  started: Pick<Started, 'runId'>,
  timeoutMs?: number,
): Promise<Verdict> {
  const { verdict } = await untilRun(house, started.runId, rests, timeoutMs)
  if (verdict === null) throw new Error('the run rests without a verdict')
  expectPlain(verdict)
  return verdict
}

const code = /AADSTS\d*|\b\d{5,}\b|\b[A-Za-z]+_[A-Za-z_]+\b|\b[a-z]+[A-Z][A-Za-z]+\b(?<!onmicrosoft|iOS)/

export function expectPlain(verdict: Verdict): void {
  expect(verdict.title).not.toMatch(code)
  expect(withoutNames(verdict.explanation)).not.toMatch(code)
  expect(verdict.ways.length).toBeGreaterThan(0)
  expect(verdict.written).not.toBe('')
  if (verdict.status === 'failing') expect(verdict.who).not.toBeNull()
  for (const way of verdict.ways.filter(({ kind }) => kind === 'copy-text')) {
    expect(way.text?.length).toBeGreaterThan(200)
    expect(way.text).toMatch(/undo|taken? back|restored|undone|never see|sign-in is dropped|remove/i)
  }
}

/** Permissions are called what Microsoft calls them, and addresses are not codes. */
function withoutNames(text: string): string {
  return text.replaceAll(/\b[A-Z][A-Za-z]+(?:\.[A-Z][A-Za-z]+)+\b/g, '').replaceAll(/\S+@\S+/g, '')
}

/** Nothing half-made: no application, no principal, and no code left in the row. */
export async function expectNoResidue(house: House, started: Started): Promise<void> {
  const truth = await house.cloud.control.god(started.tenantId)
  expect(truth.applications).toEqual([])
  expect(truth.deletedItems).toEqual([])
  await expectCodeErased(house, started)
}

export async function expectCodeErased(house: House, { runId }: Pick<Started, 'runId'>): Promise<void> {
  const row = await house.database.db.run.findUniqueOrThrow({ where: { id: runId } })
  expect(row.userCode).toBeNull()
}

export async function expectConnected(house: House, started: Started, timeoutMs = 30_000) {
  const run = await untilRun(house, started.runId, (view) => hasEnded(view) || rests(view), timeoutMs)
  expect(run.verdict).toBeNull()
  expect(run.receipt?.rows.every((row) => row.status !== 'failing')).toBe(true)
  const truth = await house.cloud.control.god(started.tenantId)
  const ours = truth.applications.filter((application) => !application.foreign)
  expect(ours).toHaveLength(1)
  expect(ours[0]?.keyCredentials).toHaveLength(1)
  return { run, truth, application: ours[0] }
}
