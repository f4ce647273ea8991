import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  day,
  dayIn,
  daysBetween,
  instant,
  instantAt,
  isDay,
  minutesBetween,
  mondayOf,
  plusDays,
  wallClock,
} from './time.ts'

const zone = 'America/New_York'

describe('days and clocks', () => {
  it.each([
    ['an ordinary evening', '2026-11-24', '17:30', '2026-11-24T22:30:00.000Z'],
    ['a summer evening', '2026-07-07', '17:30', '2026-07-07T21:30:00.000Z'],
    ['the hour that comes twice is the first', '2026-11-01', '01:30', '2026-11-01T05:30:00.000Z'],
    ['just after the hour that comes twice', '2026-11-01', '02:00', '2026-11-01T07:00:00.000Z'],
    ['a skipped time moves on by the gap', '2027-03-14', '02:30', '2027-03-14T07:30:00.000Z'],
    ['just after the gap', '2027-03-14', '03:00', '2027-03-14T07:00:00.000Z'],
    ['the evening of the long day', '2026-11-01', '18:00', '2026-11-01T23:00:00.000Z'],
    ['the evening of the short day', '2027-03-14', '18:00', '2027-03-14T22:00:00.000Z'],
  ])('%s', (_, on, time, expected) => {
    expect(instantAt(zone, day(on), time)).toBe(expected)
  })

  it('an evening block of three hours is three hours on both clock-change nights', () => {
    for (const on of ['2026-10-31', '2026-11-01', '2027-03-13', '2027-03-14'].map(day)) {
      expect(minutesBetween(instantAt(zone, on, '17:30'), instantAt(zone, on, '20:30'))).toBe(180)
    }
  })

  it('a wall clock read back shows what was asked, in any zone with hours that exist', () => {
    const days = fc.integer({ min: 0, max: 4000 }).map(n => plusDays(day('2024-01-01'), n))
    const zones = fc.constantFrom('America/New_York', 'America/Denver', 'America/Phoenix', 'Pacific/Auckland', 'UTC')
    fc.assert(
      fc.property(days, zones, fc.integer({ min: 4, max: 23 }), (on, where, hour) => {
        const time = `${String(hour).padStart(2, '0')}:15`
        expect(wallClock(where, instantAt(where, on, time))).toBe(`${on}T${time}`)
      }),
    )
  })

  it('weeks begin on Monday, across years', () => {
    expect(mondayOf(day('2027-01-03'))).toBe('2026-12-28')
    expect(mondayOf(day('2026-12-28'))).toBe('2026-12-28')
    expect(daysBetween(day('2026-10-31'), day('2026-11-02'))).toBe(2)
  })

  it('a day of the calendar is told from one that is not', () => {
    expect(isDay('2028-02-29')).toBe(true)
    for (const text of ['2027-02-29', '2026-13-01', '26-01-01', '2026-1-1', '']) expect(isDay(text)).toBe(false)
  })

  it('the day in a zone is the zone’s, not the server’s', () => {
    expect(dayIn(zone, instant('2026-11-25T03:00:00Z'))).toBe('2026-11-24')
  })
})
