import { expect, test } from 'vitest'
import { delayShare } from '@/practice-cloud/faults/spread'
import { newTenant, register, newCertificate, rows, startCloud } from './support'

const LONGEST_SECONDS = 3000
const COUNT = 12
const reads = ['application', 'applicationList', 'keys', 'grants', 'tokenService'] as const
const writes = Array.from({ length: 200 }, (_, index) => index + 1)

test('the same seed gives the same delays; another seed, write or kind of read gives others, all within the longest', () => {
  const delays = (seed: number) => reads.flatMap((kind) => writes.map((write) => delayShare(seed, kind, write)))
  expect(delays(7)).toEqual(delays(7))
  expect(new Set([...delays(7), ...delays(8)]).size).toBe(2 * reads.length * writes.length)
  expect(Math.min(...delays(7))).toBeGreaterThanOrEqual(0)
  expect(Math.max(...delays(7))).toBeLessThanOrEqual(1)
  const mean = delays(7).reduce((sum, share) => sum + share, 0) / delays(7).length
  expect(mean).toBeCloseTo(0.5, 1)
})

/** Which of the young applications each kind of read shows after half of the longest delay, and after all of it. */
async function watch(seed: number) {
  const cloud = await startCloud()
  try {
    const visitor = await newTenant(cloud)
    const { token } = await register(visitor, newCertificate())
    const fault = { name: 'replication-lag', seconds: LONGEST_SECONDS, seed } as const
    await cloud.control.fault(visitor.tenantId, fault)
    const ids: string[] = []
    for (let number = 0; number < COUNT; number++) {
      const made = await visitor.graph(token, 'POST', '/applications', { displayName: `Young ${String(number)}` })
      ids.push(String(made.body['id']))
    }
    const look = async () => {
      const listed = rows(await visitor.graph(token, 'GET', '/applications')).map((one) => one['id'])
      const found = await Promise.all(ids.map((id) => visitor.graph(token, 'GET', `/applications/${id}`)))
      return { listed: ids.map((id) => listed.includes(id)), found: found.map(({ status }) => status === 200) }
    }
    await cloud.control.advanceClock(LONGEST_SECONDS / 2)
    const half = await look()
    await cloud.control.advanceClock(LONGEST_SECONDS / 2)
    return { half, whole: await look() }
  } finally {
    await cloud.close()
  }
}

test('with a seed each write is late in its own way for each kind of read, and seen by the longest delay', async () => {
  const [first, again] = [await watch(3), await watch(3)]
  expect(again).toEqual(first)
  expect(new Set(first.half.listed)).toEqual(new Set([true, false]))
  expect(first.half.found).not.toEqual(first.half.listed)
  expect([...first.whole.listed, ...first.whole.found]).toEqual(Array(2 * COUNT).fill(true))
})
