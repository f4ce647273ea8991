import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day as dayOf, instant, minutesBetween, plusDays, plusMinutes } from '#kernel/time.ts'
import type { Break } from '#rooms/timetable/timetable.ts'
import { creditedMinutes, hoursWords, type Presence, standingOf, weekWords } from './attendance.ts'
import { weekLedger } from './ledger.ts'

const at = (time: string) => instant(`2026-11-24T${time.length === 5 ? `${time}:00` : time}Z`)
const counting = { counts: true, breakUncountedFrom: 15 }
const session = { startsAt: at('17:30'), endsAt: at('20:30'), breaks: [], counting }
const here = (from: string, until: string | null = null): Presence => ({
  kind: 'here',
  arrivedAt: at(from),
  leftAt: until ? at(until) : null,
})

describe('credited minutes', () => {
  it.each<[string, Presence, number]>([
    ['early, stayed to the end', here('17:22'), 180],
    ['on time, left at the end', here('17:30', '20:30'), 180],
    ['twelve minutes late', here('17:42', '20:30'), 168],
    ['left half an hour early', here('17:30', '20:00'), 150],
    ['stayed on after the end', here('17:30', '21:15'), 180],
    ['came after the end', here('20:31'), 0],
    ['left before it began', here('17:00', '17:20'), 0],
    ['absent', { kind: 'absent', arrivedAt: null, leftAt: null }, 0],
    ['excused', { kind: 'excused', arrivedAt: null, leftAt: null }, 0],
  ])('%s', (_, presence, expected) => {
    expect(creditedMinutes(session, presence)).toBe(expected)
  })

  it('are never more than the session and never more than the presence', () => {
    const minute = fc.integer({ min: 0, max: 600 })
    const aBreak = fc.record<Break>({
      afterMinutes: minute,
      minutes: fc.integer({ min: 1, max: 60 }),
      kind: fc.constantFrom('break', 'meal'),
    })
    fc.assert(
      fc.property(
        minute,
        minute,
        fc.option(minute),
        fc.integer({ min: 15, max: 480 }),
        fc.array(aBreak, { maxLength: 1 }),
        (start, arrived, stayed, length, breaks) => {
          const base = at('08:00')
          const ends = plusMinutes(base, start + length)
          const span = { ...session, startsAt: plusMinutes(base, start), endsAt: ends, breaks }
          const arrivedAt = plusMinutes(base, arrived)
          const leftAt = stayed === null ? null : plusMinutes(arrivedAt, stayed + 1)
          const credited = creditedMinutes(span, { kind: 'here', arrivedAt, leftAt })
          expect(credited).toBeGreaterThanOrEqual(0)
          expect(credited).toBeLessThanOrEqual(length)
          if (leftAt) expect(credited).toBeLessThanOrEqual(minutesBetween(arrivedAt, leftAt))
        },
      ),
    )
  })
})

describe('breaks', () => {
  const paused = {
    ...session,
    breaks: [
      { afterMinutes: 50, minutes: 10, kind: 'break' as const },
      { afterMinutes: 90, minutes: 15, kind: 'break' as const },
      { afterMinutes: 150, minutes: 5, kind: 'meal' as const },
    ],
  }
  it.each<[string, Presence, number]>([
    ['a short break is part of the session, a long one and a meal are not', here('17:30'), 160],
    ['who leaves before the long break has all of their minutes', here('17:30', '18:55'), 85],
    ['who leaves in the middle of it has those before it', here('17:30', '19:05'), 90],
    ['who comes in the middle of it has those after it', here('19:10'), 70],
    ['who is there only for the break has none', here('19:00', '19:15'), 0],
    ['seconds of a break are not rounded up to a minute', here('19:14:30', '19:15:30'), 0],
  ])('%s', (_, presence, expected) => {
    expect(creditedMinutes(paused, presence)).toBe(expected)
  })
})

it.each<[string, Presence | null, string]>([
  ['nothing marked', null, 'not-marked'],
  ['at the minute', here('17:30'), 'present'],
  ['a minute late', here('17:31'), 'late'],
  ['left early', here('17:20', '20:00'), 'left-early'],
  ['away with leave', { kind: 'excused', arrivedAt: null, leftAt: null }, 'excused'],
])('%s stands as %s', (_, presence, standing) => {
  expect(standingOf(session, presence)).toBe(standing)
})

const monday = dayOf('2026-11-23')
describe('a week against nine hours', () => {
  const day = (offset: number, mark: Presence | null, more: { counts?: boolean; away?: 'told' } = {}) => ({
    onDay: plusDays(monday, 1 + offset),
    startsAt: plusMinutes(session.startsAt, offset * 1440),
    endsAt: plusMinutes(session.endsAt, offset * 1440),
    breaks: [],
    counting: { ...counting, counts: more.counts ?? true },
    away: more.away ?? null,
    presence: mark,
  })
  const stayed: Presence = { kind: 'here', arrivedAt: session.startsAt, leftAt: null }
  const missed: Presence = { kind: 'absent', arrivedAt: null, leftAt: null }
  it.each([
    [
      'one attended, two to come',
      [day(0, stayed), day(1, null), day(2, null)],
      { credited: 180, coming: 360, likely: 540, standing: 'on-course' },
      '3 h of 9 h',
    ],
    [
      'one missed, two to come',
      [day(0, missed), day(1, null), day(2, null)],
      { credited: 0, coming: 360, likely: 360, standing: 'likely-short' },
      '0 h of 9 h',
    ],
    [
      'nothing left',
      [day(0, stayed)],
      { credited: 180, coming: 0, likely: 180, standing: 'cannot-be-met' },
      '3 h of 9 h',
    ],
    ['nothing at all', [], { credited: 0, coming: 0, likely: 0, standing: 'nothing-booked' }, '0 h of 9 h'],
    [
      'a service that does not count, attended or to come, is left out',
      [day(0, stayed), day(1, null, { counts: false }), day(-1, stayed, { counts: false })],
      { credited: 180, coming: 0, likely: 180, standing: 'cannot-be-met' },
      '3 h of 9 h',
    ],
    [
      'what they told us they miss is not to come, and is credited when they come all the same',
      [day(0, stayed, { away: 'told' }), day(1, null, { away: 'told' }), day(2, null)],
      { credited: 180, coming: 180, likely: 360, standing: 'likely-short' },
      '3 h of 9 h',
    ],
    [
      'a session that passed unmarked is neither',
      [day(-1, null), day(1, null)],
      { credited: 0, coming: 180, likely: 180, standing: 'likely-short' },
      '0 h of 9 h',
    ],
  ] as const)('%s', (_, sessions, expected, words) => {
    const week = weekLedger(sessions, 540, {
      monday,
      now: plusMinutes(session.endsAt, 30),
      fullDay: 180,
      notComing: false,
    })
    expect(week).toMatchObject(expected)
    expect(weekWords(week)).toBe(words)
  })
})

it.each([
  [0, '0 min'],
  [40, '40 min'],
  [60, '1 h'],
  [165, '2 h 45 min'],
  [540, '9 h'],
])('%i minutes are %s', (minutes, words) => {
  expect(hoursWords(minutes)).toBe(words)
})
