import { constants, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodePem, issueCertificate } from '@/lib/certificates/issue'
import { clientAssertion } from '@/lib/certificates/proof'
import { requestCertificate } from '@/lib/certificates/request'
import { publicError } from '@/lib/errors'
import { tokenEndpoint } from '@/lib/microsoft/clouds'
import { runtime } from '@/lib/runtime'
import { startDecommissioning } from '@/lib/tenants/decommissioning'
import { startReconfiguring } from '@/lib/tenants/reconfiguring'
import { noticeTenant } from '@/lib/tenants/notices'
import { requestRotations } from '@/lib/tenants/rotating'
import { rotateTenant } from '@/lib/tenants/rotation'
import { addServerKey, getServerKeys, readServerCertificate, removeServerKey } from '@/lib/tenants/server-keys'
import { getTenant } from '@/lib/tenants/tenant'
import { connectTenant, troubles, type CheckedTenant } from '../../support/checked-tenant'
import { keyPool } from '../../support/key-pool'
import { allWorkloads, signInTo } from '../../support/runs'
import { openHouse, untilRun, type House } from '../../support/tenants'
import { day, passYears, type Years } from '../../support/years'

let house: House
let tenant: CheckedTenant
let years: Years

/** What a backup server made for itself; its private half is never brought. */
const server = generateKeyPairSync('rsa', { modulusLength: 2048 })
const spki = server.publicKey.export({ type: 'spki', format: 'der' })
const signIt = (data: Uint8Array) => Promise.resolve(sign('sha256', data, server.privateKey))

beforeAll(async () => {
  house = await openHouse({}, keyPool(6))
  tenant = await connectTenant(house)
  years = passYears(house, { rotate: rotateTenant, notice: noticeTenant })
})
afterAll(async () => {
  years.stop()
  await house.close()
})

async function requestFile(): Promise<Buffer> {
  const { pem } = await requestCertificate({ spki, subject: { commonName: 'backup-01' }, sign: signIt })
  return Buffer.from(pem)
}

async function standing(): Promise<readonly string[]> {
  const { applications } = await house.cloud.control.god(tenant.tenantId)
  return applications.flatMap((one) => one.keyCredentials.map(({ sha1 }) => sha1))
}

const listed = async () => (await getServerKeys(house.actor, tenant.rowId)).keys
const refusalOf = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error: unknown) => publicError(error),
  )

async function conditionsOfKeys() {
  const { conditions } = await getTenant(house.actor, tenant.rowId)
  return conditions
    .filter(({ type }) => type.startsWith('ServerKey:'))
    .map(({ status, reason }) => `${status} ${reason}`)
}

/** Signs in as the backup server would: with its own private key. */
async function signInAsServer(): Promise<number> {
  const { pem } = await readServerCertificate(house.actor, tenant.rowId, (await listed())[0]?.id ?? '')
  const { sha256 } = (await listed())[0] ?? { sha256: '' }
  expect(pem).toContain('BEGIN CERTIFICATE')
  const cloud = runtime().clouds.find(({ name }) => name === 'practice')
  if (cloud === undefined) throw new Error('the practice cloud is on')
  const endpoint = tokenEndpoint(cloud, tenant.tenantId)
  const assertion = await clientAssertion({
    tokenEndpoint: endpoint,
    clientId: tenant.application,
    sha256,
    now: runtime().clock.now(),
    sign: (data) => {
      const key = createPrivateKey(server.privateKey.export({ type: 'pkcs8', format: 'pem' }))
      const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
      return Promise.resolve(sign('sha256', data, { key, ...padding }))
    },
  })
  const answer = await fetch(endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: tenant.application,
      scope: 'https://graph.microsoft.com/.default',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }),
  })
  return answer.status
}

