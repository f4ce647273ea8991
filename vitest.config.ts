import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    globalSetup: ['src/platform/test-database.ts', 'src/testing/databases.ts'],
    pool: 'threads',
    isolate: false,
    // A test and its database wait for each other by turns, so that one file alone leaves half of two cores idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})
