import { describe, expect, it } from 'vitest'
import { day } from '#kernel/time.ts'
import { onceWords, timesMissing, timesOf, weeklyWords } from './unavailable-words.ts'

const york = { zone: 'America/New_York', clock: '12' as const }
const empty = {
  how: 'once' as const,
  reason: 'away' as const,
  weekdays: [],
  starts: '09:00',
  ends: '17:00',
  fromOn: '2026-12-07',
  untilOn: '2026-12-09',
  wholeDays: true,
}

describe('a single time', () => {
  it.each([
    ['a whole day', '2026-12-07T05:00:00Z', '2026-12-08T05:00:00Z', 'Mon 7 Dec'],
    ['whole days', '2026-12-07T05:00:00Z', '2026-12-10T05:00:00Z', 'Mon 7 Dec to Wed 9 Dec'],
    ['some hours', '2026-12-07T15:00:00Z', '2026-12-07T17:30:00Z', 'Mon 7 Dec, 10:00 am to 12:30 pm'],
    ['up to midnight', '2026-12-07T15:00:00Z', '2026-12-08T05:00:00Z', 'Mon 7 Dec, 10:00 am to 12:00 am'],
    ['over midnight', '2026-12-08T03:00:00Z', '2026-12-08T11:00:00Z', 'Mon 7 Dec, 10:00 pm to Tue 8 Dec, 6:00 am'],
    ['the day the clocks go back', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z', 'Sun 1 Nov'],
  ])('is told: %s', (_, startsAt, endsAt, words) => {
    expect(onceWords({ startsAt, endsAt }, york)).toBe(words)
  })

  it('is sent as moments on the clock of the site, whole days up to the next midnight', () => {
    expect(timesOf(empty, york.zone)).toEqual({
      weekly: null,
      once: { startsAt: '2026-12-07T05:00:00.000Z', endsAt: '2026-12-10T05:00:00.000Z' },
    })
    expect(timesOf({ ...empty, wholeDays: false }, 'America/Denver').once).toEqual({
      startsAt: '2026-12-07T16:00:00.000Z',
      endsAt: '2026-12-10T00:00:00.000Z',
    })
  })
})

describe('weekly hours', () => {
  const line = {
    ids: ['a', 'b'],
    weekdays: [1, 3],
    starts: '22:00',
    ends: '06:00',
    zone: york.zone,
    fromOn: day('2026-11-01'),
    untilOn: null,
    reason: 'school' as const,
  }

  it('are told with why and for how long, as far as that is known', () => {
    expect(weeklyWords(line, york, '2026-11-24')).toEqual({
      title: 'Mon and Wed 10:00 pm to 6:00 am',
      more: 'School',
    })
    const later = {
      ...line,
      reason: null,
      fromOn: day('2026-12-01'),
      untilOn: day('2026-12-31'),
      zone: 'America/Denver',
    }
    expect(weeklyWords(later, york, '2026-11-24').more).toBe(
      'from Tue 1 Dec, until Thu 31 Dec, on the clock of America/Denver',
    )
    expect(weeklyWords({ ...line, weekdays: [7], starts: '00:00', ends: '00:00' }, york, '2026-11-24').title).toBe(
      'Sun 12:00 am to 12:00 am',
    )
  })

  it('are sent with an end only when one was said', () => {
    const draft = { ...empty, how: 'weekly' as const, weekdays: [1, 3], untilOn: '' }
    expect(timesOf(draft, york.zone)).toEqual({
      weekly: {
        weekdays: [1, 3],
        starts: '09:00',
        ends: '17:00',
        zone: york.zone,
        fromOn: '2026-12-07',
        untilOn: null,
      },
      once: null,
    })
  })
})

it.each([
  ['nothing', {}, undefined],
  ['a day of the week', { how: 'weekly' as const }, 'Choose at least one day.'],
  ['the first day', { fromOn: '' }, 'Say the first day.'],
  ['the last day', { untilOn: '' }, 'Say the last day.'],
  ['no last day of weekly hours', { how: 'weekly' as const, weekdays: [1], untilOn: '' }, undefined],
  ['when it ends', { wholeDays: false, ends: '' }, 'Say from when until when.'],
])('says what is missing: %s', (_, part, words) => {
  expect(timesMissing({ ...empty, ...part })).toBe(words)
})
