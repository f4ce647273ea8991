import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type RuleRow, ruleIn, ruleRow } from '#kernel/rules.ts'
import type { Day } from '#kernel/time.ts'
import { type PayKind, type Place, payKinds } from './coverage.ts'

const text = z.string().min(1)
const both = z.strictObject({ en: text, es: text })

// Read once at start: rules change with a version of the program, never by a request.
const pack = z
  .strictObject({
    rows: z.array(ruleRow),
    scale: z.array(z.strictObject({ upTo: z.int().positive(), row: ruleRow })),
    above: ruleRow,
    kinds: z.array(
      z.strictObject({
        kind: z.enum(payKinds),
        words: both,
        estimate: z.enum(['scale', 'plan', 'ask']),
        rows: z.array(ruleRow),
      }),
    ),
    ways: z.array(
      z.strictObject({ way: z.enum(['medicaid', 'plan', 'grant', 'eap', 'health-plan']), words: both, says: both }),
    ),
    goodFaith: z.strictObject({
      words: both,
      more: text,
      source: text,
      verified: z.boolean(),
      paper: z.strictObject({ lines: z.array(both), source: text, verified: z.boolean() }),
    }),
  })
  .parse(JSON.parse(readFileSync(new URL('../../../rules/coverage.json', import.meta.url), 'utf8')))

/** The rules of money by what they are for. */
export type CoverageRule =
  | 'estimate-bill-over'
  | 'estimate-after-asking-within'
  | 'medicaid-adult-upto'
  | 'medicaid-near-within'
  | 'household-most'
  | 'weeks-least'
  | 'weeks-most'
  | 'group-days-weekly'
  | 'individual-weekly'
  | 'plan-months'
  | 'plan-rate'
  | 'eligibility-good-for'
  | 'checked-before-assessment'

/** A rule of money on a day with where it comes from. A pack without it is broken. */
export const coverageRow = (id: CoverageRule, on: Day): RuleRow => ruleIn({ name: 'coverage', rows: pack.rows }, id, on)
/** A rule of money on a day, in the unit of its row. */
export const coverageRule = (id: CoverageRule, on: Day): number => coverageRow(id, on).value

/** The poverty guideline of a place on a day: the first person's, and what each further one adds. */
export const povertyRows = (place: Place, on: Day) => ({
  first: ruleIn({ name: 'coverage', rows: pack.rows }, `poverty-${place}-first`, on),
  further: ruleIn({ name: 'coverage', rows: pack.rows }, `poverty-${place}-each-further`, on),
})

/** The scale that holds until a program writes its own. */
export const presetScale = {
  steps: pack.scale.map(({ upTo, row }) => ({ upTo, share: row.value })),
  above: pack.above.value,
  source: pack.scale[0]?.row.source ?? pack.above.source,
}

/** The ways in which care is paid for, as people are asked. */
export const kindsAsked = pack.kinds.map(({ kind, words, estimate }) => ({ kind, words, estimate }))

/** How an estimate is made for a way of paying, and which share plans of that kind typically ask. */
export function kindOf(kind: PayKind, on: Day) {
  const found = pack.kinds.find(each => each.kind === kind)
  if (!found) throw new RangeError(`no rule of coverage says ${kind}`)
  if (found.estimate !== 'plan') return { estimate: found.estimate, least: null, most: null }
  const { rows } = found
  return {
    estimate: found.estimate,
    least: ruleIn({ name: 'coverage', rows }, 'day-share-least', on),
    most: ruleIn({ name: 'coverage', rows }, 'day-share-most', on),
  }
}

/** Ways to pay less, and what the law says of a written price. */
export const waysToPayLess = pack.ways
export const goodFaith = pack.goodFaith
