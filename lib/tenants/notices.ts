import { expiryStage, stageStarts, type ExpiryStage } from '../certificates/lifecycle'
import { emit, type NewEvent } from '../events/events'
import { runtime } from '../runtime'
import { listCertificates, type OwnCertificate } from './certificate-store'
import { readExpiryLevels } from './expiry-levels'
import { readRenewal, troubleWords, type RenewalTrouble } from './renewal'
import { noticeServerKeys } from './server-key-conditions'
import { activeSnoozes, type Snooze } from './snoozes'
import { readTenant, type TenantRow } from './tenant-store'
import { sayDay } from './days'

/**
 * Tells that a certificate nears its end, once per level, and only when a person is needed: one that renews itself gives
 * no notice. A snooze holds levels back, and when it ends the level of that day is told; the end itself is always told.
 * Answers when to look again; null after the end.
 */
export async function noticeTenant(tenantId: string): Promise<Date | null> {
  const { db, clock } = runtime()
  const tenant = await readTenant(tenantId)
  const certificate = (await listCertificates(tenantId)).find((one) => one.state === 'active')
  if (tenant.state !== 'connected' || certificate === undefined) return null
  const now = clock.now()
  const { levels } = await readExpiryLevels(tenantId)
  const others = await noticeServerKeys(tenant, levels, now)
  const { trouble, lateAt } = await readRenewal(tenantId, certificate)
  const snoozed = (await activeSnoozes([tenantId])).find(({ type }) => type === 'Certificate')
  const stage = expiryStage(certificate, now, levels)
  if (stage !== null && isTold(stage, trouble, snoozed))
    await emit(db, noticeOf({ tenant, certificate, stage, trouble }), now)
  const moments = [
    ...others,
    ...stageStarts(certificate, levels),
    lateAt,
    ...(snoozed === undefined ? [] : [snoozed.until]),
  ]
  return moments.filter((moment) => moment > now).toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null
}

function isTold(stage: ExpiryStage, trouble: RenewalTrouble | null, snoozed: Snooze | undefined): boolean {
  return stage === 'expired' || (trouble !== null && snoozed === undefined)
}

interface Notice {
  tenant: TenantRow
  certificate: OwnCertificate
  stage: ExpiryStage
  trouble: RenewalTrouble | null
}

function noticeOf({ tenant, certificate, stage, trouble }: Notice): NewEvent {
  const { message, remedy, who } = troubleWords(trouble ?? 'RenewalLate')
  const isOver = stage === 'expired'
  const days = isOver ? '' : stage === 1 ? '1 day' : `${stage} days`
  const until = certificate.notAfter.toISOString()
  return {
    kind: isOver ? 'certificate.expired' : 'certificate.expiring',
    key: `certificate.expiring:${certificate.keyId}:${stage}`,
    thread: `tenant:${tenant.id}:Certificate`,
    tenantId: tenant.id,
    severity: isOver || stage <= 7 ? 'failing' : 'warning',
    facts: {
      title: isOver
        ? `${tenant.customer}: the certificate has ended`
        : `${tenant.customer}: the certificate ends in at most ${days}`,
      message: isOver
        ? `It ended on ${sayDay(until)}. Nothing can sign in until an administrator puts a new one in place.`
        : `${message} It ends on ${sayDay(until)}.`,
      remedy,
      who,
      until,
      reason: isOver ? 'KeyExpired' : trouble,
    },
  }
}
