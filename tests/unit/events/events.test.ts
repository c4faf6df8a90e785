import { afterAll, beforeAll, expect, it } from 'vitest'
import { emit, type NewEvent } from '@/lib/events/events'
import { freshDatabase, type FreshDatabase } from '../../support/database'

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(async () => {
  await database.close()
})

const event = (key: string): NewEvent => ({
  kind: 'certificate.rotated',
  key,
  thread: 'tenant:x:Certificate',
  tenantId: null,
  severity: 'info',
  facts: { title: 'The certificate of Contoso was renewed', message: 'Nobody is needed.' },
})

it('an event that is told twice is kept once, with the id it had', async () => {
  const at = new Date()
  await emit(database.db, event('twice'), at)
  const first = await database.db.event.findUniqueOrThrow({ where: { key: 'twice' } })
  await emit(database.db, event('twice'), new Date(at.getTime() + 1000))
  expect(await database.db.event.findMany({ where: { key: 'twice' } })).toEqual([first])
})

it('an event stands or falls with the change that it tells of', async () => {
  const failing = database.db.$transaction(async (tx) => {
    await emit(tx, event('fallen'), new Date())
    throw new Error('the change failed')
  })
  await expect(failing).rejects.toThrow('the change failed')
  expect(await database.db.event.count({ where: { key: 'fallen' } })).toBe(0)
})
