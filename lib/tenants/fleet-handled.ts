import type { Prisma } from '@/prisma/generated/client'
import { runtime } from '../runtime'
import type { HandledLine } from './fleet-views'

const weekMs = 7 * 86_400_000

/** What the last week brought without anybody being asked, from the events and the waits that are written down. */
export async function listHandled(visible: Prisma.TenantWhereInput): Promise<readonly HandledLine[]> {
  const [rotated, waiting, resolved, checked] = await Promise.all([
    countEvents('certificate.rotated', visible),
    countWaits(visible),
    countEvents('condition.resolved', visible),
    countChecks(visible),
  ])
  return [
    line('rotated', rotated, 'certificate renewed itself this week', 'certificates renewed themselves this week'),
    line(
      'waits',
      waiting,
      'tenant waits because Microsoft asked us to slow down',
      'tenants wait because Microsoft asked us to slow down',
    ),
    line(
      'resolved',
      resolved,
      'trouble was gone at the next check, this week',
      'troubles were gone at the next check, this week',
    ),
    line('checked', checked, 'tenant was checked in the last day', 'tenants were checked in the last day'),
  ].flatMap((one) => one ?? [])
}

interface Counted {
  count: number
  at: Date | null
}

function line(kind: HandledLine['kind'], { count, at }: Counted, one: string, many: string): HandledLine | null {
  if (count === 0) return null
  return { kind, text: `${count} ${count === 1 ? one : many}`, at: at?.toISOString() ?? null, ahead: kind === 'waits' }
}

async function countEvents(kind: string, visible: Prisma.TenantWhereInput): Promise<Counted> {
  const { db, clock } = runtime()
  const events = await db.event.groupBy({
    by: ['tenantId'],
    where: { kind, at: { gt: new Date(clock.now().getTime() - weekMs) } },
    _count: true,
    _max: { at: true },
  })
  const ids = events.flatMap(({ tenantId }) => tenantId ?? [])
  const seen = await db.tenant.findMany({ where: { AND: [visible, { id: { in: ids } }] }, select: { id: true } })
  const known = new Set(seen.map(({ id }) => id))
  const ours = events.filter(({ tenantId }) => tenantId !== null && known.has(tenantId))
  const times = ours.flatMap((event) => event._max.at?.getTime() ?? [])
  return {
    count: ours.reduce((sum, event) => sum + event._count, 0),
    at: times.length === 0 ? null : new Date(Math.max(...times)),
  }
}

async function countWaits(visible: Prisma.TenantWhereInput): Promise<Counted> {
  const { db, clock } = runtime()
  const waits = await db.tenant.aggregate({
    where: { AND: [visible, { pausedUntil: { gt: clock.now() } }] },
    _count: true,
    _min: { pausedUntil: true },
  })
  return { count: waits._count, at: waits._min.pausedUntil }
}

async function countChecks(visible: Prisma.TenantWhereInput): Promise<Counted> {
  const { db, clock } = runtime()
  const since = new Date(clock.now().getTime() - 86_400_000)
  const checked = await db.tenant.aggregate({
    where: { AND: [visible, { provedAt: { gt: since } }] },
    _count: true,
    _max: { provedAt: true },
  })
  return { count: checked._count, at: checked._max.provedAt }
}

/** When the tenant that was looked at longest ago was looked at, and when the next look is planned. */
export async function readLooks(visible: Prisma.TenantWhereInput): Promise<{ since: Date | null; next: Date | null }> {
  const { db } = runtime()
  const [looks, work] = await Promise.all([
    db.tenant.aggregate({ where: { AND: [visible, { state: 'connected' }] }, _min: { provedAt: true } }),
    db.work.aggregate({ where: { kind: 'check', tenant: visible }, _min: { nextAt: true } }),
  ])
  return { since: looks._min.provedAt, next: work._min.nextAt }
}
