import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Day, day, dayIn, instant, minutesBetween, plusDays, wallClock, weekdayOf } from '#kernel/time.ts'
import {
  type Break,
  countedBetween,
  inCohort,
  type Meeting,
  mostTaken,
  placeWord,
  type SeatDays,
  sessionsBetween,
  spanOn,
  stateOf,
} from './timetable.ts'

const zone = 'America/New_York'
const evening = [2, 3, 4].map(weekday => ({
  weekday,
  starts: '17:30:00',
  lengthMinutes: 180,
  breaks: [],
  fromOn: day('2020-01-01'),
  untilOn: null,
}))

describe('sessions of a pattern', () => {
  it('meet on their weekdays at their time, three hours each, across both clock changes', () => {
    for (const [from, until] of [
      ['2026-10-26', '2026-11-08'],
      ['2027-03-08', '2027-03-21'],
    ] as const) {
      const sessions = sessionsBetween(evening, zone, { from: day(from), until: day(until) })
      expect(sessions).toHaveLength(6)
      for (const session of sessions) {
        expect(wallClock(zone, session.startsAt).slice(11)).toBe('17:30')
        expect(minutesBetween(session.startsAt, session.endsAt)).toBe(180)
      }
    }
  })
  it('fall only on asked days, each once, in any zone', () => {
    const zones = fc.constantFrom('America/New_York', 'America/Phoenix', 'Pacific/Honolulu', 'Asia/Kolkata')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 60 }), zones, (start, length, where) => {
        const from = plusDays(day('2025-01-01'), start)
        const sessions = sessionsBetween(evening, where, { from, until: plusDays(from, length) })
        expect(new Set(sessions.map(each => each.startsAt)).size).toBe(sessions.length)
        for (const each of sessions) {
          expect([2, 3, 4]).toContain(weekdayOf(each.onDay))
          expect(dayIn(where, each.startsAt)).toBe(each.onDay)
        }
      }),
    )
  })
})

describe('the fullest day of a period', () => {
  const seat = (fromOn: string, untilOn: string | null): SeatDays => ({
    fromOn: day(fromOn),
    untilOn: untilOn ? day(untilOn) : null,
  })
  it.each<[string, SeatDays[], SeatDays, number]>([
    ['nobody', [], seat('2026-11-01', null), 0],
    ['one who left before', [seat('2026-10-01', '2026-10-31')], seat('2026-11-01', null), 0],
    ['one who leaves on the first day', [seat('2026-10-01', '2026-11-01')], seat('2026-11-01', null), 1],
    [
      'two after each other are one',
      [seat('2026-11-01', '2026-11-09'), seat('2026-11-10', null)],
      seat('2026-11-01', null),
      1,
    ],
    ['two at once are two', [seat('2026-11-01', '2026-11-10'), seat('2026-11-10', null)], seat('2026-11-01', null), 2],
    ['one who comes after the period', [seat('2026-12-01', null)], seat('2026-11-01', '2026-11-30'), 0],
  ])('with %s', (_, seats, period, expected) => {
    expect(mostTaken(seats, period)).toBe(expected)
  })
  it('equals counting day by day', () => {
    const days = fc
      .tuple(fc.integer({ min: 0, max: 40 }), fc.option(fc.integer({ min: 0, max: 20 })))
      .map(([from, length]): SeatDays => {
        const fromOn = plusDays(day('2026-11-01'), from)
        return { fromOn, untilOn: length === null ? null : plusDays(fromOn, length) }
      })
    fc.assert(
      fc.property(fc.array(days, { maxLength: 12 }), days, (seats, period) => {
        let slow = 0
        const last = period.untilOn ?? day('2027-03-01')
        for (let on: Day = period.fromOn; on <= last; on = plusDays(on, 1)) {
          slow = Math.max(
            slow,
            seats.filter(each => each.fromOn <= on && (each.untilOn === null || each.untilOn >= on)).length,
          )
        }
        expect(mostTaken(seats, period)).toBe(slow)
      }),
    )
  })
})

it.each([
  ['before', '22:00', null, 'planned'],
  ['at the start', '22:30', null, 'running'],
  ['at the end', '23:30', null, 'over'],
  ['canceled', '22:00', '2026-11-20T00:00:00Z', 'canceled'],
])('a session %s', (_, at, canceled, state) => {
  const session = {
    startsAt: instant('2026-11-24T22:30:00Z'),
    endsAt: instant('2026-11-24T23:30:00Z'),
    canceledAt: canceled ? instant(canceled) : null,
  }
  expect(stateOf(session, instant(`2026-11-24T${at}:00Z`))).toBe(state)
})

