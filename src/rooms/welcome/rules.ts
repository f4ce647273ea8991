import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ruleIn, ruleRow } from '#kernel/rules.ts'
import type { Day } from '#kernel/time.ts'

const text = z.string().min(1)

// Read once at start: rules change with a version of the program, never by a request.
const pack = z
  .strictObject({
    rows: z.array(ruleRow),
    ahead: z.array(
      z.strictObject({
        because: text,
        name: text,
        /** Who goes first among those who go ahead. */
        order: z.int(),
        /** Whether something is to be done for them at once while they wait. */
        interim: z.boolean(),
        /** Whether the law says by when they begin. */
        injecting: z.boolean(),
        source: text,
        verified: z.boolean(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('../../../rules/welcome.json', import.meta.url), 'utf8')))

/** The rules of the public pages and of who waits, by what they are for. */
export type WelcomeRule =
  | 'front-kept'
  | 'contact-waiting-every'
  | 'interim-services-within'
  | 'injecting-admitted-within'
  | 'injecting-admitted-latest'

/** A rule on a day, in the unit of its row. A pack without it is broken. */
export function welcomeRule(id: WelcomeRule, on: Day): number {
  return ruleIn({ name: 'welcome', rows: pack.rows }, id, on).value
}

/** Why somebody may go ahead of who asked earlier. */
export const aheadReasons = pack.ahead
