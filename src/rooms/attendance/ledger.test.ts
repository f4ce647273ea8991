import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Day, day, type Instant, instant, minutesBetween, plusDays, plusMinutes } from '#kernel/time.ts'
import { countingOf } from '#rooms/timetable/catalog.ts'
import { type Break, spanOn } from '#rooms/timetable/timetable.ts'
import { creditedMinutes, type Presence, presentMinutes, wholeMinutes } from './attendance.ts'
import { daysWithout, type LedgerSession, type Prescribing, prescribedFor, weekLedger } from './ledger.ts'

const zone = 'America/New_York'
const monday = day('2026-11-23')
const therapy = countingOf('group-therapy', monday)
const recreation = countingOf('recreation', monday)

/** A session at an hour of the wall clock. */
const sessionAt = (on: string, starts: string, lengthMinutes: number, breaks: readonly Break[] = []) => ({
  ...spanOn(zone, day(on), { starts, lengthMinutes }),
  breaks,
  counting: therapy,
})
const stayed = (session: { startsAt: Instant }): Presence => ({
  kind: 'here',
  arrivedAt: session.startsAt,
  leftAt: null,
})
const aBreak = (afterMinutes: number, minutes: number, kind: Break['kind'] = 'break') => ({
  afterMinutes,
  minutes,
  kind,
})

describe('minutes', () => {
  it.each([
    ['2026-03-07', '23:30'],
    ['2026-03-08', '00:30'],
    ['2026-03-08', '02:30'],
    ['2026-03-08', '17:30'],
    ['2026-10-31', '23:30'],
    ['2026-11-01', '00:30'],
    ['2026-11-01', '01:30'],
    ['2026-11-01', '17:30'],
  ])('a block of three hours on %s at %s credits 180', (on, starts) => {
    const session = sessionAt(on, starts, 180)
    expect(creditedMinutes(session, stayed(session))).toBe(180)
    expect(wholeMinutes(session)).toBe(180)
  })

  it.each<[string, Break[], number]>([
    ['with a break of a quarter of an hour', [aBreak(90, 15)], 165],
    ['with a break that is part of it', [aBreak(90, 14)], 180],
    ['with a meal, however short', [aBreak(90, 5, 'meal')], 175],
    ['with a break that reaches past its end', [aBreak(170, 30)], 170],
    ['with nothing but a break', [aBreak(0, 180)], 0],
  ])('9 to 12 %s', (_, breaks, minutes) => {
    const session = sessionAt('2026-11-24', '09:00', 180, breaks)
    expect(creditedMinutes(session, stayed(session))).toBe(minutes)
  })

  const minute = fc.integer({ min: 0, max: 500 })
  const breaksOf = fc.array(
    fc.record<Break>({
      afterMinutes: minute,
      minutes: fc.integer({ min: 1, max: 90 }),
      kind: fc.constantFrom('break', 'meal'),
    }),
    { maxLength: 3 },
  )
  const aSession = fc.record({
    on: fc.constantFrom('2026-03-07', '2026-03-08', '2026-10-31', '2026-11-01', '2026-11-24'),
    hour: fc.integer({ min: 0, max: 23 }),
    half: fc.constantFrom('00', '30'),
    length: fc.integer({ min: 10, max: 480 }),
    breaks: breaksOf,
    arrived: fc.integer({ min: -200, max: 700 }),
    stays: fc.option(fc.integer({ min: 1, max: 900 })),
  })

  it('are those that a clock counts, never more than the session has and never more than they were there', () => {
    fc.assert(
      fc.property(aSession, ({ on, hour, half, length, breaks, arrived, stays }) => {
        const session = sessionAt(on, `${String(hour).padStart(2, '0')}:${half}`, length, breaks)
        const arrivedAt = plusMinutes(session.startsAt, arrived)
        const leftAt = stays === null ? null : plusMinutes(arrivedAt, stays)
        const presence = { kind: 'here', arrivedAt, leftAt } as const
        let [there, counted] = [0, 0]
        for (let at = Math.max(0, arrived); at < Math.min(length, stays === null ? length : arrived + stays); at++) {
          there++
          const paused = breaks.filter(each => at >= each.afterMinutes && at < each.afterMinutes + each.minutes)
          if (!paused.some(each => each.kind === 'meal' || each.minutes >= 15)) counted++
        }
        const credited = creditedMinutes(session, presence)
        expect(presentMinutes(session, presence)).toBe(there)
        expect(credited).toBeLessThanOrEqual(presentMinutes(session, presence))
        expect(credited).toBeLessThanOrEqual(minutesBetween(session.startsAt, session.endsAt))
        expect(minutesBetween(session.startsAt, session.endsAt)).toBe(length)
        expect(credited).toBeLessThanOrEqual(wholeMinutes(session))
        if (leftAt) expect(credited).toBeLessThanOrEqual(minutesBetween(arrivedAt, leftAt))
        expect(credited).toBe(counted)
      }),
      { numRuns: 500 },
    )
  })

  it('of seconds are never rounded up', () => {
    const seconds = fc.integer({ min: -600, max: 4200 })
    const session = sessionAt('2026-11-24', '09:00', 60, [aBreak(20, 15)])
    const moment = (second: number) => instant(Date.parse(session.startsAt) + second * 1000)
    fc.assert(
      fc.property(seconds, fc.integer({ min: 1, max: 4200 }), (from, stays) => {
        const presence = { kind: 'here', arrivedAt: moment(from), leftAt: moment(from + stays) } as const
        let counted = 0
        for (let at = Math.max(0, from); at < Math.min(3600, from + stays); at++) if (at < 1200 || at >= 2100) counted++
        expect(creditedMinutes(session, presence)).toBe(Math.floor(counted / 60))
      }),
    )
  })
})

