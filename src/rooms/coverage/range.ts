import type { RuleRow } from '#kernel/rules.ts'
import type { Day } from '#kernel/time.ts'
import {
  type Both,
  guidelineOf,
  type PayKind,
  type PriceItem,
  percentOf,
  povertyPercent,
  priceItems,
  type Scale,
  shareOf,
} from './coverage.ts'
import * as words from './range-words.ts'

// What care may cost somebody: a range with every figure it stands on, or the reason why a person has to say it.

/** What somebody told. Null is not told. */
export type Asked = {
  kind: PayKind
  incomeCents: number | null
  household: number | null
  deductibleLeftCents: number | null
  oopLeftCents: number | null
}

/** What a plan asks for, and who says so. */
export type PlanFacts = {
  name: string | null
  shareLeast: number
  shareMost: number
  dayCopayCents: number | null
  /** Its own payer on the phone, the program's contract, or what such plans typically ask. */
  from: 'call' | 'contract' | 'typical'
  on: Day | null
  verified: boolean
  source: string
}

/** What the house knows on a day. */
export type RangeFacts = {
  on: Day
  guideline: { first: RuleRow; further: RuleRow }
  householdMost: number
  scale: Scale & { since: Day | null; source: string; verified: boolean }
  prices: readonly { item: PriceItem; cents: number; fromOn: Day }[]
  weeks: { least: number; most: number; source: string; verified: boolean }
  groupDaysWeekly: number
  individualWeekly: number
  months: number
  /** A plan of payments with interest is nothing that a public page may offer in passing. */
  interest: number
  medicaidUpTo: { value: number; near: number; source: string; verified: boolean }
  estimate: 'scale' | 'plan' | 'ask'
  plan: PlanFacts | null
  /** Whether the payer that was named has a contract here; null when none was named. */
  inNetwork: boolean | null
  ways: readonly { way: Way['way']; words: Both; says: Both }[]
  goodFaith: GoodFaith
}

/** One line of the sum. `counts` are null where nothing is counted because nothing is charged. */
export type RangeLine = {
  item: PriceItem
  words: Both
  /** `3 a week`, in both languages; null where it comes once. */
  often: Both | null
  unitCents: number
  /** What they pay of one; null where a plan's share is no single figure. */
  yoursCents: number | null
  counts: { least: number; most: number } | null
  full: { least: number; most: number }
  yours: { least: number; most: number } | null
}

/** What the sum assumes, who says so, and whether anybody has checked it. */
export type Assumption = {
  words: Both
  from: Both
  told: boolean
  /** Where the figure stands, in full, for whoever checks it. */
  source: string | null
  verified: boolean
}
export type Way = {
  way: 'medicaid' | 'plan' | 'grant' | 'eap' | 'health-plan'
  words: Both
  says: Both
}
export type GoodFaith = {
  words: Both
  more: string
  verified: boolean
  /** What stands under the sums on the paper itself. */
  paper: { lines: readonly Both[]; verified: boolean }
}

/** Why no range is given. */
export type Because = 'medicare' | 'no-prices' | 'not-in-network' | 'household-large' | 'household-missing'

/** What care may cost. */
export type Range =
  | {
      kind: 'range'
      least: number
      most: number
      /** The most that a week comes to, and a month of the plan of payments; whole dollars, rounded up. */
      weekly: number
      monthly: { months: number; least: number; most: number } | null
      weeks: { least: number; most: number }
      share: number | null
      poverty: { percent: number; guidelineCents: number; year: number } | null
      full: { least: number; most: number }
      lines: RangeLine[]
      assumptions: Assumption[]
      ways: Way[]
      goodFaith: GoodFaith | null
    }
  | { kind: 'ask'; because: Because; words: Both; ways: Way[] }

type Standing = { guidelineCents: number; percent: number; year: number }

/** The range of what is asked, from nothing but what is given here. */
export function estimateRange(asked: Asked, facts: RangeFacts): Range {
  const standing = standingOf(asked, facts)
  const because = becauseOf(asked, facts)
  const ways = (most: number) => waysOf(asked, facts, { standing, most })
  if (because) return { kind: 'ask', because, words: words.becauseWords[because], ways: ways(1) }
  const counted = linesOf(facts)
  const byPlan = facts.estimate === 'plan' && facts.plan !== null
  const step = standing && !byPlan ? shareOf(asked.incomeCents ?? 0, standing.guidelineCents, facts.scale) : null
  const share = byPlan ? null : (step?.share ?? facts.scale.above)
  const lines = share === null ? counted : counted.map(line => withShare(line, share))
  const { least, most } =
    byPlan && facts.plan ? planOwed(asked, facts.plan, counted) : sumOf(lines.map(line => line.yours ?? line.full))
  return {
    kind: 'range',
    least,
    most,
    weekly: dollarsUp(Math.max(least / facts.weeks.least, most / facts.weeks.most)),
    monthly:
      facts.interest === 0 && most > 0
        ? { months: facts.months, least: dollarsUp(least / facts.months), most: dollarsUp(most / facts.months) }
        : null,
    weeks: { least: facts.weeks.least, most: facts.weeks.most },
    share,
    poverty: standing,
    full: sumOf(counted.map(line => line.full)),
    lines,
    assumptions: words.assumptionsOf(asked, facts, { standing, step, lines }),
    ways: ways(most),
    goodFaith: byPlan ? null : facts.goodFaith,
  }
}

