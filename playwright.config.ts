import { defineConfig } from '@playwright/test'
import { findChromium } from './scripts/chromium.mjs'

const executablePath = findChromium()
const isRoot = process.getuid?.() === 0

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  workers: 2, // each with a portal of its own: see tests/support/journeys.ts
  fullyParallel: false,
  forbidOnly: true,
  timeout: 180_000, // of a test that hangs; the machine is shared with the other tests
  expect: { timeout: 30_000 },
  use: {
    browserName: 'chromium',
    trace: 'off', // dear on every action; with --trace retain-on-failure one sees what a failure saw
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: isRoot ? ['--no-sandbox'] : [],
    },
  },
})
