import { z } from 'zod'
import { query } from '#kernel/door.ts'
import type { Day } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { houseOf } from '#rooms/people/queries.ts'
import { type Both, type Figures, inForce, moneyWords, type PayKind, type Place, payKinds, places } from './coverage.ts'
import { pricesOn, scaleOn } from './prices.ts'
import * as priceStore from './prices-store.ts'
import { estimateRange, type GoodFaith, type PlanFacts, type Range, type RangeFacts } from './range.ts'
import { coverageRow, coverageRule, goodFaith, kindOf, povertyRows, presetScale, waysToPayLess } from './rules.ts'

const amount = z.int().min(0).max(10_000_000_000).nullable()

/** What an estimate asks; null is not told. */
export const asked = {
  kind: z.enum(payKinds),
  payerId: z.uuid().nullable(),
  incomeCents: amount,
  household: z.int().min(1).max(100).nullable(),
  deductibleLeftCents: amount,
  oopLeftCents: amount,
  programId: z.uuid().nullable(),
  place: z.enum(places),
}

type EstimateInput = z.output<typeof estimate.input>
/** What a payer itself said on the phone, when it was asked. */
export type Said = Figures & { on: Day }

export const estimate = query({
  name: 'coverage.estimate',
  says: 'What care may cost somebody, with every assumption: for the public page, which keeps nothing of it.',
  who: ['room'],
  input: z.strictObject(asked),
  discloses: [],
  run: (work, input): Promise<Range> => rangeOf(work, input),
  shows: () => [],
})

/** The range for what was told, from the prices, scale and payers of today. */
export async function rangeOf(work: Work, input: EstimateInput, said: Said | null = null): Promise<Range> {
  const [house, prices, steps, payer, networks] = await Promise.all([
    work.ask(houseOf, {}),
    priceStore.prices(work),
    priceStore.scales(work),
    input.payerId ? priceStore.payerOf(work, input.payerId) : undefined,
    input.payerId ? priceStore.networks(work) : [],
  ])
  const { today } = house
  const open = pricesOn(prices, today)
  const program =
    house.programs.find(each => each.id === input.programId) ??
    house.programs.find(each => open.some(price => price.programId === each.id)) ??
    house.programs[0]
  // A payer that has ended, or that this house does not know, is as none: what is typical of its kind is said.
  const named = payer && payer.endedOn === null ? payer : undefined
  const sites = Map.groupBy(
    networks.filter(each => each.payerId === named?.id),
    each => each.siteId,
  )
  const contracted = [...sites.values()].some(each => inForce(each, today)?.inside)
  // Of a payer that is named, what it is goes before what somebody thought it is.
  const kind: PayKind = named && named.kind !== 'other' ? named.kind : input.kind
  return estimateRange(
    {
      kind,
      incomeCents: input.incomeCents,
      household: input.household,
      deductibleLeftCents: said?.deductibleLeftCents ?? input.deductibleLeftCents,
      oopLeftCents: said?.outOfPocketLeftCents ?? input.oopLeftCents,
    },
    {
      ...rulesOn(today, { kind, place: input.place, rules: program?.rules ?? [] }),
      scale: scaleFacts(steps, today),
      prices: open.filter(price => price.programId === program?.id),
      plan: planOf(kind, { named, said, today }),
      inNetwork: said && said.inNetwork !== 'not said' ? said.inNetwork === 'yes' : named ? contracted : null,
    },
  )
}

function scaleFacts(steps: Parameters<typeof scaleOn>[0], today: Day): RangeFacts['scale'] {
  const scale = scaleOn(steps, today)
  const own = scale.since !== null
  return { ...scale, source: own ? 'the scale of this program' : presetScale.source, verified: own }
}

/** What a plan leaves to its member: as it said itself, else as its contract says, else as is typical. */
function planOf(
  kind: PayKind,
  { named, said, today }: { named: priceStore.PayerRow | undefined; said: Said | null; today: Day },
): PlanFacts | null {
  const { least, most } = kindOf(kind, today)
  // What the contract says of shares, else what is typical: the same where the payer said nothing of them.
  const written = named !== undefined && named.shareMostPercent !== null
  const shareMost = named?.shareMostPercent ?? most?.value ?? 100
  const shares = { shareLeast: named?.shareLeastPercent ?? Math.min(shareMost, least?.value ?? 0), shareMost }
  const plan = { name: named?.name ?? null, ...shares, on: null }
  if (said && (said.sharePercent !== null || said.dayCopayCents !== null)) {
    const share = said.sharePercent
    return {
      ...plan,
      ...(share === null ? {} : { shareLeast: share, shareMost: share }),
      ...{ dayCopayCents: said.dayCopayCents, from: 'call', on: said.on },
      ...{ verified: share !== null || written, source: 'the benefits check by phone' },
    }
  }
  const dayCopayCents = named?.dayCopayCents ?? null
  if (written || dayCopayCents !== null)
    return {
      ...{ ...plan, dayCopayCents, from: 'contract', verified: written },
      source: 'what this program wrote down of its contract',
    }
  if (!least || !most) return null
  return { ...plan, dayCopayCents: null, from: 'typical', verified: most.verified, source: most.source }
}

type ProgramRules = readonly { id: string; value: number; source: string; verified: boolean }[]

/** Everything of an estimate that rule packs say; a program's own rules go before those of the house. */
function rulesOn(on: Day, { kind, place, rules }: { kind: PayKind; place: Place; rules: ProgramRules }) {
  const row = (own: string, id: Parameters<typeof coverageRow>[0]) =>
    rules.find(each => each.id === own) ?? coverageRow(id, on)
  const [least, most] = [row('expected-weeks-least', 'weeks-least'), row('expected-weeks-most', 'weeks-most')]
  const medicaid = coverageRow('medicaid-adult-upto', on)
  return {
    on,
    guideline: povertyRows(place, on),
    householdMost: coverageRule('household-most', on),
    weeks: {
      least: least.value,
      most: most.value,
      source: least.source,
      verified: least.verified && most.verified,
    },
    groupDaysWeekly: row('days-per-week-least', 'group-days-weekly').value,
    individualWeekly: coverageRule('individual-weekly', on),
    months: coverageRule('plan-months', on),
    interest: coverageRule('plan-rate', on),
    medicaidUpTo: {
      value: medicaid.value,
      near: coverageRule('medicaid-near-within', on),
      source: medicaid.source,
      verified: medicaid.verified,
    },
    estimate: kindOf(kind, on).estimate,
    ways: waysToPayLess,
    goodFaith: goodFaithOn(on),
  }
}

/** What the law says of a written price, with its numbers. */
function goodFaithOn(on: Day): GoodFaith {
  const { words, more, verified, paper } = goodFaith
  const fill = (said: string) =>
    said
      .replace('{over}', moneyWords(coverageRule('estimate-bill-over', on)))
      .replace('{within}', String(coverageRule('estimate-after-asking-within', on)))
      .replace('{more}', more)
  const filled = ({ en, es }: Both): Both => ({ en: fill(en), es: fill(es) })
  const checked = paper.verified && coverageRow('estimate-bill-over', on).verified
  return { words: filled(words), more, verified, paper: { lines: paper.lines.map(filled), verified: checked } }
}

export const estimateQueries = [estimate]
