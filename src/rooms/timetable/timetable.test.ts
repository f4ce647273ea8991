import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Day, day, dayIn, instant, minutesBetween, plusDays, wallClock, weekdayOf } from '#kernel/time.ts'
import { mostTaken, type SeatDays, sessionsBetween, stateOf } from './timetable.ts'

const zone = 'America/New_York'
const evening = [2, 3, 4].map(weekday => ({ weekday, starts: '17:30:00', lengthMinutes: 180 }))

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
