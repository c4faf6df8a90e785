import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'
import { readAsks } from '../broker/counters'
import { callCounterName, createCallCounter } from '../microsoft/call-counter'
import { roomState, runtime } from '../runtime'
import { requireAccess } from './access'
import { measure, type Measured } from './metrics-store'

/** 0 ok, 1 warning, 2 failing, 3 unknown: one series per condition, and `> 0` is what to alert on. */
const statusNumbers: Readonly<Record<string, number>> = { ok: 0, warning: 1, failing: 2, unknown: 3 }

const dayMs = 24 * 60 * 60_000

/**
 * The Prometheus text format, for whoever has the token (`Authorization: Bearer …`). What stands in the database is read
 * anew at each scrape; calls to Microsoft are counted per process. Throws `not_signed_in`.
 */
export async function readMetrics(authorization: string | null): Promise<{ text: string; contentType: string }> {
  const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? null
  await requireAccess('metrics', token)
  const now = runtime().clock.now()
  const registry = new Registry()
  const measured = await measure(now)
  showTenants(registry, measured, now)
  showWork(registry, measured, now)
  showMicrosoft(registry)
  showBroker(registry)
  const process = roomState('process-metrics', makeProcessRegistry)
  const texts = await Promise.all([registry.metrics(), process.metrics()])
  return { text: texts.join('\n'), contentType: registry.contentType }
}

function makeProcessRegistry(): Registry {
  const register = new Registry()
  collectDefaultMetrics({ register, prefix: 'latchkey_' })
  return register
}

function showTenants(registry: Registry, { certificates, conditions, runs }: Measured, now: Date): void {
  const names = ['tenant_id', 'customer', 'domain', 'practice'] as const
  const days = gauge(registry, 'certificate_days_to_expiry', 'Days until the certificate in use ends', names)
  for (const { notAfter, ...tenant } of certificates) {
    days.set(labelsOf(tenant), Math.round(((notAfter.getTime() - now.getTime()) / dayMs) * 100) / 100)
  }
  const help = 'Condition of a tenant: 0 ok, 1 warning, 2 failing, 3 unknown'
  const status = gauge(registry, 'condition_status', help, [...names, 'type'])
  for (const { type, status: word, ...tenant } of conditions) {
    status.set({ ...labelsOf(tenant), type }, statusNumbers[word] ?? 3)
  }
  const outcomes = gauge(registry, 'runs', 'Runs that have ended, by kind and outcome', ['kind', 'outcome'])
  for (const { kind, outcome, count } of runs) outcomes.set({ kind, outcome }, count)
}

function labelsOf(tenant: { tenantId: string; customer: string; domain: string; practice: boolean }) {
  const { tenantId, customer, domain, practice } = tenant
  return { tenant_id: tenantId, customer, domain, practice: String(practice) }
}

function showWork(registry: Registry, { work, deliveries, eventsWaiting }: Measured, now: Date): void {
  const due = gauge(registry, 'work_due', 'Scheduled work that is due now', ['kind'])
  const lag = gauge(registry, 'work_lag_seconds', 'How long the oldest due work has waited', ['kind'])
  for (const { kind, due: count, oldest } of work) {
    due.set({ kind }, count)
    lag.set({ kind }, secondsSince(oldest, now))
  }
  const sent = gauge(registry, 'deliveries', 'Deliveries in the log, by kind of channel and state', ['kind', 'state'])
  const late = gauge(registry, 'delivery_lag_seconds', 'How long the oldest waiting delivery has waited', ['kind'])
  for (const { kind, state, count, oldest } of deliveries) {
    sent.set({ kind, state }, count)
    if (state === 'waiting') late.set({ kind }, secondsSince(oldest, now))
  }
  gauge(registry, 'events_waiting', 'Events that no channel was given yet', []).set(eventsWaiting)
}

function showMicrosoft(registry: Registry): void {
  const registers = [registry]
  const calls = new Counter({
    ...{ name: 'latchkey_microsoft_calls_total', help: 'Calls to Microsoft by status; 0: no answer came', registers },
    labelNames: ['cloud', 'status'],
  })
  const throttles = new Counter({
    ...{ name: 'latchkey_microsoft_throttles_total', help: 'Calls that Microsoft answered with 429', registers },
    labelNames: ['cloud'],
  })
  for (const { cloud, status, count } of roomState(callCounterName, createCallCounter).read()) {
    calls.inc({ cloud, status: String(status) }, count)
    if (status === 429) throttles.inc({ cloud }, count)
  }
}

function showBroker(registry: Registry): void {
  const asks = new Counter({
    ...{
      name: 'latchkey_broker_asks_total',
      help: 'Tokens given from memory or by Microsoft, refusals, tokens withheld',
    },
    registers: [registry],
    labelNames: ['resource', 'outcome'],
  })
  for (const { resource, outcome, count } of readAsks()) asks.inc({ resource, outcome }, count)
}

function gauge<T extends string>(registry: Registry, name: string, help: string, labelNames: readonly T[]): Gauge<T> {
  return new Gauge({ name: `latchkey_${name}`, help, labelNames, registers: [registry] })
}

function secondsSince(date: Date | null, now: Date): number {
  return date === null ? 0 : Math.max(0, Math.round((now.getTime() - date.getTime()) / 1000))
}
