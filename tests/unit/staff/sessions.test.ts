import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listEntries } from '@/lib/audit/audit'
import { createSession, endSession, readSession, touchSession } from '@/lib/staff/sessions'
import { freshDatabase, type FreshDatabase } from '@/tests/support/database'

let fresh: FreshDatabase
let operatorId: string
const start = new Date('2027-03-01T08:00:00Z')

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())
beforeEach(async () => {
  await fresh.db.operator.deleteMany()
  const data = { name: 'Marta Ruiz', email: 'marta@relecloud.example', role: 'operator', passwordHash: 'x' }
  operatorId = (await fresh.db.operator.create({ data })).id
})

function at(minutes: number) {
  return { now: new Date(start.getTime() + minutes * 60_000), idleMinutes: 30, hours: 12 }
}

describe('a session', () => {
  test('says who it is: name, mail, role and nothing secret', async () => {
    const id = await createSession(fresh.db, operatorId, start)
    expect(await readSession(fresh.db, id, at(1))).toEqual({
      kind: 'operator',
      id: operatorId,
      name: 'Marta Ruiz',
      email: 'marta@relecloud.example',
      role: 'operator',
      reach: 'all',
    })
  })

  test('has an id of 256 random bits, never the same twice', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => createSession(fresh.db, operatorId, start)))
    expect(new Set(ids).size).toBe(20)
    for (const id of ids) expect(Buffer.from(id, 'base64url')).toHaveLength(32)
  })

  test('ends after 30 minutes without a request', async () => {
    const id = await createSession(fresh.db, operatorId, start)
    expect(await readSession(fresh.db, id, at(29.9))).not.toBeNull()
    expect(await readSession(fresh.db, id, at(30))).toBeNull()
  })

  test('is kept alive by requests, and not by an open event stream', async () => {
    const id = await createSession(fresh.db, operatorId, start)
    await touchSession(fresh.db, id, at(20))
    expect(await readSession(fresh.db, id, at(45))).not.toBeNull()
    expect(await readSession(fresh.db, id, at(50))).toBeNull()
  })

  test('ends 12 hours after it began, however busy', async () => {
    const id = await createSession(fresh.db, operatorId, start)
    for (let minutes = 0; minutes < 720; minutes += 20) {
      expect(await touchSession(fresh.db, id, at(minutes))).not.toBeNull()
    }
    expect(await touchSession(fresh.db, id, at(720))).toBeNull()
  })

  test('cannot be revived by a request that comes too late', async () => {
    const id = await createSession(fresh.db, operatorId, start)
    expect(await touchSession(fresh.db, id, at(31))).toBeNull()
    expect(await readSession(fresh.db, id, at(32))).toBeNull()
  })

  test('ends at once when it is ended, and leaves one line in the audit', async () => {
    const id = await createSession(fresh.db, operatorId, start)
    await Promise.all([1, 2, 3].map(() => endSession(fresh.db, id, start)))
    expect(await readSession(fresh.db, id, at(0))).toBeNull()
    const entries = await listEntries(fresh.db, { subject: `operator:${operatorId}`, limit: 10 })
    expect(entries.map(({ action }) => action)).toEqual(['staff.signed-out', 'staff.signed-in'])
  })

  test('ends at the next request when its operator is disabled', async () => {
    const id = await createSession(fresh.db, operatorId, start)
    await fresh.db.operator.update({ where: { id: operatorId }, data: { disabledAt: start } })
    expect(await touchSession(fresh.db, id, at(1))).toBeNull()
  })

  test('that nobody made belongs to nobody', async () => {
    expect(await readSession(fresh.db, 'planted', at(0))).toBeNull()
  })

  test('cannot have a role that is not known: the database refuses it', async () => {
    const change = fresh.db.operator.update({ where: { id: operatorId }, data: { role: 'administrator' } })
    await expect(change).rejects.toThrow('Operator_role_known')
  })
})
