import { randomUUID } from 'node:crypto'
import { record } from '../audit/audit'
import { readBrought } from '../certificates/brought'
import { encodePem, issueCertificate, type Certificate } from '../certificates/issue'
import { validity } from '../certificates/lifecycle'
import { AppError } from '../errors'
import { schedule } from '../queue/queue-store'
import { runtime } from '../runtime'
import { labelOf, type Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { X509Certificate } from 'node:crypto'
import { findCertificate } from './certificate-store'
import { addByOwnProof, removeByOwnProof, type OwnAnswer } from './server-key-calls'
import { listServerKeys } from './server-key-store'
import { readTenant, uuid, type TenantRow } from './tenant-store'
import { unattendedKinds } from './unattended'
import type { ServerKeysView } from './server-key-view'
import type { ServerKey } from '../../prisma/generated/client'

/** What Latchkey signs for a backup server lives so long at most: it does not renew itself. */
const longestDays = 365
const mostKeys = 10

/** The page of the keys that backup servers own on this tenant's application. */
export async function getServerKeys(actor: Actor, tenantId: string): Promise<ServerKeysView> {
  requireMay(actor, 'tenants.change')
  const tenant = await readTenant(tenantId)
  return {
    tenantId,
    customer: tenant.customer,
    domain: tenant.domain,
    practice: tenant.practice,
    connected: tenant.state === 'connected' && tenant.purpose === 'backup',
    keys: (await listServerKeys(tenantId)).map((row) => ({
      id: row.id,
      name: row.name,
      state: row.state as 'waiting' | 'standing' | 'leaving',
      why: row.why,
      brought: row.brought as 'request' | 'certificate',
      subject: row.subject,
      sha1: row.sha1,
      sha256: row.sha256,
      notAfter: row.notAfter.toISOString(),
      addedBy: row.addedByName,
    })),
  }
}

/** The public certificate of one, PEM: what a backup server that sent a request puts beside its private key. */
export async function readServerCertificate(
  actor: Actor,
  tenantId: string,
  id: string,
): Promise<{ pem: string; fileName: string }> {
  requireMay(actor, 'tenants.change')
  const row = await findKey(tenantId, id)
  const fileName = `${row.name.replaceAll(/[^\w.-]+/g, '-').slice(0, 60) || 'backup-server'}.pem`
  return { pem: encodePem(row.der), fileName }
}

/**
 * Puts a backup server's own certificate on the application, or one that is signed here for its request. By the
 * application's own proof now; where Microsoft does not take that, beside an administrator's sign-in at the next
 * Reconfigure. Refuses with the field and what mends it; nothing of a refused file is kept.
 */
export async function addServerKey(
  actor: Actor,
  given: { tenantId: string; name: string; file: Uint8Array },
): Promise<{ id: string }> {
  requireMay(actor, 'tenants.change')
  const tenant = await readTenant(given.tenantId)
  await requireQuiet(tenant)
  const name = given.name.trim()
  const brought = readBrought(given.file, runtime().clock.now())
  if ('reason' in brought) throw refusal(`${brought.reason} ${brought.mend}`)
  const certificate = 'certificate' in brought ? brought.certificate : await signFor(tenant, brought.request.spki, name)
  await requireNew(tenant, certificate)
  const row = await insert(actor, tenant, name, certificate, 'certificate' in brought ? 'certificate' : 'request')
  await settle(row, await addByOwnProof(tenant, row), 'added')
  return { id: row.id }
}

/** Takes it off again, in the same two ways. */
export async function removeServerKey(actor: Actor, tenantId: string, id: string): Promise<void> {
  requireMay(actor, 'tenants.change')
  const tenant = await readTenant(tenantId)
  await requireQuiet(tenant)
  const row = await findKey(tenantId, id)
  const { db } = runtime()
  await db.$transaction([
    db.serverKey.update({ where: { id }, data: { state: 'leaving' } }),
    db.condition.deleteMany({ where: { tenantId, type: `ServerKey:${id}` } }),
  ])
  await note(actor, row, 'server_key.removed')
  await settle(row, await removeByOwnProof(tenant, row), 'removed')
}

async function settle(row: ServerKey, answer: OwnAnswer, deed: 'added' | 'removed'): Promise<void> {
  const { db, clock } = runtime()
  const now = clock.now()
  const where = { id: row.id }
  if (answer.result !== 'done') {
    await db.serverKey.update({ where, data: { why: answer.why } })
  } else if (deed === 'removed') {
    await db.serverKey.update({ where, data: { state: 'removed', removedAt: now, why: null } })
  } else {
    const standsAs = answer.keyId === null || answer.keyId === row.id ? null : answer.keyId
    await db.serverKey.update({ where, data: { state: 'standing', standingAt: now, why: null, standsAs } })
    await schedule(db, { tenantId: row.tenantId, kind: 'notice' }, now, 'sooner')
  }
}

/** Signed by the application's own key in use, so that anybody can tell who vouched for it. */
async function signFor(tenant: TenantRow, spki: Buffer, name: string): Promise<Certificate> {
  const { clock, custodian } = runtime()
  const own = await findCertificate(tenant.id)
  if (own === null) throw new AppError('conflict', 'no key to sign with')
  return issueCertificate({
    spki,
    subject: { commonName: name, organizationName: tenant.customer },
    issuer: {
      subject: { commonName: `Latchkey ${tenant.purpose} ${tenant.domain}`, organizationName: tenant.customer },
      spki: new X509Certificate(own.der).publicKey.export({ type: 'spki', format: 'der' }),
    },
    ...validity(clock.now(), { maxLifetimeDays: longestDays }),
    sign: (tbs) => custodian.sign(own.keyRef, 'RS256', tbs),
  })
}

async function insert(
  actor: Actor,
  tenant: TenantRow,
  name: string,
  certificate: Certificate,
  brought: string,
): Promise<ServerKey> {
  const { db, clock } = runtime()
  const { der, sha1, sha256, serial, subject, notBefore, notAfter } = certificate
  const data = { sha1, sha256, serial, subject, notBefore, notAfter, der: Uint8Array.from(der), name, brought }
  const by = { addedBy: labelOf(actor), addedByName: actor.name, createdAt: clock.now() }
  const row = await db.serverKey.create({ data: { id: randomUUID(), tenantId: tenant.id, ...data, ...by } })
  await note(actor, row, 'server_key.added')
  return row
}

async function note(actor: Actor, row: ServerKey, action: string): Promise<void> {
  await record(runtime().db, {
    actor: labelOf(actor),
    action,
    subject: `tenant:${row.tenantId}`,
    detail: {
      operator: actor.name,
      name: row.name,
      keyId: row.id,
      sha256: row.sha256,
      notAfter: row.notAfter.toISOString(),
    },
  })
}

async function requireNew(tenant: TenantRow, { sha256 }: Certificate): Promise<void> {
  const { db } = runtime()
  const kept = await listServerKeys(tenant.id)
  if (kept.some((row) => row.sha256 === sha256)) throw refusal('This certificate stands in the list already.')
  if ((await db.certificate.count({ where: { sha256 } })) > 0) {
    throw refusal('This is Latchkey’s own certificate. Bring the one of the backup server.')
  }
  if (kept.length >= mostKeys) throw refusal(`No more than ${mostKeys} can stand at once. Remove one first.`)
}

/** A run of an administrator rewrites the whole collection of keys: nothing is written beside it. */
async function requireQuiet(tenant: TenantRow): Promise<void> {
  if (tenant.state !== 'connected' || tenant.purpose !== 'backup') {
    throw new AppError('conflict', `tenant is ${tenant.state}`, {
      say: 'Only a connected tenant has an application to put it on.',
    })
  }
  const where = { tenantId: tenant.id, endedAt: null, kind: { notIn: [...unattendedKinds] } }
  if ((await runtime().db.run.count({ where })) > 0) {
    throw new AppError('run_open', 'a run is open', {
      say: 'A run of this tenant is open. Finish it or stop it first.',
    })
  }
}

async function findKey(tenantId: string, id: string): Promise<ServerKey> {
  const row = uuid.test(id)
    ? await runtime().db.serverKey.findFirst({ where: { id, tenantId, removedAt: null } })
    : null
  if (row === null) throw new AppError('not_found', `no key ${id} of a backup server`)
  return row
}

function refusal(say: string): AppError {
  return new AppError('invalid_input', say, { field: 'file', say })
}
