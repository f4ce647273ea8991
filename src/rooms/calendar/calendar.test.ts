import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day, instant, instantAt, plusMinutes, wallClock, weekdayOf } from '#kernel/time.ts'
import {
  awayOn,
  closedWords,
  type DayPart,
  dayParts,
  gathered,
  isOpen,
  type KeptLine,
  overlapping,
  overlaps,
  timeOfDay,
  type WeeklyAway,
  weekLines,
  weeklyLines,
} from './calendar.ts'

const span = (from: string, until: string) => ({
  startsAt: instant(`2026-11-24T${from}:00Z`),
  endsAt: instant(`2026-11-24T${until}:00Z`),
})

it.each([
  ['one after the other', span('17:30', '18:30'), span('18:30', '19:30'), false],
  ['a minute too early', span('17:30', '18:30'), span('18:29', '19:30'), true],
  ['one inside the other', span('17:30', '20:30'), span('18:00', '18:15'), true],
  ['the same', span('17:30', '18:30'), span('17:30', '18:30'), true],
  ['hours apart', span('09:00', '10:00'), span('18:00', '19:00'), false],
])('%s', (_, a, b, expected) => {
  expect(overlaps(a, b)).toBe(expected)
  expect(overlaps(b, a)).toBe(expected)
})

const york = 'America/New_York'
const part = (on: string, from: string, until: string): DayPart => ({ on: day(on), from, until })

