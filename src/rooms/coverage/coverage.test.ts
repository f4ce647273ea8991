import { describe, expect, it } from 'vitest'
import { day } from '#kernel/time.ts'
import {
  type Ask,
  figuresOf,
  guidelineOf,
  inForce,
  missingOf,
  moneyWords,
  percentOf,
  povertyPercent,
  readAnswer,
  readMoney,
  shareOf,
} from './coverage.ts'
import { coverageRule, kindsAsked, povertyRows, presetScale } from './rules.ts'
import { form } from './verification-form.ts'

describe('an amount', () => {
  it.each<[string, number | null]>([
    ['38000', 3_800_000],
    ['$38,000', 3_800_000],
    [' $ 38 000 ', 3_800_000],
    ['38k', 3_800_000],
    ['38.5K', 3_850_000],
    ['38.000', 3_800_000],
    ['38.000,50', 3_800_050],
    ['38,000.5', 3_800_050],
    ['1,234,567', 123_456_700],
    ['40', 4_000],
    ['40.25', 4_025],
    ['0', 0],
    ['100000000', 10_000_000_000],
    ['100000001', null],
    ['-5', null],
    ['38,00', null],
    ['1,23,456', null],
    ['1.234,567.00', null],
    ['1,234.567', null],
    ['1.234.56', null],
    ['a lot', null],
    ['k', null],
    ['', null],
    ['1e6', null],
    ['٣٨', null],
  ])('“%s” is %s cents', (words, cents) => expect(readMoney(words)).toBe(cents))

  it('is shown with cents only where there are some', () => {
    expect([0, 109_400, 109_450, 7].map(moneyWords)).toEqual(['$0', '$1,094', '$1,094.50', '$0.07'])
  })

  it.each([
    [1, 50, 1],
    [1, 49, 0],
    [15_000, 20, 3_000],
    [18_555, 33, 6_123],
    [12_345, 0, 0],
  ])('%i cents at %i percent are %i, half a cent up', (cents, percent, part) =>
    expect(percentOf(cents, percent)).toBe(part),
  )
})

describe('the poverty guideline', () => {
  const on2026 = day('2026-11-24')
  const values = (place: 'contiguous' | 'alaska' | 'hawaii', on = on2026) => {
    const { first, further } = povertyRows(place, on)
    return { first: first.value, further: further.value }
  }

  it.each([
    ['contiguous', 1, 15_960],
    ['contiguous', 2, 21_640],
    ['contiguous', 3, 27_320],
    ['contiguous', 4, 33_000],
    ['contiguous', 8, 55_720],
    ['contiguous', 20, 123_880],
    ['alaska', 1, 19_950],
    ['alaska', 4, 41_250],
    ['hawaii', 1, 18_360],
    ['hawaii', 4, 37_950],
  ] as const)('%s, %i people: $%i in 2026', (place, household, dollars) =>
    expect(guidelineOf(household, values(place))).toBe(dollars * 100),
  )

  it('is last year’s until the new one holds', () => {
    expect(values('contiguous', day('2026-01-12')).first).toBe(1_565_000)
    expect(values('contiguous', day('2026-01-13')).first).toBe(1_596_000)
    expect(values('contiguous', day('2020-01-01')).first).toBe(1_565_000)
  })

  it.each([
    [3_800_000, 2_732_000, 139],
    [0, 2_732_000, 0],
    [2_732_000, 2_732_000, 100],
    [2_745_660, 2_732_000, 101],
    [2_745_659, 2_732_000, 100],
  ])('%i of %i is %i percent, to the nearest', (income, guideline, percent) =>
    expect(povertyPercent(income, guideline)).toBe(percent),
  )

  it.each([
    [0, { share: 0, from: 0, upTo: 100 }],
    [2_732_000, { share: 0, from: 0, upTo: 100 }],
    [2_732_001, { share: 10, from: 101, upTo: 125 }],
    [4_098_000, { share: 20, from: 126, upTo: 150 }],
    [4_098_001, { share: 40, from: 151, upTo: 175 }],
    [6_830_000, { share: 80, from: 201, upTo: 250 }],
    [6_830_001, { share: 100, from: 251, upTo: null }],
  ])('%i cents for three stand exactly on their step', (income, step) =>
    expect(shareOf(income, 2_732_000, presetScale)).toEqual(step),
  )

  it('a scale written in any order is one scale', () => {
    const scale = { steps: [...presetScale.steps].reverse(), above: 100 }
    expect(shareOf(4_098_000, 2_732_000, scale).share).toBe(20)
  })
})

