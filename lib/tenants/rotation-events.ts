import type { NewEvent } from '../events/events'
import type { OwnCertificate } from './certificate-store'
import type { TenantRow } from './tenant-store'
import { sayDay } from './days'

/** Told when the new key is in use; it also closes what notices had opened. */
export function rotatedEvent(tenant: TenantRow, next: OwnCertificate, removeAt: Date): NewEvent {
  return {
    kind: 'certificate.rotated',
    key: `certificate.rotated:${next.keyId}`,
    thread: `tenant:${tenant.id}:Certificate`,
    tenantId: tenant.id,
    severity: 'resolved',
    facts: {
      title: `${tenant.customer}: certificate renewed`,
      message: `The new certificate is in use and ends on ${sayDay(next.notAfter)}. The old one leaves on ${sayDay(removeAt)}. Nobody had to do anything.`,
      until: next.notAfter.toISOString(),
    },
  }
}

export function revokedEvent(tenant: TenantRow, next: OwnCertificate): NewEvent {
  return {
    kind: 'certificate.revoked',
    key: `certificate.revoked:${next.keyId}`,
    thread: `tenant:${tenant.id}:Certificate`,
    tenantId: tenant.id,
    severity: 'resolved',
    facts: {
      title: `${tenant.customer}: the key believed stolen is gone`,
      message: `A new key took its place, the old one was taken off the application and its private half destroyed. Tokens that it got before stay valid for about an hour.`,
      until: next.notAfter.toISOString(),
    },
  }
}
