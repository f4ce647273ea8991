import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ruleIn, ruleRow } from '#kernel/rules.ts'
import type { Day } from '#kernel/time.ts'
import { askers, hardestLead, type Lead, leads, ways } from './inquiry.ts'

const text = z.string().min(1)
const answer = z.strictObject({ answer: text, name: text, leads: z.enum(['next', ...leads]) })

// Read once at start: rules change with a version of the program, never by a request.
const pack = z
  .strictObject({
    rows: z.array(ruleRow),
    lost: z.array(z.strictObject({ reason: text, name: text, by: z.enum(['us', 'them', 'money', 'care', 'none']) })),
    reached: z.array(z.enum(ways)),
    askers: z.array(z.strictObject({ asker: z.enum(askers), name: text })),
    sources: z.array(z.strictObject({ kind: text, name: text })),
    urgency: z.strictObject({
      version: text,
      source: text,
      verified: z.boolean(),
      signedOffBy: z.string().nullable(),
      signedOffOn: z.string().nullable(),
      asks: z.array(z.strictObject({ ask: text, say: text, answers: z.array(answer) })),
      leads: z.array(z.strictObject({ lead: z.enum(leads), title: text, lines: z.array(text) })),
    }),
    neither: z.strictObject({
      source: text,
      verified: z.boolean(),
      says: text,
      spanish: text,
      lines: z.array(text),
    }),
  })
  .parse(JSON.parse(readFileSync(new URL('../../../rules/inquiry.json', import.meta.url), 'utf8')))

/** The rules of the front door by what they are for. */
export type InquiryRule =
  | 'call-back-within'
  | 'call-attempts'
  | 'call-again-after'
  | 'assessment-offered-within'
  | 'assessment-minutes'
  | 'slots-offered'
  | 'slot-step'
  | 'slots-within'
  | 'slots-notice'
  | 'remind-before'
  | 'remind-at-least-before'
  | 'keep-lost'
  | 'figures-least'
  | 'form-seconds-least'
  | 'form-hours-most'
  | 'sends-hourly-most'
  | 'sends-daily-most'

/** A rule of the front door on a day, in the unit of its row. A pack without it is broken. */
export function inquiryRule(id: InquiryRule, on: Day): number {
  return ruleIn({ name: 'inquiry', rows: pack.rows }, id, on).value
}

/** The urgency script, in the order in which it is asked. */
export const urgencyScript = pack.urgency
/** What is said to whoever asks whether somebody is here. */
export const neitherScript = pack.neither
/** Why somebody did not start, and on whose side that lies. */
export const lostReasons = pack.lost
/** What sources are called, by kind. */
export const sourceKinds = pack.sources
/** What askers are called. */
export const askerWords = pack.askers

/** The hardest thing that answers of the script lead to; an answer that is not in it leads nowhere. */
export function leadOf(answers: readonly { ask: string; answer: string }[]): Lead | null {
  return hardestLead(
    answers.flatMap(given => {
      const found = pack.urgency.asks
        .find(each => each.ask === given.ask)
        ?.answers.find(each => each.answer === given.answer)
      return found ? [found.leads] : []
    }),
  )
}