describe('a pattern of periods', () => {
  const meeting = (like: Partial<Meeting>): Meeting => ({
    weekday: 2,
    starts: '17:30',
    lengthMinutes: 60,
    breaks: [],
    fromOn: day('2026-11-01'),
    untilOn: null,
    ...like,
  })
  const days = (meetings: Meeting[], closed: readonly string[] = []) =>
    sessionsBetween(meetings, zone, {
      from: day('2026-11-16'),
      until: day('2026-12-06'),
      closed: on => closed.includes(on),
    }).map(each => each.onDay)
  it('meets no more after its last day, and another goes on', () => {
    const two = [meeting({ untilOn: day('2026-11-24') }), meeting({ weekday: 4, fromOn: day('2026-11-26') })]
    expect(days(two)).toEqual(['2026-11-17', '2026-11-24', '2026-11-26', '2026-12-03'])
  })
  it('leaves closed days out', () => {
    expect(days([meeting({ weekday: 4 })], ['2026-11-26'])).toEqual(['2026-11-19', '2026-12-03'])
  })
  it('that ended before it began never meets', () => {
    expect(days([meeting({ fromOn: day('2026-11-24'), untilOn: day('2026-11-23') })])).toEqual([])
  })
  it('has 53 weeks in a year of 53', () => {
    const year = sessionsBetween([meeting({ weekday: 4, fromOn: day('2026-01-01') })], zone, {
      from: day('2026-01-01'),
      until: day('2026-12-31'),
    })
    expect(year).toHaveLength(53)
  })
})

describe('counted minutes', () => {
  const at = (time: string, minutes: number, breaks: Break[] = []) => ({
    ...spanOn(zone, day('2026-11-24'), { starts: time, lengthMinutes: minutes }),
    breaks,
  })
  const pause = (afterMinutes: number, minutes: number, kind: Break['kind'] = 'break') => ({
    afterMinutes,
    minutes,
    kind,
  })
  const counting = { counts: true, breakUncountedFrom: 15 }
  it.each<[string, ReturnType<typeof at>, number]>([
    ['three hours are three hours', at('17:30', 180), 180],
    ['a short break is part of it', at('09:00', 180, [pause(80, 10)]), 180],
    ['nine to twelve with a break of 15 minutes is 2 h 45', at('09:00', 180, [pause(80, 15)]), 165],
    ['a meal never counts, however short', at('11:00', 120, [pause(60, 10, 'meal')]), 110],
    ['two long breaks', at('09:00', 240, [pause(60, 20), pause(150, 30)]), 190],
  ])('%s', (_, session, expected) => {
    expect(countedBetween(session, counting)).toBe(expected)
  })
  it('of a service that does not count are none', () => {
    expect(countedBetween(at('12:00', 60), { ...counting, counts: false })).toBe(0)
  })
  it('of a three-hour evening are 180 on both nights the clocks change', () => {
    for (const on of ['2026-11-01', '2027-03-14'])
      for (const starts of ['23:30', '00:30', '01:30']) {
        const span = spanOn(zone, day(on), { starts, lengthMinutes: 180 })
        expect(countedBetween({ ...span, breaks: [] }, counting)).toBe(180)
      }
  })
  it('never exceed the session, the presence, or what an absent minute would add', () => {
    const minute = fc.integer({ min: -120, max: 400 })
    const breaks = fc.array(
      fc.record({
        afterMinutes: fc.integer({ min: 1, max: 230 }),
        minutes: fc.integer({ min: 1, max: 40 }),
        kind: fc.constantFrom('break' as const, 'meal' as const),
      }),
      { maxLength: 3 },
    )
    fc.assert(
      fc.property(minute, minute, breaks, (from, until, pauses) => {
        const session = at('09:00', 240, pauses)
        const start = Date.parse(session.startsAt)
        const presence = { from: instant(start + from * 60_000), until: instant(start + until * 60_000) }
        const counted = countedBetween(session, counting, presence)
        expect(counted).toBeGreaterThanOrEqual(0)
        expect(counted).toBeLessThanOrEqual(240)
        expect(counted).toBeLessThanOrEqual(Math.max(0, until - from))
        expect(counted).toBeLessThanOrEqual(countedBetween({ ...session, breaks: [] }, counting, presence))
      }),
    )
  })
})

describe('a cohort', () => {
  const facts = { tags: ['Veteran', 'parent'], languages: ['en', 'es'], dayOfStay: 12 }
  it.each([
    ['by a tag, whatever its case', { kind: 'tag' as const, tag: 'veteran' }, true],
    ['by a tag that is not there', { kind: 'tag' as const, tag: 'woman' }, false],
    ['by a language', { kind: 'language' as const, language: 'ES' }, true],
    ['by a language not spoken', { kind: 'language' as const, language: 'pt' }, false],
    ['in the first days of a stay', { kind: 'day-of-stay' as const, most: 30 }, true],
    ['after them', { kind: 'day-of-stay' as const, most: 11 }, false],
  ])('%s', (_, need, expected) => {
    expect(inCohort(need, facts)).toBe(expected)
  })
  it('of early days has nobody without a stay', () => {
    expect(inCohort({ kind: 'day-of-stay', most: 30 }, { ...facts, dayOfStay: null })).toBe(false)
  })
})

it('a place is a room, or how people come together without one', () => {
  expect(placeWord({ room: 'Maple', mode: 'video' })).toBe('Maple')
  expect(placeWord({ room: null, mode: 'video' })).toBe('Video')
  expect(placeWord({ room: null, mode: 'phone' })).toBe('Phone')
  expect(placeWord({ room: null, mode: 'in-person' })).toBe('No room')
})