describe('a backup server’s own key', () => {
  test('stands on the application by our proof alone, signs in, and is no stranger to a check', async () => {
    await addServerKey(house.actor, { tenantId: tenant.rowId, name: 'Backup 01', file: await requestFile() })
    expect(await listed()).toMatchObject([{ name: 'Backup 01', state: 'standing', brought: 'request', why: null }])
    expect(await standing()).toContain((await listed())[0]?.sha1)
    expect(await signInAsServer()).toBe(200)
    expect(troubles(await tenant.check())).toEqual([])
    expect(await conditionsOfKeys()).toEqual(['ok ServerKeyStands'])
  })

  test('outlives a rotation of ours, and tells of its end at the levels of expiry', async () => {
    await requestRotations(house.actor, [tenant.rowId])
    const { db } = house.database
    await years.live(new Date(years.now().getTime() + 3 * day), async () => {
      return (await db.rotation.count({ where: { tenantId: tenant.rowId, endedAt: null } })) === 0
    })
    const own = await db.certificate.findMany({ where: { tenantId: tenant.rowId } })
    expect(own.map(({ state }) => state).sort()).toEqual(['active', 'removed'])
    expect(await standing()).toHaveLength(2)
    expect(await signInAsServer()).toBe(200)
    expect(troubles(await tenant.check())).toEqual([])
    await years.live(new Date(years.now().getTime() + 345 * day))
    const id = (await listed())[0]?.id ?? ''
    const told = await db.event.findMany({
      where: { thread: `tenant:${tenant.rowId}:ServerKey:${id}`, kind: 'certificate.expiring' },
    })
    expect(told.length).toBeGreaterThanOrEqual(3)
    await tenant.check()
    expect(await conditionsOfKeys()).toEqual(['warning ServerKeyEnds'])
  })

  test('leaves by our proof when it is removed, and ours stays', async () => {
    await removeServerKey(house.actor, tenant.rowId, (await listed())[0]?.id ?? '')
    expect(await listed()).toEqual([])
    const own = await house.database.db.certificate.findFirstOrThrow({
      where: { tenantId: tenant.rowId, state: 'active' },
    })
    expect(await standing()).toEqual([own.sha1])
    expect(await conditionsOfKeys()).toEqual([])
  })

  test('waits for an administrator where Microsoft refuses the proof; the next Reconfigure puts it there and takes it off', async () => {
    await house.cloud.control.fault(tenant.tenantId, {
      name: 'unavailable',
      status: 503,
      match: { path: '/(addKey|removeKey)' },
    })
    const file = await requestFile()
    await addServerKey(house.actor, { tenantId: tenant.rowId, name: 'Backup 02', file })
    expect(await listed()).toMatchObject([{ state: 'waiting' }])
    expect((await listed())[0]?.why).toBeTruthy()
    await reconfigure()
    expect(await listed()).toMatchObject([{ state: 'standing', why: null }])
    expect(await standing()).toHaveLength(2)
    expect(troubles(await tenant.check())).toEqual([])

    await removeServerKey(house.actor, tenant.rowId, (await listed())[0]?.id ?? '')
    expect(await listed()).toMatchObject([{ state: 'leaving' }])
    expect(troubles(await tenant.check())).toEqual([])
    await reconfigure()
    expect(await listed()).toEqual([])
    expect(await standing()).toHaveLength(1)
    await house.cloud.control.clearFaults(tenant.tenantId)
  })

  test('is refused with what mends it: a private key, a weak one, our own, one twice, a file that is none', async () => {
    const bring = (file: Buffer) => refusalOf(addServerKey(house.actor, { tenantId: tenant.rowId, name: 'X', file }))
    const pem = server.privateKey.export({ type: 'pkcs8', format: 'pem' })
    expect(await bring(Buffer.from(pem))).toMatchObject({
      field: 'file',
      say: expect.stringContaining('private key') as string,
    })
    expect(await bring(Buffer.from('hello'))).toMatchObject({ field: 'file' })
    const own = await house.database.db.certificate.findFirstOrThrow({
      where: { tenantId: tenant.rowId, state: 'active' },
    })
    expect(await bring(Buffer.from(encodePem(own.der)))).toMatchObject({
      say: expect.stringContaining('own certificate') as string,
    })
    const forged = Buffer.from(await requestFile())
    const at = forged.length - 60
    forged.writeUInt8(forged.readUInt8(at) === 65 ? 66 : 65, at)
    expect((await bring(forged))?.field).toBe('file')
    expect(await listed()).toEqual([])
  })

  test('goes with ours when the tenant is taken back', async () => {
    const big = generateKeyPairSync('rsa', { modulusLength: 3072 })
    const certificate = await issueCertificate({
      spki: big.publicKey.export({ type: 'spki', format: 'der' }),
      subject: { commonName: 'Backup 03' },
      notBefore: new Date(years.now().getTime() - 60_000),
      notAfter: new Date(years.now().getTime() + 100 * day),
      sign: (tbs) => Promise.resolve(sign('sha256', tbs, big.privateKey)),
    })
    const brought = { tenantId: tenant.rowId, name: 'Backup 03', file: Buffer.from(certificate.pem) }
    await addServerKey(house.actor, brought)
    expect(await listed()).toMatchObject([{ brought: 'certificate', state: 'standing' }])
    expect((await refusalOf(addServerKey(house.actor, brought)))?.say).toContain('already')
    const { runId } = await startDecommissioning(house.actor, {
      tenantId: tenant.rowId,
      domain: tenant.domain,
      leave: false,
    })
    await signInTo(house, { runId })
    await untilRun(house, runId, (run) => run.endedAt !== null)
    expect(await standing()).toEqual([])
    const rows = await house.database.db.serverKey.findMany({ where: { tenantId: tenant.rowId, removedAt: null } })
    expect(rows).toEqual([])
  })
})

async function reconfigure(): Promise<void> {
  const request = { tenantId: tenant.rowId, baseline: 'custom', workloads: allWorkloads, revoke: [] }
  const { runId } = await startReconfiguring(house.actor, request)
  await signInTo(house, { runId })
  const run = await untilRun(house, runId, (view) => view.endedAt !== null || view.verdict !== null)
  expect(run.verdict).toBeNull()
}