describe('prescribed', () => {
  const stay = (startsOn: string, endsOn: string | null, weeklyMinutes: number | null = 540): Prescribing => ({
    startsOn: day(startsOn),
    endsOn: endsOn === null ? null : day(endsOn),
    weeklyMinutes,
  })
  it.each<[string, Prescribing[], number | null]>([
    ['a whole week', [stay('2026-11-02', null)], 540],
    ['from its Monday to its Sunday', [stay('2026-11-23', '2026-11-29')], 540],
    ['from Wednesday on: five days of seven', [stay('2026-11-25', null)], 385],
    ['to Tuesday: two days of seven', [stay('2026-11-02', '2026-11-24')], 154],
    ['one day', [stay('2026-11-29', null)], 77],
    ['a week before it', [stay('2026-11-30', null)], null],
    ['a week after it', [stay('2026-11-02', '2026-11-22')], null],
    [
      'another track of the same program from Thursday on',
      [stay('2026-11-02', '2026-11-25'), stay('2026-11-26', null)],
      540,
    ],
    ['another program from Thursday on', [stay('2026-11-02', '2026-11-25', 540), stay('2026-11-26', null, 1200)], 917],
    ['two stays and two days between them', [stay('2026-11-02', '2026-11-24'), stay('2026-11-27', null)], 385],
    ['two charts of one person on the same days ask once', [stay('2026-11-02', null), stay('2026-11-10', null)], 540],
    ['a program that says nothing', [stay('2026-11-02', null, null)], null],
    [
      'a program that says nothing, and one that does from Saturday on',
      [stay('2026-11-02', '2026-11-27', null), stay('2026-11-28', null)],
      154,
    ],
    ['no stay', [], null],
  ])('%s', (_, stays, minutes) => {
    expect(prescribedFor(monday, stays)).toBe(minutes)
  })
})

/** An hour and a half on a day of the week, 0 is Monday, with a break of a quarter of an hour: 75 minutes. */
const onDay = (at: number, like: Partial<LedgerSession> = {}, starts = '17:30'): LedgerSession => ({
  ...sessionAt(plusDays(monday, at), starts, 90, [aBreak(30, 15)]),
  onDay: plusDays(monday, at),
  away: null,
  presence: null,
  ...like,
})
const was = (at: number, kind: 'absent' | 'excused' | 'here', late = 0) =>
  onDay(at, {
    presence:
      kind === 'here'
        ? { ...stayed({ startsAt: plusMinutes(onDay(at).startsAt, late) }) }
        : { kind, arrivedAt: null, leftAt: null },
  })
const thursdayNoon = instant('2026-11-26T17:00:00Z')
const week = (more: Partial<Parameters<typeof weekLedger>[2]> = {}) => ({
  monday,
  now: thursdayNoon,
  fullDay: 75,
  notComing: false,
  ...more,
})

