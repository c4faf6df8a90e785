import { randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listEntries, record } from '@/lib/audit/audit'
import type { AuditDetail } from '@/lib/audit/detail'
import { freshDatabase, type FreshDatabase } from '@/tests/support/database'

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const actor = 'operator:2b1c7a0e-6f0d-4c60-9a57-0d3b1f5f8a11'
const newSubject = () => `tenant:${randomUUID()}`

/** What stands in the database after `detail` was recorded. */
async function recorded(detail: unknown): Promise<AuditDetail> {
  const subject = newSubject()
  await record(database.db, { actor, action: 'tenant.tested', subject, detail: detail as AuditDetail })
  const [line] = await listEntries(database.db, { subject, limit: 1 })
  return line?.detail ?? {}
}

describe('an entry', () => {
  test('stands or falls with the change that it records', async () => {
    const subject = newSubject()
    const { db } = database
    const change = (failing: boolean) =>
      db.$transaction(async (tx) => {
        await tx.customer.create({ data: { name: subject } })
        await record(tx, { actor, action: 'customer.added', subject, detail: { name: 'Contoso' } })
        if (failing) throw new Error('the change failed')
      })
    await expect(change(true)).rejects.toThrow('the change failed')
    expect(await listEntries(db, { subject, limit: 10 })).toEqual([])
    await change(false)
    expect(await listEntries(db, { subject, limit: 10 })).toMatchObject([
      { actor, action: 'customer.added', subject, detail: { name: 'Contoso' } },
    ])
  })

  test('is listed by its subject only, newest first, as many as asked for', async () => {
    const [subject, other] = [newSubject(), newSubject()]
    for (const count of [1, 2, 3]) await record(database.db, { actor, action: 'run.step', subject, detail: { count } })
    await record(database.db, { actor, action: 'run.step', subject: other })
    const lines = await listEntries(database.db, { subject, limit: 2 })
    expect(lines.map(({ detail }) => detail.count)).toEqual([3, 2])
    expect(lines[0]?.at.getTime()).toBeGreaterThanOrEqual(lines[1]?.at.getTime() ?? Infinity)
    expect(await listEntries(database.db, { subject, limit: 0 })).toHaveLength(1)
  })

  test.each([
    'UPDATE "AuditEntry" SET "actor" = \'somebody else\'',
    'DELETE FROM "AuditEntry"',
    'TRUNCATE "AuditEntry"',
  ])('cannot be changed afterwards: %s', async (sql) => {
    const subject = newSubject()
    await record(database.db, { actor, action: 'run.step', subject })
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    try {
      await expect(client.query(sql)).rejects.toThrow('AuditEntry is append-only')
      await client.query("SET session_replication_role = 'replica'")
      await expect(client.query(sql)).rejects.toThrow('AuditEntry is append-only')
    } finally {
      await client.end()
    }
    expect(await listEntries(database.db, { subject, limit: 1 })).toMatchObject([{ actor, subject }])
  })

  test.each(['actor', 'action', 'subject'])('without its %s is refused', async (name) => {
    const entry = { actor, action: 'run.step', subject: newSubject(), [name]: ' \n' }
    await expect(record(database.db, entry)).rejects.toThrow(name)
  })
})

describe('the detail', () => {
  test('keeps plain facts as they are', async () => {
    const detail: AuditDetail = {
      tenantId: randomUUID(),
      uniqueName: `latchkey-${randomUUID()}-${randomUUID()}-backup`,
      sha1: randomBytes(20).toString('hex').toUpperCase(),
      sha256: randomBytes(32).toString('hex').toUpperCase(),
      workloads: ['exchange', 'sharepoint'],
      keyVersion: 3,
      practice: false,
      administrator: 'Adele Vance <adele.vance@contoso.onmicrosoft.com>',
      until: null,
      call: 'PATCH https://graph.microsoft.com/v1.0/applications(uniqueName=…)',
    }
    expect(await recorded(detail)).toEqual(detail)
  })

  test.each([
    ['an access token', `eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.${randomBytes(90).toString('base64url')}.x`],
    ['a PEM key', '-----BEGIN PRIVATE KEY-----\nMIIG\n-----END PRIVATE KEY-----'],
    ['an Authorization header', 'Bearer abcdefgh12345678'],
    ['a device code', `D${randomBytes(120).toString('base64url')}`],
    ['a 256-bit token', `A1b${randomBytes(32).toString('base64url')}`],
    ['a private key in base64', Buffer.alloc(1200, 'canary').toString('base64')],
    ['a private key in hex', Buffer.alloc(1200, 'canary').toString('hex')],
    ['a token inside a sentence', `Microsoft answered ${randomBytes(60).toString('hex')} today`],
  ])('withholds %s', async (_, secret) => {
    const written = JSON.stringify(await recorded({ message: secret, workloads: [secret] }))
    expect(written).toBe(
      '{"message":"[withheld: it looks like a secret]","workloads":["[withheld: it looks like a secret]"]}',
    )
  })

  test.each([
    ['a field nobody listed', { accessToken: 'x' }],
    ['a whole object', { tenant: { name: 'Contoso', accessToken: 'x' } }],
    ['bytes', { keyId: Buffer.from('x') }],
    ['a function', { note: () => 'x' }],
    ['not a number', { count: Number.NaN }],
    ['an error', { message: new Error('x') }],
  ])('refuses %s', async (_, detail) => {
    await expect(recorded(detail)).rejects.toThrow('audit detail')
  })

  test('leaves out what is undefined, and writes one short line of what a tenant calls itself', async () => {
    const name = `Contoso\r\nroot: signed in\u202E${'x '.repeat(400)}`
    const written = await recorded({ tenant: name, note: undefined })
    expect(Object.keys(written)).toEqual(['tenant'])
    expect(written.tenant).toMatch(/^Contoso root: signed in(x )+…$|^Contoso root: signed inx /)
    expect(Array.from(String(written.tenant)).length).toBeLessThanOrEqual(300)
    expect(String(written.tenant)).not.toMatch(/[\n\r\u202E]/)
  })
})
