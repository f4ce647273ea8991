import { readFileSync } from 'node:fs'
import { z } from 'zod'

const both = z.strictObject({ en: z.string(), es: z.string() })
const level = z.strictObject({
  level: z.enum(['detox', 'inpatient', 'residential', 'php', 'iop', 'op', 'aftercare']),
  /** Whether people sleep there. */
  stays: z.boolean(),
  words: both,
  says: both,
  hours: both,
  howLong: both,
  suits: both,
  source: z.string(),
  verified: z.boolean(),
})

// Read once at start: what a level is changes with a version of the program, never by a request.
const pack = z
  .strictObject({ note: z.string(), levels: z.array(level) })
  .parse(JSON.parse(readFileSync(new URL('../../../rules/levels.json', import.meta.url), 'utf8')))

/** A level of care in plain words, from most help to least. */
export type Level = z.output<typeof level>
export const levels: readonly Level[] = pack.levels
export const levelNames = level.shape.level.options