describe('rule packs', () => {
  it('every way of paying has words in two languages', () => {
    expect(kindsAsked).toHaveLength(6)
    for (const { words } of kindsAsked) expect([words.en, words.es].every(each => each.length > 2)).toBe(true)
  })
  it('say the weeks of a program', () =>
    expect([coverageRule('weeks-least', day('2026-11-24')), coverageRule('weeks-most', day('2026-11-24'))]).toEqual([
      8, 12,
    ]))
  it('the form asks each thing once, and a choice has something to choose', () => {
    expect(new Set(form.asks.map(each => each.ask)).size).toBe(form.asks.length)
    for (const ask of form.asks) expect((ask.options?.length ?? 0) > 1, ask.ask).toBe(ask.kind === 'choice')
    expect(form.asks.filter(each => each.needed)).toHaveLength(15)
  })
})

describe('an answer of the form', () => {
  const ask = (kind: Ask['kind'], options: string[] | null = null): Ask => ({
    ask: 'a',
    section: 's',
    words: 'w',
    kind,
    options,
    needed: false,
  })
  it.each<[Ask['kind'], string, string | null]>([
    ['text', '  as said ', 'as said'],
    ['text', '   ', null],
    ['money', '$1,500', '150000'],
    ['money', 'not said', 'not said'],
    ['number', '31', '31'],
    ['day', '2026-12-31', '2026-12-31'],
    ['moment', '2026-11-24T17:30:00.000Z', '2026-11-24T17:30:00.000Z'],
    ['phone', '(205) 555-0140', '(205) 555-0140'],
    ['choice', 'yes', 'yes'],
    ['choice', 'not said', 'not said'],
  ])('%s “%s” is kept as %s', (kind, words, value) =>
    expect(readAnswer(ask(kind, ['yes', 'no']), words)).toEqual({ value }),
  )

  it.each<[Ask['kind'], string]>([
    ['money', 'forty'],
    ['money', '-3'],
    ['number', 'two'],
    ['number', '-1'],
    ['day', '2026-02-30'],
    ['moment', '2026-02-30T10:00Z'],
    ['moment', '2026-02-20'],
    ['phone', '555'],
    ['choice', 'perhaps'],
    ['text', 'x'.repeat(401)],
  ])('%s “%s” is asked again', (kind, words) =>
    expect(readAnswer(ask(kind, ['yes', 'no']), words)).toHaveProperty('says'),
  )

  it('the needed ones are missed until they are answered, and “not said” is an answer', () => {
    const asks = [
      { ...ask('text'), needed: true },
      { ...ask('text'), ask: 'b', needed: true },
      { ...ask('text'), ask: 'c' },
    ]
    expect(missingOf(asks, [{ ask: 'a', answer: 'not said' }]).map(each => each.ask)).toEqual(['b'])
  })

  it('figures are what was said, and null is not nothing', () => {
    const said = [
      { ask: 'us.network', answer: 'yes' },
      { ask: 'iop.covered', answer: 'no' },
      { ask: 'share.day', answer: '4000' },
      { ask: 'share.coinsurance', answer: '12.5' },
      { ask: 'share.deductible-left', answer: '0' },
      { ask: 'share.oop-left', answer: 'not said' },
    ]
    expect(figuresOf(said)).toEqual({
      inNetwork: 'yes',
      covered: 'no',
      needsAuthorization: 'not said',
      dayCopayCents: 4000,
      sharePercent: 13,
      deductibleLeftCents: 0,
      outOfPocketLeftCents: null,
    })
    expect(figuresOf([{ ask: 'share.coinsurance', answer: '400' }]).sharePercent).toBeNull()
  })
})

it('what is dated holds from its day until the next', () => {
  const rows = [day('2026-01-01'), day('2026-07-01'), day('2027-01-01')].map(fromOn => ({ fromOn }))
  const at = (on: string) => inForce(rows, day(on))?.fromOn
  expect(['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01', '2027-03-01'].map(at)).toEqual([
    undefined,
    '2026-01-01',
    '2026-01-01',
    '2026-07-01',
    '2027-01-01',
  ])
})
