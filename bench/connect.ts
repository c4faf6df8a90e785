import { startConnecting } from '@/lib/tenants/connecting'
import { openHouse, untilRun } from '../tests/support/tenants'

/** How long does a first connect of Backup (recommended) take after the sign-in, when every call costs 100 ms? */
const latencyMs = 100
const goalRoundTrips = 8

const house = await openHouse({ SPREAD_PAUSE_SECONDS: '1', SPREAD_DEADLINE_SECONDS: '60' })
try {
  const tenant = await house.newTenant()
  await house.cloud.control.fault(tenant.tenantId, { name: 'latency', ms: latencyMs })
  const { runId } = await startConnecting(house.actor, {
    customer: 'Bench',
    domain: tenant.domain,
    baseline: 'recommended',
    workloads: ['exchange', 'sharepoint', 'teams', 'groups', 'own-registration'],
  })
  const waiting = await untilRun(house, runId, (run) => run.code !== null)
  await house.cloud.control.signIn({ userCode: waiting.code?.userCode ?? '', person: 'global-administrator' })
  const ended = await untilRun(house, runId, (run) => run.endedAt !== null || run.verdict !== null, 60_000)
  if (ended.receipt === null) throw new Error(`the run did not connect: ${ended.verdict?.title ?? 'no verdict'}`)
  report(await house.cloud.control.log({ tenant: tenant.tenantId }), ended)
} finally {
  await house.close()
}

type Entry = Awaited<ReturnType<typeof house.cloud.control.log>>[number]

/** The calls from the first look on, and how many of them had to wait for an earlier one. A batch is one call. */
function report(
  log: readonly Entry[],
  ended: { endedAt: string | null; steps: readonly { key: string; finishedAt: string | null }[] },
) {
  const own = log.filter((entry) => entry.batch === undefined)
  const calls = own.slice(own.findIndex((entry) => entry.path.endsWith('/$batch')))
  const rounds = countRounds(calls)
  const signedIn = Date.parse(ended.steps.find((step) => step.key === 'sign-in')?.finishedAt ?? '')
  const wall = Date.parse(ended.endedAt ?? '') - signedIn
  console.log(`HTTP requests after sign-in    ${calls.length}`)
  console.log(`sequential round trips    ${rounds} (goal at most ${goalRoundTrips})`)
  console.log(`wall time after sign-in   ${(wall / 1000).toFixed(2)} s at ${latencyMs} ms per call`)
  for (const entry of calls) console.log(`  ${entry.at}  ${entry.method} ${entry.path} ${entry.status}`)
  if (rounds > goalRoundTrips) process.exitCode = 1
}

/** A call that began before another one's answer did not wait for it. */
function countRounds(calls: readonly Entry[]): number {
  let rounds = 0
  let openUntil = 0
  for (const call of calls.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const began = Date.parse(call.at)
    if (began < openUntil) continue
    rounds += 1
    openUntil = began + latencyMs
  }
  return rounds
}
