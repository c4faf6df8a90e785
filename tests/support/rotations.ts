import { expect } from 'vitest'
import { expectConnected, signInTo, startRun, type Started } from './runs'
import type { House } from './tenants'
import { keysOf } from './years'

/** A tenant that was connected by its administrator, with faults of its own from then on. */
export async function connectTenant(house: House, workloads?: readonly string[]): Promise<Started> {
  const started = await startRun(house, [], workloads === undefined ? {} : { workloads })
  await signInTo(house, started)
  await expectConnected(house, started)
  return started
}

/** What has to hold after every turn, however it went: keys are recorded, and never are more than two of them valid. */
export async function expectKnownKeys(house: House, started: Started, now: Date): Promise<void> {
  const { standing, recorded } = await keysOf(house, started)
  const kept = recorded.filter(({ removedAt }) => removedAt === null)
  for (const key of standing)
    expect(
      kept.map(({ sha1 }) => sha1),
      'a key on the application that is not recorded',
    ).toContain(key.sha1)
  const valid = standing.filter(({ notAfter }) => Date.parse(notAfter) > now.getTime())
  expect(valid.length, 'valid keys on the application').toBeLessThanOrEqual(2)
}
