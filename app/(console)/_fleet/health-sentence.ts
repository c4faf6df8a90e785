import type { Fleet } from '@/lib/tenants/fleet-views'
import { formatCount } from '../_parts/formats'

/** Counts tenants by causes when causes are known; else says what is left to say. */
export function healthSentence({ total, counts, needs }: Pick<Fleet, 'total' | 'counts' | 'needs'>): string {
  const asked = new Set(needs.flatMap(({ tenants }) => tenants.map(({ id }) => id))).size
  if (asked > 0) {
    const verb = asked === 1 ? 'needs' : 'need'
    return `${asked} of ${formatCount(total, 'tenant')} ${verb} a person, for ${formatCount(needs.length, 'reason')}.`
  }
  const troubled = counts.failing + counts.warning
  if (troubled > 0)
    return `${troubled} of ${formatCount(total, 'tenant')} ${troubled === 1 ? 'has' : 'have'} trouble that no person is asked to mend yet.`
  if (counts.unknown > 0) return `Nobody is needed. ${formatCount(counts.unknown, 'tenant')} could not be checked.`
  if (counts['setting-up'] === total) return `${formatCount(total, 'tenant')} being set up; none is proved yet.`
  return counts['setting-up'] > 0
    ? `Nobody is needed. ${counts.ok} of ${formatCount(total, 'tenant')} proved, ${counts['setting-up']} being set up.`
    : `Nobody is needed: ${total === 1 ? 'the one tenant is' : `all ${total} tenants are`} proved.`
}
