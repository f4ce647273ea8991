import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Ask, answerKinds } from './coverage.ts'

const text = z.string().min(1)

// Read once at start: the form changes with a version of the program, and every answered one says which it was.
const pack = z
  .strictObject({
    form: text,
    version: text,
    source: text,
    verified: z.boolean(),
    asks: z.array(
      z.strictObject({
        ask: text,
        section: text,
        words: text,
        kind: z.enum(answerKinds),
        options: z.array(text).nullable(),
        needed: z.boolean(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('../../../rules/verification.json', import.meta.url), 'utf8')))

const asks: readonly Ask[] = pack.asks

/** What a payer is asked on the phone, section by section, and where the questions come from. */
export const form = {
  /** The form and its version, as a finished check keeps it. */
  name: `${pack.form}@${pack.version}`,
  source: pack.source,
  verified: pack.verified,
  asks,
}
