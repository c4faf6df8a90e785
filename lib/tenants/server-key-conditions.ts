import { expiryStage, stageStarts } from '../certificates/lifecycle'
import { emit } from '../events/events'
import { runtime } from '../runtime'
import type { ConditionDraft } from './condition-course'
import { sayDay } from './days'
import { listServerKeys } from './server-key-store'
import type { TenantRow } from './tenant-store'
import type { ServerKey } from '../../prisma/generated/client'

/** A backup server's key with what the last whole look showed; null where nobody may look. */
export interface ServerKeyReading {
  row: ServerKey
  seen: boolean | null
}

const dayMs = 86_400_000
const soonDays = 30

/** One condition per key: named, with its end, and what a person has to do; nothing here renews itself. */
export function serverKeyConditions(readings: readonly ServerKeyReading[], at: Date): readonly ConditionDraft[] {
  return readings
    .filter(({ row }) => row.state !== 'leaving')
    .map((reading) => ({ type: `ServerKey:${reading.row.id}`, evidence: [], ...judge(reading, at) }))
}

type Said = Pick<ConditionDraft, 'status' | 'reason' | 'message' | 'remedy' | 'who'>

function judge({ row, seen }: ServerKeyReading, at: Date): Said {
  const name = `“${row.name}”`
  const days = Math.floor((row.notAfter.getTime() - at.getTime()) / dayMs)
  const ask = {
    remedy: 'Bring the next certificate of the backup server on the tenant’s page, then remove this one.',
    who: 'You, or whoever runs the backup server',
  }
  const day = sayDay(row.notAfter)
  if (days < 0)
    return {
      status: 'failing',
      reason: 'ServerKeyEnded',
      message: `The certificate of ${name} ended on ${day}.`,
      ...ask,
    }
  const put = { remedy: 'Reconfigure the tenant: one sign-in puts it in place.', who: 'An administrator of the tenant' }
  if (row.state === 'waiting') {
    const why = row.why === null ? '' : ` ${row.why}`
    return {
      status: 'warning',
      reason: 'ServerKeyWaits',
      message: `The certificate of ${name} does not stand on the application yet.${why}`,
      ...put,
    }
  }
  if (seen === false) {
    const message = `The certificate of ${name} no longer stands on the application. Somebody took it off there.`
    return {
      status: 'warning',
      reason: 'ServerKeyGone',
      message,
      remedy: `${put.remedy} Or remove it from the list.`,
      who: put.who,
    }
  }
  const message = `The certificate of ${name} ends in ${days === 1 ? '1 day' : `${days} days`}, on ${day}.`
  if (days < soonDays) return { status: days < 7 ? 'failing' : 'warning', reason: 'ServerKeyEnds', message, ...ask }
  const where = seen === null ? ' Whether it still stands there cannot be read with these permissions.' : ''
  return {
    status: 'ok',
    reason: 'ServerKeyStands',
    message: `${message} Its private key is on the backup server.${where}`,
    remedy: null,
    who: null,
  }
}

/** Tells at each level of expiry, once: a backup server's certificate always needs a person. Answers when to look again. */
export async function noticeServerKeys(
  tenant: TenantRow,
  levels: readonly number[],
  now: Date,
): Promise<readonly Date[]> {
  const moments: Date[] = []
  for (const row of await listServerKeys(tenant.id)) {
    if (row.state === 'leaving') continue
    moments.push(...stageStarts(row, levels))
    const stage = expiryStage(row, now, levels)
    if (stage === null) continue
    const isOver = stage === 'expired'
    const ends = isOver ? 'has ended' : `ends in at most ${stage === 1 ? '1 day' : `${stage} days`}`
    await emit(
      runtime().db,
      {
        kind: isOver ? 'certificate.expired' : 'certificate.expiring',
        key: `certificate.expiring:${row.id}:${stage}`,
        thread: `tenant:${tenant.id}:ServerKey:${row.id}`,
        tenantId: tenant.id,
        severity: isOver || stage <= 7 ? 'failing' : 'warning',
        facts: {
          title: `${tenant.customer}: the certificate of “${row.name}” ${ends}`,
          message: `The backup server cannot sign in with it after ${sayDay(row.notAfter)}. It does not renew itself.`,
          remedy: 'Bring the next certificate of the backup server on the tenant’s page.',
          who: 'You, or whoever runs the backup server',
          until: row.notAfter.toISOString(),
          reason: isOver ? 'ServerKeyEnded' : 'ServerKeyEnds',
        },
      },
      now,
    )
  }
  return moments
}