describe('why a week ends short', () => {
  const of = (sessions: LedgerSession[], prescribed: number | null = 300, more = {}) => {
    const { causes, standing, likely, coming } = weekLedger(sessions, prescribed, week(more))
    return {
      causes: causes.map(({ kind, minutes, on }) =>
        `${kind} ${minutes} ${on.map(each => each.slice(8)).join()}`.trim(),
      ),
      standing,
      likely,
      coming,
    }
  }
  it.each<[string, LedgerSession[], string[], string]>([
    ['nothing is booked', [], ['not-booked 300'], 'nothing-booked'],
    ['too little is booked', [was(0, 'here'), onDay(4)], ['not-booked 150'], 'likely-short'],
    [
      'a day was missed',
      [was(0, 'absent'), was(1, 'here'), was(2, 'here'), onDay(4)],
      ['missed 75 23'],
      'likely-short',
    ],
    [
      'a day was excused',
      [was(0, 'excused'), was(1, 'here'), was(2, 'here'), onDay(4)],
      ['excused 75 23'],
      'likely-short',
    ],
    [
      'told, and never marked',
      [onDay(0, { away: 'told' }), was(1, 'here'), was(2, 'here'), onDay(4)],
      ['missed 75 23'],
      'likely-short',
    ],
    [
      'excused in advance, and never marked',
      [onDay(0, { away: 'excused' }), was(1, 'here'), was(2, 'here'), onDay(4)],
      ['excused 75 23'],
      'likely-short',
    ],
    [
      'they told us of a day to come',
      [was(0, 'here'), was(1, 'here'), was(2, 'here'), onDay(4, { away: 'excused', reason: 'court' })],
      ['away 75 27'],
      'cannot-be-met',
    ],
    [
      'they came late',
      [was(0, 'here', 15), was(1, 'here'), was(2, 'here', 30), onDay(4)],
      ['late 45 23,25'],
      'likely-short',
    ],
    ['a sheet is open', [was(0, 'here'), was(1, 'here'), onDay(2), onDay(4)], ['unmarked 75 25'], 'likely-short'],
    [
      'the dearest first',
      [was(0, 'absent'), was(1, 'absent'), was(2, 'here', 15), onDay(4)],
      ['missed 150 23,24', 'late 15 25'],
      'likely-short',
    ],
  ])('%s', (_, sessions, causes, standing) => {
    expect(of(sessions)).toMatchObject({ causes, standing })
  })

  it('who missed so many days in a row is not counted on', () => {
    const sessions = [was(1, 'absent'), was(2, 'absent'), was(0, 'here'), onDay(4)]
    expect(of(sessions)).toMatchObject({ likely: 150, coming: 75, causes: ['missed 150 24,25'] })
    expect(of(sessions, 300, { notComing: true })).toMatchObject({
      likely: 75,
      coming: 75,
      standing: 'likely-short',
      causes: ['missed 150 24,25', 'not-coming 75 27'],
    })
  })

  it('is nobody’s question when it does not, or no rule asks', () => {
    expect(of([was(0, 'absent'), was(1, 'here')], 75)).toMatchObject({ causes: [], standing: 'met' })
    expect(of([was(0, 'absent'), onDay(4)], 75)).toMatchObject({ causes: [], standing: 'on-course' })
    expect(of([was(0, 'absent')], null)).toMatchObject({ causes: [], standing: 'no-rule' })
    expect(of([was(0, 'absent')], 75)).toMatchObject({ standing: 'cannot-be-met' })
  })

  it('tells what takes them away, each reason once', () => {
    const away = (at: number, reason: string) => onDay(at, { away: 'told', reason })
    const { causes } = weekLedger([away(4, 'court'), away(5, 'court'), away(6, 'work')], 300, week())
    expect(causes.find(cause => cause.kind === 'away')).toMatchObject({ minutes: 225, reasons: ['court', 'work'] })
  })
})

