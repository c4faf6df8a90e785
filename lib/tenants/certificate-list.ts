import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { reachTenant } from './tenant-store'

/** The public half of a certificate that stands at Microsoft, or is about to. */
export interface PublicCertificate {
  id: string
  state: string
  keyVersion: number
  subject: string
  serial: string
  sha256: string
  sha1: string
  notBefore: string
  notAfter: string
  pem: string
}

/** Newest first. Throws not_found. */
export async function listPublicCertificates(actor: Actor, tenantId: string): Promise<readonly PublicCertificate[]> {
  const tenant = await reachTenant(actor, tenantId)
  const rows = await runtime().db.certificate.findMany({
    where: { tenantId: tenant.id, removedAt: null },
    orderBy: { keyVersion: 'desc' },
  })
  return rows.map(({ id, state, keyVersion, subject, serial, sha256, sha1, der, notBefore, notAfter }) => ({
    ...{ id, state, keyVersion, subject, serial, sha256, sha1 },
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    pem: toPem(Buffer.from(der)),
  }))
}

/** RFC 7468 §5: lines of 64 letters. */
function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
