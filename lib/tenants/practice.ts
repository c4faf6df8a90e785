import type { Prisma } from '@/prisma/generated/client'
import { runtime } from '../runtime'

/**
 * Practice tenants are for trying: from the first real connection on, no figure, list or form shows one, and
 * `PRACTICE=off` hides them from the start.
 */
export async function isPracticeOn(): Promise<boolean> {
  const { db, settings } = runtime()
  if (settings.PRACTICE === 'off') return false
  const real = await db.tenant.findFirst({ where: { practice: false, state: 'connected' }, select: { id: true } })
  return real === null
}

/** What a fleet is made of: restore applications and what was taken back are elsewhere. */
export const inFleet = {
  purpose: 'backup',
  state: { not: 'decommissioned' },
} as const satisfies Prisma.TenantWhereInput

/** Narrows any query of tenants to those that the fleet shows. */
export async function visibleTenants(): Promise<Prisma.TenantWhereInput> {
  return { ...(await practiceRule()), ...inFleet }
}

/** Tenants that were taken back: kept with their receipts. */
export async function formerTenants(): Promise<Prisma.TenantWhereInput> {
  return { ...(await practiceRule()), purpose: 'backup', state: 'decommissioned' }
}

async function practiceRule(): Promise<Prisma.TenantWhereInput> {
  return (await isPracticeOn()) ? {} : { practice: false }
}
