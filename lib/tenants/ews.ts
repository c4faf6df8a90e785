import type { Baseline } from './baselines'
import { workloadsOf } from './baselines'
import type { ConditionDraft } from './condition-course'
import type { Proof } from './conditions'
import type { TenantRow } from './tenant-store'

/** Exchange Web Services of Exchange Online answers nobody from this day on (Microsoft's Message Center, MC1227454). */
const ewsEnds = new Date('2027-04-01T00:00:00Z')

/** Does this baseline lean on Exchange Web Services? */
export function needsEws(baseline: Pick<Baseline, 'workloads'>): boolean {
  return workloadsOf(baseline).some((workload) =>
    workload.permissions.some((permission) => permission.role === 'full_access_as_app'),
  )
}

/**
 * No harmless read proves Exchange Web Services, so this is never green: it names the days left and the step on the
 * tenant's list that only its own Exchange administrator can take.
 */
export function ewsCondition(tenant: Pick<TenantRow, 'appId'>, proof: Pick<Proof, 'at' | 'tokens'>): ConditionDraft {
  const days = Math.ceil((ewsEnds.getTime() - proof.at.getTime()) / 86_400_000)
  const base = { type: 'Workload:ews', who: 'An Exchange administrator of the tenant', evidence: proof.tokens }
  if (days <= 0) {
    return {
      ...base,
      status: 'failing',
      reason: 'EwsEnded',
      message: 'Exchange Web Services ended on 1 April 2027. Nothing can be backed up over it any more.',
      remedy: 'Reconfigure the tenant without it; Exchange Online through Microsoft Graph takes its place.',
    }
  }
  return {
    ...base,
    status: 'unknown',
    reason: 'GrantedNotTried',
    message: `Granted, not tried. Exchange Web Services ends on 1 April 2027, in ${days} ${days === 1 ? 'day' : 'days'}, and until then answers only applications on the tenant’s list.`,
    remedy: `In Exchange Online PowerShell: Set-OrganizationConfig -EwsEnabled $true -EwsAllowedAppIDs @{Add='${tenant.appId ?? ''}'}. Look first at who else uses it: an application that is not on the list is refused.`,
  }
}
