import type { TestProject } from 'vitest/node'
import { startTestDatabase } from '#platform/test-database.ts'

/**
 * A PostgreSQL for each further worker. A journal is sealed up to the oldest transaction of its whole PostgreSQL, so
 * in one for all, what a test seals and hears would wait for a test of another file.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const workers = Math.max(1, Number(project.vitest.config.maxWorkers))
  const further = Array.from({ length: workers - 1 }, (_, at) => `_${at + 2}`)
  const started = await Promise.all(further.map(worker => startTestDatabase(worker)))
  return async () => {
    await Promise.all(started.map(each => each.stop()))
  }
}
