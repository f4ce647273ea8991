import { defineConfig } from 'vitest/config'

/** The journeys: a real browser against a real server, one file after the other because a machine has few cores. */
export default defineConfig({
  test: {
    maxConcurrency: 2,
    include: ['journeys/**/*.spec.ts'],
    globalSetup: ['src/platform/test-database.ts'],
    pool: 'threads',
    isolate: false,
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
})
