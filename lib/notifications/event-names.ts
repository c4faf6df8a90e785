import type { EventKind } from '../events/events'

/** What a channel may choose to hear of, in the order of a page. A new kind of event does not compile without its name. */
export const eventNames: Readonly<Record<Exclude<EventKind, 'channel.test'>, string>> = {
  'condition.opened': 'Something needs attention',
  'condition.changed': 'It got better or worse',
  'condition.resolved': 'It is settled',
  'certificate.expiring': 'A certificate ends soon',
  'certificate.expired': 'A certificate has ended',
  'certificate.rotated': 'A certificate was renewed',
  'certificate.revoked': 'A key was revoked',
  'tenant.connected': 'A tenant was connected',
  'tenant.reconfigured': 'A tenant was reconfigured',
  'tenant.adopted': 'An application was adopted',
  'tenant.decommissioned': 'A tenant was taken back',
  'restore.opened': 'Restore access was opened',
  'restore.closed': 'Restore access was closed',
  'restore.used': 'Restore tokens were given to a sign-in',
  'token.reused': 'A token may have been stolen',
}

/** Only kinds that exist, each once. */
export function readEventKinds(given: readonly string[]): string[] {
  return Object.keys(eventNames).filter((kind) => given.includes(kind))
}
