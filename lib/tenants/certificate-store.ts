import { randomUUID } from 'node:crypto'
import { issueCertificate, type Certificate } from '../certificates/issue'
import { renewAt, usable, validity } from '../certificates/lifecycle'
import { AppError } from '../errors'
import type { PublicKeyCredential } from '../microsoft/observed'
import type { Certificate as CertificateRow } from '@/prisma/generated/client'
import { runtime } from '../runtime'
import type { TenantRow } from './tenant-store'

/** A certificate of ours: the public half and where its private key is kept. */
export interface OwnCertificate {
  keyId: string
  keyRef: string
  sha1: string
  sha256: string
  der: Buffer
  subject: string
  notBefore: Date
  notAfter: Date
  state: string
  sent: boolean
  confirmed: boolean
  keyIdKnown: boolean
  /** Microsoft's keyId where it is not ours and was told. */
  standsAs: string | null
  /** Believed stolen: never connected with again. */
  revoked: boolean
  provenAt: Date | null
  /** The authority that signed it; null when Latchkey did. */
  issuedBy: string | null
}

/** Every certificate of this tenant that may stand at Microsoft or is about to. */
export async function listCertificates(tenantId: string): Promise<readonly OwnCertificate[]> {
  const rows = await runtime().db.certificate.findMany({
    where: { tenantId, removedAt: null },
    orderBy: { keyVersion: 'desc' },
  })
  return rows.map(toOwnCertificate)
}

/** The one in use: the newest that was proved and has no proved successor. */
export async function findCertificate(tenantId: string): Promise<OwnCertificate | null> {
  const row = await runtime().db.certificate.findFirst({
    where: { tenantId, removedAt: null, state: 'active' },
    orderBy: { keyVersion: 'desc' },
  })
  return row === null ? null : toOwnCertificate(row)
}

function toOwnCertificate(row: CertificateRow): OwnCertificate {
  return {
    keyId: row.id,
    keyRef: row.keyRef,
    sha1: row.sha1,
    sha256: row.sha256,
    der: Buffer.from(row.der),
    subject: row.subject,
    notBefore: row.notBefore,
    notAfter: row.notAfter,
    state: row.state,
    sent: row.sentAt !== null,
    confirmed: row.confirmedAt !== null,
    keyIdKnown: row.keyIdKnown,
    standsAs: row.standsAs,
    revoked: row.revokedAt !== null,
    provenAt: row.provenAt,
    issuedBy: row.issuedBy,
  }
}

/**
 * The certificate to connect with: the newest that is not yet due for rotation, else a new one. The private key is
 * sealed, committed and read back before Microsoft hears of its public half.
 */
export async function ensureCertificate(
  tenant: TenantRow,
  limits: { maxLifetimeDays: number | null },
): Promise<{ certificate: OwnCertificate; made: boolean }> {
  const { clock } = runtime()
  const now = clock.now()
  const known = await listCertificates(tenant.id)
  const reusable = known.find(
    (certificate) =>
      !certificate.revoked &&
      usable(certificate, now) &&
      now < renewAt(certificate, tenant.id) &&
      fitsLimit(certificate, limits.maxLifetimeDays),
  )
  if (reusable !== undefined && (await runtime().custodian.status(reusable.keyRef)) === 'sealed') {
    return { certificate: reusable, made: false }
  }
  return { certificate: await makeCertificate(tenant, limits), made: true }
}

/** A new key, sealed and read back, and its self-signed certificate. */
export async function makeCertificate(
  tenant: TenantRow,
  limits: { maxLifetimeDays: number | null },
): Promise<OwnCertificate> {
  const { clock, custodian } = runtime()
  const id = randomUUID()
  const keyVersion = await nextKeyVersion(tenant.id)
  const { ref, spki } = await custodian.create({
    tenantId: tenant.id,
    certificateId: id,
    keyVersion,
    purpose: tenant.purpose === 'restore' ? 'restore' : 'backup',
  })
  const certificate = await issueCertificate({
    spki,
    subject: { commonName: `Latchkey ${tenant.purpose} ${tenant.domain}`, organizationName: tenant.customer },
    ...validity(clock.now(), limits),
    sign: (tbs) => custodian.sign(ref, 'RS256', tbs),
  })
  return storeCertificate({ id, tenantId: tenant.id, keyRef: ref, keyVersion }, { ...certificate, issuedBy: null })
}

/** Keys are numbered per tenant, also those that still wait for an authority's signature. */
export async function nextKeyVersion(tenantId: string): Promise<number> {
  const { db } = runtime()
  const [made, asked] = await Promise.all([
    db.certificate.aggregate({ where: { tenantId }, _max: { keyVersion: true } }),
    db.certificateRequest.aggregate({ where: { tenantId }, _max: { keyVersion: true } }),
  ])
  return Math.max(made._max.keyVersion ?? 0, asked._max.keyVersion ?? 0) + 1
}

/** Saved and read back: what is not durable must never reach Microsoft. */
export async function storeCertificate(
  place: { id: string; tenantId: string; keyRef: string; keyVersion: number },
  certificate: Certificate & { issuedBy: string | null },
): Promise<OwnCertificate> {
  const { der, sha1, sha256, serial, subject, notBefore, notAfter, issuedBy } = certificate
  await runtime().db.certificate.create({
    data: { ...place, der: Uint8Array.from(der), sha1, sha256, serial, subject, notBefore, notAfter, issuedBy },
  })
  const stored = (await listCertificates(place.tenantId)).find((row) => row.keyId === place.id)
  if (stored === undefined) throw new AppError('internal', `certificate ${place.id} was not read back`)
  return stored
}

/** The key credential as Graph takes it. */
export function toKeyCredential(certificate: OwnCertificate): PublicKeyCredential {
  return {
    keyId: certificate.keyId,
    displayName: certificate.subject.slice(0, 120),
    sha1: certificate.sha1,
    der: certificate.der.toString('base64'),
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
  }
}

/** Written before the first call that carries the key, so that a lost answer is never taken for “never sent”. */
export async function markSent(keyIds: readonly string[]): Promise<void> {
  const { db, clock } = runtime()
  await db.certificate.updateMany({ where: { id: { in: [...keyIds] }, sentAt: null }, data: { sentAt: clock.now() } })
}

/**
 * After Microsoft confirmed the removal: the private key is destroyed, the row stays as history. In this order, because a
 * process that dies in between finds the row again and the key gone, and never a row that hides a living key.
 */
export async function retireCertificates(certificates: readonly OwnCertificate[]): Promise<void> {
  const { db, clock, custodian } = runtime()
  for (const certificate of certificates) {
    await custodian.destroy(certificate.keyRef)
    await db.certificate.update({
      where: { id: certificate.keyId },
      data: { state: 'removed', removedAt: clock.now() },
    })
  }
}

/** Keys that were made for this tenant and never came to stand there: what a policy refused is of no use to anybody. */
export async function destroyUnused(tenantId: string): Promise<void> {
  const unused = (await listCertificates(tenantId)).filter(
    (one) => ['pending', 'retiring'].includes(one.state) && !one.sent && !one.confirmed,
  )
  await retireCertificates(unused)
}

function fitsLimit(certificate: OwnCertificate, maxLifetimeDays: number | null): boolean {
  if (maxLifetimeDays === null || certificate.confirmed) return true
  const days = (certificate.notAfter.getTime() - certificate.notBefore.getTime()) / 86_400_000
  return days <= maxLifetimeDays
}
