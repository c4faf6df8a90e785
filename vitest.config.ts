import path from 'node:path'
import { defineConfig } from 'vitest/config'

const rooms = ['unit', 'api', 'contract', 'practice-cloud', 'faults', 'house', 'start']

export default defineConfig({
  resolve: { alias: { '@': path.resolve(import.meta.dirname) } },
  test: {
    include: rooms.map((room) => `tests/${room}/**/*.test.{ts,tsx}`),
    globalSetup: ['tests/support/test-home.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
