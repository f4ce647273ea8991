import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ruleIn, ruleRow } from '#kernel/rules.ts'
import type { Day } from '#kernel/time.ts'

const step = z.strictObject({
  step: z.string(),
  title: z.string(),
  says: z.string(),
  /** The team looks at the plan; nobody is called by it. */
  review: z.boolean(),
  rows: z.array(ruleRow),
  script: z.array(z.string()),
})

// Read once at start: rules change with a version of the program, never by a request.
const pack = z
  .strictObject({ rows: z.array(ruleRow), protocol: z.array(step) })
  .parse(JSON.parse(readFileSync(new URL('../../../rules/attendance.json', import.meta.url), 'utf8')))

/** The rules of hours by what they are for. */
export type HoursRule =
  | 'marks-agree-within'
  | 'full-day-least'
  | 'days-without-service-most'
  | 'not-coming-after-missed'
  | 'first-days'
  | 'sign-in-holds'
  | 'short-acted-on-from'

/** A rule of hours on a day, in the unit of its row. A pack without it is broken. */
export function hoursRule(id: HoursRule, on: Day): number {
  return ruleIn({ name: 'attendance', rows: pack.rows }, id, on).value
}

/** One step of what is done after missed days, as it holds on a day. */
export type ProtocolStep = {
  step: string
  title: string
  says: string
  review: boolean
  afterMissed: number
  withinHours: number
  script: readonly string[]
  verified: boolean
}

/** What is done after missed days, the first step first. */
export function protocolOn(on: Day): ProtocolStep[] {
  return pack.protocol
    .map(({ rows, ...each }) => ({
      ...each,
      afterMissed: ruleIn({ name: 'attendance', rows }, 'after-missed', on).value,
      withinHours: ruleIn({ name: 'attendance', rows }, 'within', on).value,
      verified: rows.every(one => one.verified),
    }))
    .sort((a, b) => a.afterMissed - b.afterMissed)
}

/** The codes of its steps, as doors take them. */
export const stepCodes = pack.protocol.map(each => each.step)
