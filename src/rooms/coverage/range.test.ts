import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from '#kernel/time.ts'
import { type Asked, estimateRange, type RangeFacts } from './range.ts'
import { coverageRow, coverageRule, kindOf, povertyRows, presetScale, waysToPayLess } from './rules.ts'

const on = day('2026-11-24')

const facts: RangeFacts = {
  on,
  guideline: povertyRows('contiguous', on),
  householdMost: coverageRule('household-most', on),
  scale: { ...presetScale, since: null, verified: false },
  prices: [
    { item: 'first-visit', cents: 15_000, fromOn: day('2026-01-01') },
    { item: 'group-day', cents: 18_500, fromOn: day('2026-01-01') },
    { item: 'individual', cents: 11_000, fromOn: day('2026-01-01') },
    { item: 'test', cents: 0, fromOn: day('2026-01-01') },
  ],
  weeks: { least: 8, most: 12, source: 'a rule', verified: true },
  groupDaysWeekly: 3,
  individualWeekly: 1,
  months: 12,
  interest: 0,
  medicaidUpTo: { value: 138, near: 10, source: 'a rule', verified: false },
  estimate: 'scale',
  plan: null,
  inNetwork: null,
  ways: waysToPayLess,
  goodFaith: {
    ...{ words: { en: 'The law.', es: 'La ley.' }, more: 'www.example', verified: false },
    paper: { lines: [], verified: false },
  },
}
const nothing: Asked = {
  kind: 'none',
  incomeCents: null,
  household: null,
  deductibleLeftCents: null,
  oopLeftCents: null,
}
const three: Asked = { ...nothing, incomeCents: 3_800_000, household: 3 }
const typical = {
  name: null,
  shareLeast: 0,
  shareMost: 30,
  dayCopayCents: null,
  on: null,
  verified: false,
  source: 's',
}
const planned: RangeFacts = { ...facts, estimate: 'plan', plan: { ...typical, from: 'typical' } }

function ranged(asked: Asked, known: RangeFacts = facts) {
  const range = estimateRange(asked, known)
  if (range.kind !== 'range') throw new Error(`no range: ${range.because}`)
  return range
}
const because = (asked: Asked, known: RangeFacts) => {
  const range = estimateRange(asked, known)
  return range.kind === 'ask' ? range.because : null
}

