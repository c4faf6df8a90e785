import { startConnecting } from '@/lib/tenants/connecting'
import { startBrowserSignIn } from '@/lib/tenants/browser-sign-in'
import type { RunView } from '@/lib/tenants/run-page-views'
import type { AuthorizeAs } from '@/practice-cloud/control/control'
import { comeBack, goThere, visit } from './own-application'
import type { House } from './tenants'

/** A run for a tenant that no other test knows. */
export async function begin(house: House): Promise<{ runId: string; domain: string; tenantId: string }> {
  const tenant = await house.newTenant()
  const { runId } = await startConnecting(house.actor, {
    customer: `Customer of ${tenant.domain}`,
    domain: tenant.domain,
    baseline: 'recommended',
    workloads: ['exchange', 'sharepoint', 'teams', 'groups', 'own-registration'],
  })
  return { runId, ...tenant }
}

/** To Microsoft and back, as the browser that began it. */
export async function signIn(house: House, runId: string, how: Partial<AuthorizeAs> = {}): Promise<void> {
  const { url } = await startBrowserSignIn(house.actor, runId, visit)
  const answer = await goThere(house, url, how)
  if (answer === null) throw new Error('Microsoft kept the person at a page')
  const landed = await comeBack(house, answer)
  if (!('to' in landed)) throw new Error(`nobody waited for the answer: ${landed.stopped}`)
}

/** It ended, or waits for somebody. */
export function rested(run: RunView): boolean {
  return run.endedAt !== null || (run.verdict !== null && run.phase === 'waiting')
}

/** Application ids of the service principals that stand in a tenant. */
export async function principals(house: House, tenantId: string): Promise<readonly string[]> {
  const { servicePrincipals } = await house.cloud.control.god(tenantId)
  return servicePrincipals.map((one) => one.appId)
}
