import { randomUUID } from 'node:crypto'
import { encodePem, type Certificate } from '../certificates/issue'
import { publicKeyOf, requestCertificate } from '../certificates/request'
import { acceptSigned } from '../certificates/signed'
import { AppError } from '../errors'
import { runtime } from '../runtime'
import { nextKeyVersion, storeCertificate } from './certificate-store'
import { authorityText } from './request-texts'
import type { TenantRow } from './tenant-store'
import type { CertificateRequestView } from './run-page-views'

/** The request that waits for the customer's authority, or null. */
async function findOpenRequest(tenantId: string) {
  return runtime().db.certificateRequest.findFirst({
    where: { tenantId, answeredAt: null },
    orderBy: { keyVersion: 'desc' },
  })
}

/** Makes a key and a request for it, or keeps the one that waits: what was sent to an authority must stay good. */
export async function ensureRequest(tenant: TenantRow, maxLifetimeDays: number | null): Promise<void> {
  const { db, custodian, clock } = runtime()
  const open = await findOpenRequest(tenant.id)
  if (open !== null) {
    if (maxLifetimeDays !== null)
      await db.certificateRequest.update({ where: { id: open.id }, data: { maxLifetimeDays } })
    if ((await custodian.status(open.keyRef)) === 'sealed') return
    await db.certificateRequest.update({ where: { id: open.id }, data: { answeredAt: clock.now() } })
  }
  const id = randomUUID()
  const keyVersion = await nextKeyVersion(tenant.id)
  const { ref, spki } = await custodian.create({
    tenantId: tenant.id,
    certificateId: id,
    keyVersion,
    purpose: 'backup',
  })
  const request = await requestCertificate({
    spki,
    subject: { commonName: `Latchkey backup ${tenant.domain}`, organizationName: tenant.customer },
    sign: (content) => custodian.sign(ref, 'RS256', content),
  })
  const { subject, der } = request
  await db.certificateRequest.create({
    data: { id, tenantId: tenant.id, keyRef: ref, keyVersion, subject, maxLifetimeDays, der: Uint8Array.from(der) },
  })
}

/**
 * Checks what the authority signed and makes it the tenant's newest certificate; the next sign-in writes it. Refusals
 * name the field, the reason and the mend; nothing of a refused file is kept.
 */
export async function answerRequest(tenant: TenantRow, file: Uint8Array): Promise<Certificate> {
  const { db, clock } = runtime()
  const open = await findOpenRequest(tenant.id)
  if (open === null) throw refusal('No request of ours is open for this tenant.', 'Make a new one first.')
  const { maxLifetimeDays } = open
  const taken = acceptSigned(file, { spki: publicKeyOf(open.der), now: clock.now(), maxLifetimeDays })
  if (!('certificate' in taken)) throw refusal(taken.reason, taken.mend)
  await storeCertificate(
    { id: open.id, tenantId: tenant.id, keyRef: open.keyRef, keyVersion: open.keyVersion },
    { ...taken.certificate, issuedBy: taken.certificate.issuer },
  )
  await db.certificateRequest.update({ where: { id: open.id }, data: { answeredAt: clock.now() } })
  return taken.certificate
}

function refusal(reason: string, mend: string): AppError {
  return new AppError('invalid_input', reason, { field: 'certificate', say: `${reason} ${mend}` })
}

/** What the run page shows while a request waits. */
export async function describeRequest(tenant: TenantRow): Promise<CertificateRequestView | null> {
  const open = await findOpenRequest(tenant.id)
  if (open === null) return null
  return {
    pem: encodePem(open.der, 'CERTIFICATE REQUEST'),
    fileName: `latchkey-${tenant.domain}.csr`,
    subject: open.subject,
    maxLifetimeDays: open.maxLifetimeDays,
    madeAt: open.createdAt.toISOString(),
    letter: authorityText(tenant, { subject: open.subject, maxLifetimeDays: open.maxLifetimeDays }),
  }
}