describe('without insurance', () => {
  it('three people with $38,000 pay $1,094 to $1,626, as the page was drawn', () => {
    const range = ranged(three)
    expect(range).toMatchObject({
      least: 109_400,
      most: 162_600,
      weekly: 13_700,
      monthly: { months: 12, least: 9_200, most: 13_600 },
      share: 20,
      poverty: { percent: 139, guidelineCents: 2_732_000, year: 2026 },
    })
    expect(range.lines.map(line => [line.item, line.yoursCents, line.yours])).toEqual([
      ['first-visit', 3_000, { least: 3_000, most: 3_000 }],
      ['group-day', 3_700, { least: 88_800, most: 133_200 }],
      ['individual', 2_200, { least: 17_600, most: 26_400 }],
      ['test', 0, { least: 0, most: 0 }],
    ])
    expect(range.assumptions.map(each => each.words.en)).toEqual([
      'No insurance is counted',
      '3 people, $38,000 a year before tax',
      '$27,320 is 100% for 3 people',
      '126 to 150% pays 20%',
      '8 to 12 weeks, 3 days a week',
      'Prices for a day, an hour, a visit',
      'medicine from a pharmacy, detox or hospital care, travel',
    ])
  })

  it('a step stands exactly: at 150 percent 20, one cent more 40', () => {
    expect(ranged({ ...three, incomeCents: 4_098_000 }).share).toBe(20)
    expect(ranged({ ...three, incomeCents: 4_098_001 }).share).toBe(40)
  })

  it('with no income told the full price stands, and says why', () => {
    const range = ranged(nothing)
    expect([range.least, range.most, range.share]).toEqual([547_000, 813_000, 100])
    expect(range.assumptions.map(each => each.words.en).join()).toMatch(/nothing is known of your income/)
  })

  it('a share of nothing is nothing, and offers no plan of payments', () => {
    const range = ranged({ ...three, incomeCents: 0 })
    expect([range.least, range.most, range.monthly]).toEqual([0, 0, null])
    expect(range.ways.map(each => each.way)).toEqual(['medicaid', 'eap', 'health-plan'])
  })

  it('a household is one to twenty; twenty-one is asked to call, and none is asked how many', () => {
    for (let household = 1; household <= 20; household++) expect(ranged({ ...three, household }).kind).toBe('range')
    expect(because({ ...three, household: 21 }, facts)).toBe('household-large')
    expect(because({ ...three, household: null }, facts)).toBe('household-missing')
  })

  it('without prices nobody guesses', () => {
    expect(because(three, { ...facts, prices: [] })).toBe('no-prices')
    expect(because(three, { ...facts, prices: facts.prices.filter(each => each.item !== 'group-day') })).toBe(
      'no-prices',
    )
  })

  it('what has a price and no count is named, not counted', () => {
    const prices = [...facts.prices, { item: 'family' as const, cents: 9_000, fromOn: day('2026-03-01') }]
    const range = ranged(three, { ...facts, prices })
    expect(range.least).toBe(109_400)
    expect(range.assumptions.at(-1)?.words.en).toMatch(/^family sessions at \$90 each, /)
    expect(range.assumptions.at(-2)?.from.en).toBe('Our price list, since 1 Mar 2026')
  })

  it('a preset scale says that nobody confirmed it, an own one since when it holds', () => {
    const said = (known: RangeFacts) => ranged(three, known).assumptions[3]
    expect(said(facts)).toMatchObject({ verified: false })
    const scale = {
      steps: [{ upTo: 200, share: 25 }],
      above: 100,
      since: day('2026-01-01'),
      source: 'o',
      verified: true,
    }
    expect(said({ ...facts, scale })).toMatchObject({
      words: { en: 'Up to 200% pays 25%' },
      from: { en: 'Our sliding scale, since 1 Jan 2026', es: 'Nuestra escala, desde el 1 ene 2026' },
      verified: true,
    })
  })

  it('Medicaid is offered below its limit and close to it, and not far above', () => {
    const says = (incomeCents: number) =>
      ranged({ ...three, incomeCents }).ways.find(each => each.way === 'medicaid')?.says.en
    expect(says(2_000_000)).toMatch(/about \$37,701 a year\. You are below it\./)
    expect(says(3_800_000)).toMatch(/You are close to it\./)
    expect(says(5_000_000)).toBeUndefined()
  })

  it('a plan of payments with interest is not offered here', () =>
    expect(ranged(three, { ...facts, interest: 9 })).toMatchObject({ monthly: null }))
})

describe('with a plan', () => {
  const insured = (more: Partial<Asked>, plan: Partial<RangeFacts['plan']> = {}) =>
    ranged({ ...nothing, kind: 'job', ...more }, { ...planned, plan: { ...typical, from: 'typical', ...plan } })

  it.each<[string, Partial<Asked>, Partial<RangeFacts['plan']>, [number, number]]>([
    ['typical shares', {}, {}, [0, 243_900]],
    ['a deductible left comes first', { deductibleLeftCents: 100_000 }, {}, [100_000, 313_900]],
    ['a deductible larger than everything is everything', { deductibleLeftCents: 2_000_000 }, {}, [547_000, 813_000]],
    ['never above the limit', { deductibleLeftCents: 100_000, oopLeftCents: 150_000 }, {}, [100_000, 150_000]],
    ['nothing left to the limit', { oopLeftCents: 0 }, {}, [0, 0]],
    ['a copay a day', {}, { dayCopayCents: 4_000, shareMost: 0 }, [96_000, 144_000]],
    ['a copay is never more than the day', {}, { dayCopayCents: 99_900, shareMost: 0 }, [444_000, 666_000]],
    ['a share of nothing', {}, { shareMost: 0 }, [0, 0]],
  ])('%s', (_, more, plan, [least, most]) => {
    const range = insured(more, plan)
    expect([range.least, range.most]).toEqual([least, most])
    expect(range.goodFaith).toBeNull()
  })

  it('what is not known of the deductible is said, and not verified', () => {
    const [share, deductible, limit] = insured({}).assumptions
    expect(share).toMatchObject({ words: { en: 'This kind of plan leaves you 0-30% of the price' }, verified: false })
    expect([deductible?.verified, limit?.verified]).toEqual([false, false])
  })

  it('Medicare, and a payer without a contract here, are asked', () => {
    expect(because(nothing, { ...facts, estimate: 'ask' })).toBe('medicare')
    expect(because(nothing, { ...planned, inNetwork: false })).toBe('not-in-network')
  })

  it('nobody on Medicaid is sent to apply for it, nor to a job', () => {
    const { least, most } = kindOf('medicaid', on)
    const plan = { ...typical, from: 'typical' as const, shareLeast: least?.value ?? 1, shareMost: most?.value ?? 1 }
    const range = ranged({ ...nothing, kind: 'medicaid' }, { ...planned, plan })
    expect([range.most, range.ways]).toEqual([0, []])
  })
})

