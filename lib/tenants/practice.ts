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

/** Narrows any query of tenants to those that may be shown. */
export async function visibleTenants(): Promise<Prisma.TenantWhereInput> {
  return (await isPracticeOn()) ? {} : { practice: false }
}
