import { expiryStages } from '../certificates/lifecycle'
import { record } from '../audit/audit'
import { AppError } from '../errors'
import { schedule, scheduleMany } from '../queue/queue-store'
import { runtime } from '../runtime'
import { findSetting, writeSetting } from '../settings/store'
import { labelOf, type Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { z } from 'zod'
import { reachTenant } from './tenant-store'

const setting = 'expiry-levels'
const levelsSchema = z.array(z.number().int().min(1).max(365)).min(1).max(12)

/** Days before the end of a certificate at which somebody is told, longest first. */
export interface ExpiryLevels {
  levels: readonly number[]
  /** Whose choice it is. */
  from: 'default' | 'provider' | 'tenant'
}

export async function readExpiryLevels(tenantId: string | null): Promise<ExpiryLevels> {
  const { db } = runtime()
  if (tenantId !== null) {
    const row = await db.tenant.findUnique({ where: { id: tenantId }, select: { expiryLevels: true } })
    const own = levelsSchema.safeParse(row?.expiryLevels)
    if (own.success) return { levels: own.data, from: 'tenant' }
  }
  const found = await findSetting(db, setting)
  const levels = typeof found?.value === 'string' ? parseLevels(found.value) : null
  return levels === null ? { levels: expiryStages, from: 'default' } : { levels, from: 'provider' }
}

/** For every tenant without a choice of its own; an empty text goes back to the default. */
export async function changeExpiryLevels(actor: Actor, text: string): Promise<void> {
  requireMay(actor, 'settings.change')
  const value = text.trim() === '' ? null : requireLevels(text).join(', ')
  const before = (await readExpiryLevels(null)).levels.join(', ')
  if (value === before) return
  const { db, clock } = runtime()
  await writeSetting(db, { actor, name: setting, value, before })
  const connected = await db.tenant.findMany({ where: { state: 'connected' }, select: { id: true } })
  await scheduleMany(
    'notice',
    connected.map(({ id }) => id),
    clock.now(),
  )
}

/** For one tenant; an empty text follows the provider again. */
export async function changeTenantExpiryLevels(actor: Actor, tenantId: string, text: string): Promise<void> {
  requireMay(actor, 'tenants.change')
  const tenant = await reachTenant(actor, tenantId)
  const levels = text.trim() === '' ? null : requireLevels(text)
  const before = await readExpiryLevels(tenant.id)
  const { db, clock } = runtime()
  await db.$transaction(async (tx) => {
    await tx.tenant.update({ where: { id: tenant.id }, data: { expiryLevels: levels ?? [] } })
    await record(tx, {
      actor: labelOf(actor),
      action: 'tenant.expiry_levels_changed',
      subject: `tenant:${tenant.id}`,
      detail: {
        operator: actor.name,
        before: before.levels.join(', '),
        after: levels?.join(', ') ?? 'as for all tenants',
      },
    })
    if (tenant.state === 'connected') await schedule(tx, { tenantId: tenant.id, kind: 'notice' }, clock.now(), 'sooner')
  })
}

function requireLevels(text: string): readonly number[] {
  const levels = parseLevels(text)
  if (levels !== null) return levels
  throw new AppError('invalid_input', 'expiry levels', {
    field: 'levels',
    say: 'Write days as whole numbers from 1 to 365 with commas between them, at most twelve: 90, 60, 30, 14, 7, 3, 1.',
  })
}

/** “90, 30, 7” as numbers, longest first and each once; null when it is something else. */
function parseLevels(text: string): readonly number[] | null {
  const given = text.split(/[,;\s]+/).filter((part) => part !== '')
  const parsed = levelsSchema.safeParse(given.map(Number))
  return parsed.success ? [...new Set(parsed.data)].toSorted((a, b) => b - a) : null
}
