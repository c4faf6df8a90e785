import { randomUUID } from 'node:crypto'
import { record } from '../audit/audit'
import { encodePem, issueCertificate } from '../certificates/issue'
import { usable, validity } from '../certificates/lifecycle'
import { clientAssertion } from '../certificates/proof'
import { AppError } from '../errors'
import type { AssertionFor } from '../microsoft/authorization-code'
import { runtime } from '../runtime'
import { labelOf, type Actor } from '../staff/actor'

/** A certificate of the provider's own application; the private half stays with the custodian. */
export interface OwnApplicationKey {
  keyId: string
  keyRef: string
  sha1: string
  sha256: string
  der: Buffer
  pem: string
  notBefore: Date
  notAfter: Date
  proved: boolean
}

/** Newest first; without those that were taken off the application. */
export async function listOwnKeys(): Promise<readonly OwnApplicationKey[]> {
  const rows = await runtime().db.ownApplicationKey.findMany({
    where: { removedAt: null },
    orderBy: { keyVersion: 'desc' },
  })
  return rows.map(({ id, keyRef, sha1, sha256, der, notBefore, notAfter, provedAt }) => ({
    keyId: id,
    keyRef,
    sha1,
    sha256,
    der: Buffer.from(der),
    pem: encodePem(der),
    notBefore,
    notAfter,
    proved: provedAt !== null,
  }))
}

/** A new key pair and its certificate: sealed, committed and read back before anybody can upload its public half. */
export async function makeOwnKey(actor: Actor, domain: string): Promise<void> {
  const { db, clock, custodian, installationId } = runtime()
  const keyId = randomUUID()
  const newest = await db.ownApplicationKey.aggregate({ _max: { keyVersion: true } })
  const keyVersion = (newest._max.keyVersion ?? 0) + 1
  // no tenant row stands behind this key: it belongs to the installation
  const binding = { tenantId: installationId, certificateId: keyId, keyVersion, purpose: 'bootstrap' } as const
  const { ref, spki } = await custodian.create(binding)
  const { der, sha1, sha256, notBefore, notAfter } = await issueCertificate({
    spki,
    subject: { commonName: `Latchkey sign-in ${domain}`, organizationName: 'Latchkey' },
    ...validity(clock.now(), { maxLifetimeDays: null }),
    sign: (tbs) => custodian.sign(ref, 'RS256', tbs),
  })
  await db.$transaction(async (tx) => {
    await tx.ownApplicationKey.create({
      data: { id: keyId, keyRef: ref, keyVersion, der: Uint8Array.from(der), sha1, sha256, notBefore, notAfter },
    })
    await record(tx, {
      actor: labelOf(actor),
      action: 'settings.certificate_made',
      subject: 'setting:ownApplication',
      detail: { keyId, sha256, notAfter: notAfter.toISOString(), operator: actor.name },
    })
  })
}

/** After it was taken off the application by hand. The row stays as history, the private half is destroyed. */
export async function destroyOwnKey(actor: Actor, key: OwnApplicationKey): Promise<void> {
  const { db, clock, custodian } = runtime()
  await db.$transaction(async (tx) => {
    await tx.ownApplicationKey.update({ where: { id: key.keyId }, data: { removedAt: clock.now() } })
    await record(tx, {
      actor: labelOf(actor),
      action: 'settings.certificate_removed',
      subject: 'setting:ownApplication',
      detail: { keyId: key.keyId, sha256: key.sha256, operator: actor.name },
    })
  })
  await custodian.destroy(key.keyRef)
}

/** The newest that a test has proved and that is valid now; null when there is none. */
export async function provedKey(): Promise<OwnApplicationKey | null> {
  const now = runtime().clock.now()
  return (await listOwnKeys()).find((key) => key.proved && usable(key, now)) ?? null
}

/** Signs in as this application with this key (RFC 7523 §2.2). */
export function assertionWith(clientId: string, key: OwnApplicationKey): AssertionFor {
  const { clock, custodian } = runtime()
  return (tokenEndpoint) =>
    clientAssertion({
      tokenEndpoint,
      clientId,
      sha256: key.sha256,
      now: clock.now(),
      sign: (data) => custodian.sign(key.keyRef, 'PS256', data),
    })
}

/** Throws `not_found` for a key that is not there any more. */
export async function readOwnKey(keyId: string): Promise<OwnApplicationKey> {
  const key = (await listOwnKeys()).find((one) => one.keyId === keyId)
  if (key === undefined) throw new AppError('not_found', `no own application key ${keyId}`)
  return key
}
