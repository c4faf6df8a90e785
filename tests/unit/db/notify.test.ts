import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createBus } from '@/lib/db/notify'
import { freshDatabase, type FreshDatabase } from '../../support/database'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

describe('bus', () => {
  test('what one process publishes reaches the listeners of another, on that channel only', async () => {
    const [sender, receiver] = [createBus(fresh.url), createBus(fresh.url)]
    const got: string[] = []
    await receiver.subscribe('runs', (payload) => got.push(`runs ${payload}`))
    await receiver.subscribe('other', (payload) => got.push(`other ${payload}`))
    await sender.publish('runs', 'one')
    await sender.publish('other', 'two')
    await expect.poll(() => got).toEqual(['runs one', 'other two'])
    await Promise.all([sender.close(), receiver.close()])
  })

  test('after a lost connection it listens again and tells every listener to look', async () => {
    const bus = createBus(fresh.url, 10)
    const listener = vi.fn()
    await bus.subscribe('runs', listener)
    await fresh.db.$executeRawUnsafe(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`,
    )
    await expect.poll(() => listener.mock.calls).toEqual([['']])
    await bus.publish('runs', 'again')
    await expect.poll(() => listener.mock.calls).toEqual([[''], ['again']])
    await bus.close()
  })

  test('an unsubscribed listener hears nothing more', async () => {
    const bus = createBus(fresh.url)
    const [gone, stays] = [vi.fn(), vi.fn()]
    const unsubscribe = await bus.subscribe('runs', gone)
    await bus.subscribe('runs', stays)
    unsubscribe()
    await bus.publish('runs', 'x')
    await expect.poll(() => stays.mock.calls).toEqual([['x']])
    expect(gone).not.toHaveBeenCalled()
    await bus.close()
  })

  test('many messages at once arrive in their order, and the driver has nothing to complain of', async () => {
    const warned = vi.fn()
    process.on('warning', warned)
    const bus = createBus(fresh.url)
    const listener = vi.fn()
    await bus.subscribe('many', listener)
    const sent = Array.from({ length: 50 }, (_, index) => String(index))
    await Promise.all(sent.map((payload) => bus.publish('many', payload)))
    await expect.poll(() => listener.mock.calls).toEqual(sent.map((payload) => [payload]))
    expect(warned).not.toHaveBeenCalled()
    process.off('warning', warned)
    await bus.close()
  })

  test('a payload that PostgreSQL would refuse is refused before it is sent', async () => {
    const bus = createBus(fresh.url)
    await expect(bus.publish('runs', 'ü'.repeat(3501))).rejects.toThrow('7000 bytes')
    await bus.publish('runs', 'ü'.repeat(3500))
    await bus.close()
  })
})