describe('what the wall clock shows', () => {
  it.each([
    ['in an evening', '2026-11-24T22:30:00Z', '2026-11-25T01:30:00Z', [part('2026-11-24', '17:30', '20:30')]],
    ['up to midnight', '2026-11-25T03:00:00Z', '2026-11-25T05:00:00Z', [part('2026-11-24', '22:00', '24:00')]],
    [
      'over midnight',
      '2026-11-25T04:00:00Z',
      '2026-11-25T06:00:00Z',
      [part('2026-11-24', '23:00', '24:00'), part('2026-11-25', '00:00', '01:00')],
    ],
    [
      'when an hour comes twice',
      '2026-11-01T05:30:00Z',
      '2026-11-01T06:30:00Z',
      [part('2026-11-01', '01:30', '02:00'), part('2026-11-01', '01:00', '01:30')],
    ],
    [
      'when an hour is skipped',
      '2027-03-14T06:30:00Z',
      '2027-03-14T07:30:00Z',
      [part('2027-03-14', '01:30', '02:00'), part('2027-03-14', '03:00', '03:30')],
    ],
    [
      'a night over the change',
      '2026-11-01T02:00:00Z',
      '2026-11-01T12:00:00Z',
      [
        part('2026-10-31', '22:00', '24:00'),
        part('2026-11-01', '00:00', '02:00'),
        part('2026-11-01', '01:00', '07:00'),
      ],
    ],
    [
      'with seconds, to the next whole minute',
      '2026-11-24T22:29:30Z',
      '2026-11-24T22:59:01Z',
      [part('2026-11-24', '17:30', '18:00')],
    ],
  ])('%s', (_, startsAt, endsAt, expected) => {
    expect(dayParts({ startsAt: instant(startsAt), endsAt: instant(endsAt) }, york)).toEqual(expected)
  })

  it('is, minute for minute, what the clock shows', () => {
    const zones = [york, 'America/Denver', 'Pacific/Honolulu', 'Australia/Lord_Howe', 'UTC']
    const from = Date.parse('2026-10-25T00:00:00Z')
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 200 * 24 * 4 }),
        fc.integer({ min: 1, max: 24 * 4 }),
        (zone, quarter, quarters) => {
          const startsAt = instant(from + quarter * 15 * 60_000)
          const shown = Array.from({ length: quarters }, (_, at) => wallClock(zone, plusMinutes(startsAt, at * 15)))
          const parts = dayParts({ startsAt, endsAt: plusMinutes(startsAt, quarters * 15) }, zone)
          const walked = parts.flatMap(({ on, from: first, until }) =>
            Array.from({ length: 96 }, (_, at) => {
              const minutes = String((at % 4) * 15).padStart(2, '0')
              return `${String(Math.floor(at / 4)).padStart(2, '0')}:${minutes}`
            })
              .filter(time => first <= time && time < until)
              .map(time => `${on}T${time}`),
          )
          expect(walked).toEqual(shown)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('opening hours', () => {
  const hours = [
    { weekday: 2, opens: '08:00', closes: '12:00' },
    { weekday: 2, opens: '12:00', closes: '18:00' },
    { weekday: 2, opens: '19:00', closes: '24:00' },
    { weekday: 3, opens: '00:00', closes: '02:00' },
  ]
  const site = { id: 'elm', clock: '12' as const, hours, closures: [] }
  it.each([
    ['no hours are said', [], [part('2026-11-29', '03:00', '04:00')], true],
    ['inside', hours, [part('2026-11-24', '08:00', '11:00')], true],
    ['through two openings that touch', hours, [part('2026-11-24', '08:00', '18:00')], true],
    ['a minute past closing', hours, [part('2026-11-24', '17:00', '18:01')], false],
    ['a minute before opening', hours, [part('2026-11-24', '07:59', '09:00')], false],
    ['over the break', hours, [part('2026-11-24', '17:30', '19:30')], false],
    ['over midnight', hours, [part('2026-11-24', '23:00', '24:00'), part('2026-11-25', '00:00', '02:00')], true],
    [
      'past the end of the night',
      hours,
      [part('2026-11-24', '23:00', '24:00'), part('2026-11-25', '00:00', '02:01')],
      false,
    ],
    ['on a day without hours', hours, [part('2026-11-26', '09:00', '10:00')], false],
  ])('%s', (_, week, parts, expected) => {
    expect(isOpen(week, parts)).toBe(expected)
    const words = closedWords({ ...site, hours: week }, parts)
    expect(words === null).toBe(expected)
  })

  it.each([
    [[part('2026-11-24', '07:00', '09:00')], 'Outside opening hours, 8 am to 6 pm and 7 pm to midnight.'],
    [
      [part('2026-11-24', '23:00', '24:00'), part('2026-11-25', '00:00', '03:00')],
      'Outside opening hours, midnight to 2 am.',
    ],
    [[part('2026-11-26', '09:00', '10:00')], 'Closed on Thursdays.'],
  ])('are told as they are on the day they do not cover', (parts, expected) => {
    expect(closedWords(site, parts)).toBe(expected)
  })

  it('are told by the other clock where that is used', () => {
    const parts = [part('2026-11-25', '02:00', '03:00')]
    expect(closedWords({ ...site, clock: '24' }, parts)).toBe('Outside opening hours, 00:00 to 02:00.')
    expect(['00:00', '08:30', '12:00', '13:05', '24:00'].map(each => timeOfDay(each, '12'))).toEqual([
      'midnight',
      '8:30 am',
      'noon',
      '1:05 pm',
      'midnight',
    ])
  })

  it('give way to closed days, whichever day of the span they are', () => {
    const closures = [
      { siteId: null, fromOn: day('2026-11-26'), untilOn: day('2026-11-27'), name: 'Thanksgiving' },
      { siteId: 'quay', fromOn: day('2026-11-24'), untilOn: day('2026-11-24'), name: 'Painting' },
    ]
    const closed = (id: string, ...parts: DayPart[]) => closedWords({ ...site, id, hours: [], closures }, parts)
    expect(closed('elm', part('2026-11-24', '08:00', '09:00'))).toBeNull()
    expect(closed('quay', part('2026-11-24', '08:00', '09:00'))).toBe('Closed: Painting.')
    expect(closed('elm', part('2026-11-27', '08:00', '09:00'))).toBe('Closed: Thanksgiving.')
    expect(closed('elm', part('2026-11-25', '23:00', '24:00'), part('2026-11-26', '00:00', '01:00'))).toBe(
      'Closed: Thanksgiving.',
    )
    expect(closed('elm', part('2026-11-28', '08:00', '09:00'))).toBeNull()
  })

  it('of a week are told in lines, the days that share them together', () => {
    const week = [1, 2, 3, 4, 5].map(weekday => ({ weekday, opens: '08:00', closes: '21:00' }))
    expect(weekLines([...week, { weekday: 6, opens: '09:00', closes: '13:30' }], '12')).toEqual([
      { days: 'Mon to Fri', hours: '8 am to 9 pm' },
      { days: 'Sat', hours: '9 am to 1:30 pm' },
      { days: 'Sun', hours: 'closed' },
    ])
    expect(weekLines(hours, '24')).toEqual([
      { days: 'Mon', hours: 'closed' },
      { days: 'Tue', hours: '08:00 to 18:00 and 19:00 to 24:00' },
      { days: 'Wed', hours: '00:00 to 02:00' },
      { days: 'Thu to Sun', hours: 'closed' },
    ])
    expect(weekLines(week.slice(0, 2), '24').map(each => each.days)).toEqual(['Mon and Tue', 'Wed to Sun'])
  })

  it('may touch but not overlap', () => {
    expect(overlapping(hours)).toBe(false)
    expect(overlapping([...hours, { weekday: 2, opens: '11:59', closes: '12:30' }])).toBe(true)
    expect(overlapping([...hours, { weekday: 4, opens: '11:59', closes: '12:30' }])).toBe(false)
  })
})

describe('weekly hours', () => {
  const said = {
    weekdays: [5, 7],
    starts: '22:00',
    ends: '06:00',
    fromOn: day('2026-12-04'),
    untilOn: day('2026-12-20'),
  }
  const kept = (lines: readonly Omit<WeeklyAway, 'zone'>[], madeAt = '2026-11-24T22:00:00Z'): KeptLine[] =>
    lines.map((line, at) => ({ ...line, zone: york, id: `${madeAt} ${at}`, reason: 'work', madeAt: instant(madeAt) }))

  it('over midnight are lines of two days, the second a day later from the first day to the last', () => {
    expect(weeklyLines(said)).toEqual([
      { weekday: 5, starts: '22:00', ends: '24:00', fromOn: '2026-12-04', untilOn: '2026-12-20' },
      { weekday: 6, starts: '00:00', ends: '06:00', fromOn: '2026-12-05', untilOn: '2026-12-21' },
      { weekday: 7, starts: '22:00', ends: '24:00', fromOn: '2026-12-04', untilOn: '2026-12-20' },
      { weekday: 1, starts: '00:00', ends: '06:00', fromOn: '2026-12-05', untilOn: '2026-12-21' },
    ])
    expect(weeklyLines({ ...said, weekdays: [5], ends: '00:00' })).toMatchObject([{ weekday: 5, ends: '24:00' }])
  })

  it('are read again as they were said', () => {
    const time = fc.integer({ min: 0, max: 95 }).map(at => {
      const minutes = String((at % 4) * 15).padStart(2, '0')
      return `${String(Math.floor(at / 4)).padStart(2, '0')}:${minutes}`
    })
    const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }).map(all => all.sort())
    fc.assert(
      fc.property(weekdays, time, time, fc.boolean(), (days, starts, ends, open) => {
        const one = {
          weekdays: days,
          starts,
          ends,
          fromOn: day('2026-12-04'),
          untilOn: open ? null : day('2027-01-31'),
        }
        const lines = kept(weeklyLines(one))
        const [first, ...rest] = gathered(lines)
        expect(rest).toEqual([])
        expect(first).toMatchObject(one)
        expect([...(first?.ids ?? [])].sort()).toEqual(lines.map(line => line.id).sort())
      }),
    )
  })

  it('said in two acts stay two', () => {
    const lines = [...kept(weeklyLines(said)), ...kept(weeklyLines(said), '2026-11-25T22:00:00Z')]
    expect(gathered(lines)).toHaveLength(2)
  })

  it('hold on their days only, from the first to the last', () => {
    const [line] = kept(weeklyLines({ ...said, weekdays: [5], starts: '09:00', ends: '12:00' }))
    const on = (at: string, from: string, until: string) => line && awayOn(line, [part(at, from, until)])
    expect(weekdayOf(day('2026-12-04'))).toBe(5)
    expect(on('2026-12-04', '11:59', '13:00')).toBe('2026-12-04')
    expect(on('2026-12-04', '12:00', '13:00')).toBeNull()
    expect(on('2026-12-04', '08:00', '09:00')).toBeNull()
    expect(on('2026-12-05', '10:00', '11:00')).toBeNull()
    expect(on('2026-11-27', '10:00', '11:00')).toBeNull()
    expect(on('2026-12-18', '10:00', '11:00')).toBe('2026-12-18')
    expect(on('2026-12-25', '10:00', '11:00')).toBeNull()
  })

  it('are met exactly where a walk by the minute meets them', () => {
    const line: WeeklyAway = {
      weekday: 7,
      starts: '01:15',
      ends: '02:45',
      zone: york,
      fromOn: day('2026-10-01'),
      untilOn: null,
    }
    const nights = [instantAt(york, day('2026-11-01'), '00:00'), instantAt(york, day('2027-03-14'), '00:00')]
    fc.assert(
      fc.property(
        fc.constantFrom(...nights),
        fc.integer({ min: 0, max: 360 }),
        fc.integer({ min: 1, max: 120 }),
        (night, begin, length) => {
          const startsAt = plusMinutes(night, begin)
          const met = Array.from({ length }, (_, at) => wallClock(york, plusMinutes(startsAt, at)).slice(11)).some(
            time => line.starts <= time && time < line.ends,
          )
          const parts = dayParts({ startsAt, endsAt: plusMinutes(startsAt, length) }, york)
          expect(awayOn(line, parts) !== null).toBe(met)
        },
      ),
    )
  })
})