/** Any session of a week, with anything that may hold of somebody in it. */
const anySession = fc
  .record({
    at: fc.integer({ min: 0, max: 6 }),
    starts: fc.constantFrom('09:00', '11:00', '17:30'),
    counts: fc.boolean(),
    away: fc.constantFrom(null, 'excused' as const, 'told' as const),
    what: fc.constantFrom('here', 'absent', 'excused', 'nothing'),
    late: fc.integer({ min: -20, max: 100 }),
    stays: fc.option(fc.integer({ min: 1, max: 120 })),
  })
  .map(({ at, starts, counts, away, what, late, stays }) => {
    const session = onDay(at, { away, counting: counts ? therapy : recreation }, starts)
    const arrivedAt = plusMinutes(session.startsAt, late)
    const leftAt = stays === null ? null : plusMinutes(arrivedAt, stays)
    const here = { kind: 'here' as const, arrivedAt, leftAt }
    const presence: Presence | null =
      what === 'here'
        ? here
        : what === 'nothing'
          ? null
          : { kind: what === 'absent' ? 'absent' : 'excused', arrivedAt: null, leftAt: null }
    return { session: { ...session, presence }, late, stays }
  })

it('a week adds up, whatever happened in it', () => {
  const any = fc.record({
    sessions: fc.uniqueArray(anySession, { maxLength: 8, selector: each => each.session.startsAt }),
    prescribed: fc.option(fc.integer({ min: 1, max: 600 })),
    notComing: fc.boolean(),
    fullDay: fc.constantFrom(60, 75, 150),
  })
  fc.assert(
    fc.property(any, ({ sessions, prescribed, notComing, fullDay }) => {
      const found = weekLedger(
        sessions.map(each => each.session),
        prescribed,
        week({ notComing, fullDay }),
      )
      const sums = { scheduled: 0, attended: 0, credited: 0, coming: 0, excused: 0, missed: 0 }
      const byDay = new Map<Day, number>()
      for (const { session, late, stays } of sessions) {
        let [there, counted] = [0, 0]
        for (let minute = 0; minute < 90; minute++) {
          const present =
            session.presence?.kind === 'here' && minute >= late && (stays === null || minute < late + stays)
          if (present) there++
          if (present && (minute < 30 || minute >= 45)) counted++
        }
        sums.attended += there
        if (!session.counting.counts) continue
        const [kind, over] = [session.presence?.kind, session.endsAt <= thursdayNoon]
        sums.scheduled += 75
        sums.credited += counted
        byDay.set(session.onDay, (byDay.get(session.onDay) ?? 0) + counted)
        if (!kind && !session.away && !over) sums.coming += 75
        if (kind === 'excused' || (!kind && session.away === 'excused')) sums.excused += 75
        if (kind === 'absent' || (!kind && session.away === 'told')) sums.missed += 75
      }
      expect(found).toMatchObject(sums)
      expect(found.credited).toBeLessThanOrEqual(Math.min(found.scheduled, found.attended))
      expect(found.likely).toBe(sums.credited + (notComing ? 0 : sums.coming))
      expect(found.serviceDays).toBe([...byDay.values()].filter(minutes => minutes > 0).length)
      expect(found.fullDays).toBe([...byDay.values()].filter(minutes => minutes >= fullDay).length)
      const short = prescribed !== null && found.likely < prescribed
      const told = found.causes.reduce((all, cause) => all + cause.minutes, 0)
      // Every planned minute that will not be credited is told of once, and what was never planned beside it.
      expect(told).toBe(short ? Math.max(prescribed, found.scheduled) - found.likely : 0)
      expect(found.causes.every(cause => cause.minutes > 0)).toBe(true)
      expect(new Set(found.causes.map(cause => cause.kind)).size).toBe(found.causes.length)
      const standing =
        prescribed === null
          ? 'no-rule'
          : found.credited >= prescribed
            ? 'met'
            : !short
              ? 'on-course'
              : found.scheduled === 0
                ? 'nothing-booked'
                : found.coming > 0
                  ? 'likely-short'
                  : 'cannot-be-met'
      expect(found.standing).toBe(standing)
    }),
    { numRuns: 400 },
  )
})

it.each([
  ['2026-11-26', 0],
  ['2026-11-25', 0],
  ['2026-11-24', 1],
  ['2026-11-20', 5],
  [null, null],
])('a last day of %s leaves %s days without', (last, days) => {
  expect(daysWithout(last === null ? null : day(last), day('2026-11-26'))).toBe(days)
})