describe('whatever is told', () => {
  const amount = fc.option(fc.integer({ min: 0, max: 30_000_000 }), { nil: null })
  const anybody = fc.record({
    kind: fc.constantFrom('none' as const, 'unsure' as const),
    incomeCents: fc.integer({ min: 0, max: 30_000_000 }),
    household: fc.integer({ min: 1, max: 20 }),
    deductibleLeftCents: amount,
    oopLeftCents: amount,
  })
  const cents = fc.integer({ min: 1, max: 90_000 })
  const house = fc.tuple(cents, cents, cents, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 12 })).map(
    ([visit, groupDay, hour, least, more]): RangeFacts => ({
      ...facts,
      prices: [
        { item: 'first-visit', cents: visit, fromOn: on },
        { item: 'group-day', cents: groupDay, fromOn: on },
        { item: 'individual', cents: hour, fromOn: on },
      ],
      weeks: { least, most: least + more, source: 'a rule', verified: true },
    }),
  )

  it('the lines add up to the sum, the least is no more than the most, and no share is above the price', () => {
    fc.assert(
      fc.property(anybody, house, (asked, known) => {
        const range = ranged(asked, known)
        const sum = (end: 'least' | 'most') => range.lines.reduce((all, line) => all + (line.yours?.[end] ?? 0), 0)
        expect([sum('least'), sum('most')]).toEqual([range.least, range.most])
        expect(range.least).toBeLessThanOrEqual(range.most)
        expect(range.most).toBeLessThanOrEqual(range.full.most)
        for (const line of range.lines) expect(line.yours?.most).toBe((line.yoursCents ?? 0) * (line.counts?.most ?? 0))
      }),
    )
  })

  it('more income never costs less, and one more at home never costs more', () => {
    fc.assert(
      fc.property(anybody, fc.integer({ min: 0, max: 5_000_000 }), house, (asked, more, known) => {
        const { most } = ranged(asked, known)
        expect(ranged({ ...asked, incomeCents: asked.incomeCents + more }, known).most).toBeGreaterThanOrEqual(most)
        const household = Math.min(asked.household + 1, 20)
        expect(ranged({ ...asked, household }, known).most).toBeLessThanOrEqual(most)
      }),
    )
  })

  it('a plan asks at most the price and the limit; a larger deductible never costs less', () => {
    const percent = fc.integer({ min: 0, max: 100 })
    const shares = fc
      .tuple(percent, percent)
      .map(([a, b]) => ({ shareLeast: Math.min(a, b), shareMost: Math.max(a, b) }))
    const copay = fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: null })
    fc.assert(
      fc.property(anybody, house, shares, copay, (asked, known, share, dayCopayCents) => {
        const plan = { ...typical, ...share, dayCopayCents, from: 'typical' as const }
        const insured = (more: Partial<Asked>) =>
          ranged({ ...asked, kind: 'job', ...more }, { ...known, estimate: 'plan', plan })
        const range = insured({})
        expect(range.least).toBeLessThanOrEqual(range.most)
        expect(range.most).toBeLessThanOrEqual(Math.min(range.full.most, asked.oopLeftCents ?? range.full.most))
        const larger = insured({ deductibleLeftCents: (asked.deductibleLeftCents ?? 0) + 50_000 })
        expect(larger.most).toBeGreaterThanOrEqual(range.most)
        expect(larger.least).toBeGreaterThanOrEqual(range.least)
      }),
    )
  })
})

it('the rules it stands on say where they come from', () => {
  const row = coverageRow('medicaid-adult-upto', on)
  expect([row.value, row.verified, row.source.length > 10]).toEqual([138, false, true])
})
