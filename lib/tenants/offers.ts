import type { Observed } from '../microsoft/observed'
import type { WorkloadReading } from '../microsoft/workload-reading'
import type { workloadsOf } from './baselines'
import { namesOf } from './workload'
import { resourceAppIds, resourceTitle } from './workloads'

type Workload = ReturnType<typeof workloadsOf>[number]

/**
 * What the tenant itself lacks for a workload: its service (not licensed, so not present) or a permission that its
 * Microsoft does not know yet (not offered here). Neither is a failure; null when all that is wanted can be granted, or
 * when nobody at hand may look.
 */
export function judgeOffer(
  workload: Workload,
  look: Observed | null,
): Pick<WorkloadReading, 'status' | 'message'> | null {
  if (look === null || workload.permissions.length === 0) return null
  const lacking = workload.permissions.filter(({ resource, ...permission }) => {
    const offered = look.resources[resourceAppIds[resource]]
    return offered !== undefined && !offered?.roles.some(({ value }) => namesOf(permission).includes(value))
  })
  const [first] = lacking
  if (first === undefined) return null
  const isGone = lacking.every(({ resource }) => look.resources[resourceAppIds[resource]] === null)
  if (isGone && lacking.length === workload.permissions.length) {
    const service = resourceTitle(resourceAppIds[first.resource])
    return { status: 'not-present', message: `The tenant has no ${service}: the service is not licensed there.` }
  }
  const names = lacking.map(({ role }) => role).join(', ')
  return { status: 'not-offered', message: `Not offered here: Microsoft does not know ${names} in this tenant.` }
}

/** The tenant's lack explains more than a read could; where a part can be granted, the read still counts. */
export function withOffer(workload: Workload, reading: WorkloadReading, look: Observed | null): WorkloadReading {
  const offer = judgeOffer(workload, look)
  if (offer === null) return reading
  if (offer.status === 'not-offered' && reading.status === 'ok')
    return { ...reading, message: `${reading.message} ${offer.message}` }
  return { ...offer, evidence: reading.evidence }
}
