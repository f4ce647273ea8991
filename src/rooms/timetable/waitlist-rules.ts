import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { layRules, ruleRow } from '#kernel/rules.ts'
import type { Day } from '#kernel/time.ts'

// Read once at start: rules change with a version of the program, never by a request.
const rows = z
  .array(ruleRow)
  .parse(JSON.parse(readFileSync(new URL('../../../rules/timetable.json', import.meta.url), 'utf8')))

/** The hours for which an offered seat is held, by the rules of a day. A pack without them is broken. */
export function offerHours(on: Day): number {
  const laid = layRules([{ scope: 'program', name: 'timetable', rows }], on)
  const hours = laid.kind === 'rules' ? laid.rows.get('waitlist-offer-hours')?.value : undefined
  if (hours === undefined) throw new RangeError('no rule says how long an offer holds')
  return hours
}
