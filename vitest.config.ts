import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files of minutes begin first: one that begins last keeps a worker busy while the other has nothing left. */
const longest = ['unit/tenants/lives', 'start/kill', 'unit/reconcile/practice', 'start/start', 'faults/canary']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const place = ({ moduleId }: TestSpecification) => {
      const found = longest.findIndex((name) => moduleId.endsWith(`/tests/${name}.test.ts`))
      return found === -1 ? longest.length : found
    }
    return sorted.toSorted((a, b) => place(a) - place(b))
  }
}

const rooms = ['unit', 'api', 'contract', 'practice-cloud', 'faults', 'house', 'start']

export default defineConfig({
  resolve: { alias: { '@': path.resolve(import.meta.dirname) } },
  test: {
    include: rooms.map((room) => `tests/${room}/**/*.test.{ts,tsx}`),
    globalSetup: ['tests/support/test-home.ts'],
    pool: 'forks',
    isolate: false, // a file closes what it opened, and need not load the whole house anew
    maxWorkers: 3, // two cores: a worker often waits for a database, a socket or a program
    sequence: { sequencer: LongestFirst },
    testTimeout: 90_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
  },
})
