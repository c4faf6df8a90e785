import { expect, test } from 'vitest'
import { simulateLives } from '../../support/lives'

test('twenty tenants live six years with everything that may happen: always a token, two keys at most, no end reached, every notice as ruled', async () => {
  const lives = await simulateLives(20, 6)
  expect(lives).toMatchObject({
    samplesWithoutToken: 0,
    mostValidKeys: 2,
    unrecordedKeys: 0,
    expiriesReached: 0,
    noticesWrong: [],
  })
  expect(lives.rotations).toBeGreaterThanOrEqual(20 * 4)
  expect(lives.samples).toBeGreaterThan(500)
}, 900_000)
