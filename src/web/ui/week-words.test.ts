import { describe, expect, it } from 'vitest'
import type { WeekCause } from '../doors.ts'
import { causeWords, isShort, missingIn, shortWords } from './week-words.ts'

const [monday, wednesday] = ['2026-11-23', '2026-11-25']
const cause = (kind: WeekCause['kind'], more: Partial<WeekCause> = {}): WeekCause => ({
  kind,
  minutes: 180,
  on: [monday],
  reasons: [],
  ...more,
})
const week = { scheduled: 360, missedOn: [monday, '2026-11-24'] }

describe('a cause in words', () => {
  const cases: [WeekCause, string][] = [
    [cause('missed'), 'missed Monday, 3 h'],
    [cause('missed', { on: [monday, wednesday], minutes: 360 }), 'missed Monday and Wednesday, 6 h'],
    [cause('away', { on: [wednesday], reasons: ['court'] }), 'court on Wednesday, 3 h'],
    [cause('away', { on: [wednesday], reasons: ['other'] }), 'away on Wednesday, 3 h'],
    [cause('away', { on: [wednesday] }), 'away on Wednesday, 3 h'],
    [cause('excused', { reasons: ['medical'] }), 'medical visit on Monday, 3 h'],
    [cause('excused'), 'excused on Monday, 3 h'],
    [cause('late', { minutes: 12 }), '12 min late or left early on Monday'],
    [cause('unmarked'), 'Monday is not marked yet, 3 h'],
    [cause('not-booked', { on: [] }), 'only 6 h are booked'],
    [cause('not-coming'), 'missed 2 days in a row, so 3 h to come are not counted on'],
  ]
  it.each(cases)('%o', (of, says) => {
    expect(causeWords(of, week)).toBe(says)
  })

  it('says that nothing is booked, not that only nothing is', () => {
    expect(causeWords(cause('not-booked', { on: [] }), { scheduled: 0, missedOn: [] })).toBe('nothing is booked')
  })
})

it('puts causes into one sentence, and says nothing of a week without any', () => {
  const causes = [cause('missed'), cause('late', { minutes: 12, on: [wednesday] })]
  expect(shortWords({ ...week, causes })).toBe('Missed Monday, 3 h; 12 min late or left early on Wednesday.')
  expect(shortWords({ ...week, causes: [] })).toBe('')
})

it('misses what neither was attended nor is still booked', () => {
  expect(missingIn({ prescribed: 540, credited: 180, coming: 180 })).toBe(180)
  expect(missingIn({ prescribed: 540, credited: 400, coming: 300 })).toBe(0)
  expect(missingIn({ prescribed: null, credited: 0, coming: 0 })).toBe(0)
})

it('is short when less is likely than asked for, and never without a rule', () => {
  expect(isShort({ prescribed: 540, likely: 539 })).toBe(true)
  expect(isShort({ prescribed: 540, likely: 540 })).toBe(false)
  expect(isShort({ prescribed: null, likely: 0 })).toBe(false)
})
