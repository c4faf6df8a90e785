import { expect } from 'vitest'
import { runtime } from '@/lib/runtime'
import { checkNow } from '@/lib/tenants/checking'
import { getTenant } from '@/lib/tenants/tenant'
import type { ConditionView } from '@/lib/tenants/condition-views'
import type { TenantView } from '@/lib/tenants/tenant-views'
import type { Control } from '@/practice-cloud/control/control'
import { expectConnected, signInTo, startRun, type Started } from './runs'
import type { House } from './tenants'

/** A connected tenant that a test breaks and mends. */
export interface CheckedTenant extends Started {
  cloud: Control
  /** Our application’s client id. */
  application: string
  /** Checks it now, also before a Retry-After has passed, and shows what came out. */
  check(): Promise<TenantView>
  /** `condition.opened SignIn`, in their order. */
  events(): Promise<readonly string[]>
}

export async function connectTenant(house: House): Promise<CheckedTenant> {
  const started = await startRun(house)
  await signInTo(house, started)
  const { application } = await expectConnected(house, started)
  const { db } = house.database
  const { rowId } = started
  return {
    ...started,
    cloud: house.cloud.control,
    application: application?.appId ?? '',
    check: async () => {
      await db.tenant.update({ where: { id: rowId }, data: { pausedUntil: null } })
      await checkNow(house.actor, rowId)
      return getTenant(house.actor, rowId)
    },
    events: async () => {
      const rows = await db.event.findMany({ where: { tenantId: rowId, kind: { startsWith: 'condition.' } } })
      rows.sort((a, b) => a.at.getTime() - b.at.getTime())
      return rows.map(({ kind, thread }) => `${kind} ${thread.replace(`tenant:${rowId}:`, '')}`)
    },
  }
}

/** What each condition that is not in order owes a person: plain words, a way out, and who can take it. */
export function expectExplained(condition: ConditionView): void {
  expect(withoutNames(condition.message)).not.toMatch(/AADSTS|\b\d{5,}\b|\b[a-z]+[A-Z]\w+\b/)
  expect(condition.message.length).toBeGreaterThan(15)
  expect(condition.remedy?.length ?? 0).toBeGreaterThan(15)
  if (condition.status !== 'unknown') expect(condition.who).not.toBeNull()
}

/** Permissions are called what Microsoft calls them, and addresses are not codes. */
function withoutNames(text: string): string {
  return text
    .replaceAll(/\b[A-Z]\w+(?:\.\w+)+\b/g, '')
    .replaceAll(/https?:\S+|\S+@\S+/g, '')
    .replaceAll(/[0-9A-F]{8}…/g, '')
}

/** Everything that is not in order, worst first, as `type status reason`. */
export function troubles(tenant: TenantView): readonly string[] {
  const byDesign = ['NotPresent', 'NotOffered', 'GrantedNotTried', 'NotReadable']
  return tenant.conditions
    .filter(({ status, reason }) => status !== 'ok' && !byDesign.includes(reason))
    .map(({ type, status, reason }) => `${type} ${status} ${reason}`)
    .toSorted()
}

/** Moves the clocks of the house and of Microsoft together. */
export async function moveClocks(house: House, milliseconds: number): Promise<() => Promise<void>> {
  const before = runtime().clock
  runtime().clock = { ...before, now: () => new Date(before.now().getTime() + milliseconds) }
  await house.cloud.control.setClock({ offsetSeconds: milliseconds / 1000 })
  return async () => {
    runtime().clock = before
    await house.cloud.control.setClock({ offsetSeconds: 0 })
  }
}
