import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ruleIn, ruleRow } from '#kernel/rules.ts'
import type { Day } from '#kernel/time.ts'

// Read once at start: rules change with a version of the program, never by a request.
const rows = z
  .array(ruleRow)
  .parse(JSON.parse(readFileSync(new URL('../../../rules/timetable.json', import.meta.url), 'utf8')))

/** The hours for which an offered seat is held, by the rules of a day. A pack without them is broken. */
export const offerHours = (on: Day): number => ruleIn({ name: 'timetable', rows }, 'waitlist-offer-hours', on).value