function becauseOf(asked: Asked, facts: RangeFacts): Because | null {
  if (facts.estimate === 'ask') return 'medicare'
  const priced = facts.prices.filter(each => each.item === 'group-day' && each.cents > 0)
  if (priced.length === 0) return 'no-prices'
  if (facts.estimate === 'plan') {
    if (facts.inNetwork === false) return 'not-in-network'
    return facts.plan ? null : 'medicare'
  }
  if (asked.incomeCents !== null && asked.household === null) return 'household-missing'
  return asked.household !== null && asked.household > facts.householdMost ? 'household-large' : null
}

function standingOf(asked: Asked, facts: RangeFacts): Standing | null {
  const { incomeCents, household } = asked
  if (incomeCents === null || household === null || household < 1 || household > facts.householdMost) return null
  const { first, further } = facts.guideline
  const guidelineCents = guidelineOf(household, { first: first.value, further: further.value })
  const year = Number(first.effectiveFrom.slice(0, 4))
  return { guidelineCents, percent: povertyPercent(incomeCents, guidelineCents), year }
}

/** Every price as a line at its full amount; what has no count of its own is a line only where it is included. */
function linesOf(facts: RangeFacts): RangeLine[] {
  const { weeks, groupDaysWeekly, individualWeekly } = facts
  const weekly = (times: number) => ({ least: weeks.least * times, most: weeks.most * times })
  return priceItems.flatMap(item => {
    const price = facts.prices.find(each => each.item === item)
    if (!price) return []
    const each = item === 'group-day' ? groupDaysWeekly : item === 'individual' ? individualWeekly : null
    const counts = each !== null ? weekly(each) : item === 'first-visit' ? { least: 1, most: 1 } : null
    if (counts === null && price.cents > 0) return []
    const full = { least: price.cents * (counts?.least ?? 0), most: price.cents * (counts?.most ?? 0) }
    return {
      item,
      words: words.lineWords[item],
      often: each === null ? null : words.aWeek(each),
      unitCents: price.cents,
      yoursCents: null,
      counts: price.cents === 0 ? null : counts,
      full,
      yours: null,
    }
  })
}

/** One is paid to the cent first, so that what is shown adds up to what is asked. */
function withShare(line: RangeLine, share: number): RangeLine {
  const one = percentOf(line.unitCents, share)
  const yours = { least: one * (line.counts?.least ?? 0), most: one * (line.counts?.most ?? 0) }
  return { ...line, yoursCents: one, yours }
}

function sumOf(parts: readonly { least: number; most: number }[]) {
  return {
    least: parts.reduce((sum, part) => sum + part.least, 0),
    most: parts.reduce((sum, part) => sum + part.most, 0),
  }
}

/** What a plan leaves to its member: first what is left of the deductible, then the share, never above the limit. */
function planOwed(asked: Asked, plan: PlanFacts, lines: readonly RangeLine[]) {
  const owed = (end: 'least' | 'most', share: number) => {
    const day = lines.find(line => line.item === 'group-day')
    const full = lines.reduce((sum, line) => sum + line.full[end], 0)
    const days = day?.full[end] ?? 0
    const copays = Math.min(days, (plan.dayCopayCents ?? 0) * (day?.counts?.[end] ?? 0))
    const after = plan.dayCopayCents === null ? (full * share) / 100 : copays + ((full - days) * share) / 100
    const deductible = Math.min(asked.deductibleLeftCents ?? 0, full)
    const all = full === 0 ? 0 : deductible + (after * (full - deductible)) / full
    // To the dollar: a plan's answer is no figure that cents could be known of.
    const dollars = Math.floor(all / 100 + 0.5) * 100
    return Math.min(dollars, full, asked.oopLeftCents ?? Number.POSITIVE_INFINITY)
  }
  return { least: owed('least', plan.shareLeast), most: owed('most', plan.shareMost) }
}

const dollarsUp = (cents: number) => Math.ceil(cents / 100) * 100

/** What could make it less, for who asks: nobody on Medicaid is sent to apply for it. */
function waysOf(asked: Asked, facts: RangeFacts, known: { standing: Standing | null; most: number }): Way[] {
  const { standing, most } = known
  const insured = facts.estimate !== 'scale'
  const { value, near } = facts.medicaidUpTo
  const offered = (way: Way['way']): boolean => {
    if (way === 'medicaid') return !insured && (standing === null || standing.percent <= value + near)
    if (way === 'health-plan') return !insured
    if (way === 'eap') return asked.kind !== 'medicaid'
    if (way === 'plan') return most > 0 && facts.interest === 0
    return most > 0
  }
  return facts.ways
    .filter(each => offered(each.way))
    .map(each => ({
      way: each.way,
      words: each.words,
      says:
        each.way === 'medicaid' && standing && asked.household !== null
          ? words.medicaidSays(each.says, {
              household: asked.household,
              limitCents: Math.floor((standing.guidelineCents * value) / 100),
              incomeCents: asked.incomeCents ?? 0,
            })
          : each.says,
    }))
}
