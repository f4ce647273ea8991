import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The longest file begins first, so that it is not the one that all wait for in the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = (file: TestSpecification) => (file.moduleId.endsWith('/every-page.spec.ts') ? 0 : 1)
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}

/**
 * The journeys: a real browser against a real server. A person's way mostly waits, for a key, a page, a row; so two
 * files at once use what one leaves idle, even on two cores.
 */
export default defineConfig({
  test: {
    maxConcurrency: 2,
    include: ['journeys/**/*.spec.ts'],
    globalSetup: ['src/platform/test-database.ts', 'journeys/browser.ts'],
    pool: 'threads',
    isolate: false,
    maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
    sequence: { sequencer: LongestFirst },
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
})
