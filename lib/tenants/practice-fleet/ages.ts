import { randomUUID } from 'node:crypto'
import { issueCertificate } from '../../certificates/issue'
import { renewAt, type Life } from '../../certificates/lifecycle'
import { runtime } from '../../runtime'
import {
  listCertificates,
  nextKeyVersion,
  retireCertificates,
  storeCertificate,
  type OwnCertificate,
} from '../certificate-store'
import { readTenant, type TenantRow } from '../tenant-store'
import type { Member } from './cast'
import { practiceControl } from './control'

const dayMs = 86_400_000

/** The life that a certificate would have if it had been made `ageDays` ago. */
export function lifeOf({ ageDays, lifeDays = 730 }: Pick<Member, 'ageDays' | 'lifeDays'>, now: Date): Life {
  const notBefore = new Date(now.getTime() - ageDays * dayMs)
  return { notBefore, notAfter: new Date(notBefore.getTime() + lifeDays * dayMs) }
}

/** Past this point a run would make a younger one instead. */
export function isDue(member: Member, tenantId: string): boolean {
  const now = runtime().clock.now()
  return now >= renewAt(lifeOf(member, now), tenantId)
}

/** A true key and a true certificate, made now with the dates of then; the next run of this tenant takes it. */
export async function makeAged(tenant: TenantRow, member: Member): Promise<OwnCertificate> {
  const { custodian, clock } = runtime()
  const id = randomUUID()
  const keyVersion = await nextKeyVersion(tenant.id)
  const { ref, spki } = await custodian.create({
    ...{ tenantId: tenant.id, certificateId: id, keyVersion },
    purpose: 'backup',
  })
  const certificate = await issueCertificate({
    spki,
    subject: { commonName: `Latchkey backup ${tenant.domain}`, organizationName: tenant.customer },
    ...lifeOf(member, clock.now()),
    sign: (tbs) => custodian.sign(ref, 'RS256', tbs),
  })
  return storeCertificate({ id, tenantId: tenant.id, keyRef: ref, keyVersion }, { ...certificate, issuedBy: null })
}

/** For a certificate that is due for renewal already: it takes the place of the young one, there and here. */
export async function replaceByAged(tenantId: string, member: Member): Promise<void> {
  const { db, clock } = runtime()
  const tenant = await readTenant(tenantId)
  const young = await listCertificates(tenantId)
  const aged = await makeAged(tenant, member)
  const { plant } = practiceControl()
  const application = tenant.uniqueName
  const certificate = aged.der.toString('base64')
  await plant(member.domain, { foreignKey: { application, certificate, keyId: aged.keyId } })
  for (const { keyId } of young) await plant(member.domain, { removeKey: { application, keyId } })
  const now = clock.now()
  await retireCertificates(young)
  await db.certificate.update({
    where: { id: aged.keyId },
    data: { state: 'active', sentAt: now, confirmedAt: now, provenAt: now },
  })
}

/** The history of the connection moves back to the day of its certificate; what was proved stays as young as it is. */
export async function moveBack(tenantId: string, ageDays: number): Promise<void> {
  const { db } = runtime()
  const seconds = Math.round(ageDays * 86_400)
  await db.$transaction([
    db.$executeRaw`
      UPDATE "Tenant" SET "createdAt" = "createdAt" - make_interval(secs => ${seconds}),
        "connectedAt" = "connectedAt" - make_interval(secs => ${seconds}) WHERE "id" = ${tenantId}::uuid`,
    db.$executeRaw`
      UPDATE "Run" SET "startedAt" = "startedAt" - make_interval(secs => ${seconds}),
        "endedAt" = "endedAt" - make_interval(secs => ${seconds}) WHERE "tenantId" = ${tenantId}::uuid`,
    db.$executeRaw`
      UPDATE "RunStep" SET "startedAt" = "startedAt" - make_interval(secs => ${seconds}),
        "finishedAt" = "finishedAt" - make_interval(secs => ${seconds})
      WHERE "runId" IN (SELECT "id" FROM "Run" WHERE "tenantId" = ${tenantId}::uuid)`,
  ])
}
