import { renewAt, usable } from '../certificates/lifecycle'
import { runtime } from '../runtime'
import { listCertificates, type OwnCertificate } from './certificate-store'
import { findRotation } from './rotation-store'
import { stopTitle, type RotationStop } from './rotation-words'
import { unattendedKinds } from './unattended'
import { sayDay } from './days'

/** Why the certificate does not renew itself. */
export type RenewalTrouble = RotationStop | 'RenewalLate' | 'RunOpen'

/** How the renewal of one certificate stands. */
export interface Renewal {
  /** A person is needed; null while it is not due, or due and at work. */
  trouble: RenewalTrouble | null
  isDue: boolean
  /** From then on a renewal that has not come through counts as trouble. */
  lateAt: Date
  /** Older keys of ours that stay listed until they end, because Microsoft never told their ids. */
  listed: readonly OwnCertificate[]
}

const longestGraceMs = 7 * 86_400_000

export const nothingDue: Pick<Renewal, 'trouble' | 'isDue' | 'listed'> = { trouble: null, isDue: false, listed: [] }

export async function readRenewal(tenantId: string, certificate: OwnCertificate): Promise<Renewal> {
  const { clock, db } = runtime()
  const now = clock.now()
  const dueAt = renewAt(certificate, tenantId)
  const lengthMs = certificate.notAfter.getTime() - certificate.notBefore.getTime()
  const lateAt = new Date(dueAt.getTime() + Math.min(longestGraceMs, lengthMs / 30))
  const rotation = await findRotation(tenantId)
  const beside = await db.run.count({ where: { tenantId, endedAt: null, kind: { notIn: [...unattendedKinds] } } })
  const late = beside > 0 ? ('RunOpen' as const) : ('RenewalLate' as const)
  const isInUse = rotation === null || rotation.stage !== 'removing'
  return {
    trouble: rotation?.waitsFor ?? (isInUse && now >= lateAt ? late : null),
    isDue: now >= dueAt,
    lateAt,
    listed: (await listCertificates(tenantId)).filter((one) => isListed(one, certificate)),
  }
}

function isListed(one: OwnCertificate, inUse: OwnCertificate): boolean {
  return one.sent && one.keyId !== inUse.keyId && !one.keyIdKnown && one.standsAs === null && one.state === 'retiring'
}

/** What happened, as a sentence; and what helps. */
export function troubleWords(trouble: RenewalTrouble): { message: string; remedy: string; who: string } {
  if (trouble === 'RunOpen')
    return {
      message: 'A run of this tenant is open, and the certificate is not renewed beside it.',
      remedy: 'Finish the open run or stop it; the certificate then renews itself.',
      who: 'You, or whoever started the run',
    }
  const ask = {
    remedy: 'Reconfigure the tenant: one sign-in puts the next certificate in place.',
    who: 'An administrator of the tenant',
  }
  if (trouble === 'RenewalLate')
    return { ...ask, message: 'Its renewal is due and has not come through yet. Latchkey goes on trying.' }
  return { ...ask, message: `${stopTitle(trouble)}.` }
}

/** Whether what stays listed can still sign in, for a sentence. */
export function listedWords(listed: readonly OwnCertificate[], now: Date): string {
  const [first] = listed
  if (first === undefined) return ''
  const day = sayDay(first.notAfter)
  return usable(first, now)
    ? ` An older one stays listed at Microsoft until it ends on ${day}, because its id there is not known; the next Reconfigure takes it off.`
    : ` An older one that ended on ${day} is still listed at Microsoft; the next Reconfigure takes it off.`
}
