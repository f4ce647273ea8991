import { describe, expect, it } from 'vitest'
import { day, instant, instantAt } from '#kernel/time.ts'
import { type Door, opennessOf, weekLines } from './openness.ts'

const zone = 'America/New_York'
const open = (days: readonly number[], opens: string, closes: string) =>
  days.map(weekday => ({ weekday, opens, closes }))
const door: Door = {
  zone,
  hours: [...open([1, 2, 3, 4, 5], '08:00', '20:00'), ...open([6], '09:00', '13:00')],
  closures: [{ fromOn: day('2026-11-26'), untilOn: day('2026-11-26'), name: 'Thanksgiving' }],
}
const at = (on: string, time: string) => instantAt(zone, day(on), time)

describe('a door', () => {
  it.each([
    ['open in the afternoon', '2026-11-24', '16:42', { kind: 'open', until: '20:00' }],
    ['open from the first minute', '2026-11-24', '08:00', { kind: 'open', until: '20:00' }],
    [
      'closed at its last minute',
      '2026-11-24',
      '20:00',
      { kind: 'closed', opens: { on: '2026-11-25', at: '08:00', in: 'tomorrow' }, because: null },
    ],
    [
      'closed before it opens',
      '2026-11-24',
      '07:59',
      { kind: 'closed', opens: { on: '2026-11-24', at: '08:00', in: 'today' }, because: null },
    ],
    [
      'closed on the eve of a holiday until after it',
      '2026-11-25',
      '21:00',
      { kind: 'closed', opens: { on: '2026-11-27', at: '08:00', in: 'later' }, because: null },
    ],
    [
      'closed on a holiday, which is named',
      '2026-11-26',
      '12:00',
      { kind: 'closed', opens: { on: '2026-11-27', at: '08:00', in: 'tomorrow' }, because: 'Thanksgiving' },
    ],
    [
      'closed from Saturday noon to Monday',
      '2026-11-28',
      '13:00',
      { kind: 'closed', opens: { on: '2026-11-30', at: '08:00', in: 'later' }, because: null },
    ],
  ])('is %s', (_case, on, time, expected) => {
    expect(opennessOf(door, at(on, time))).toEqual(expected)
  })

  it('that has two spans a day is open through both when they touch, and closed between when they do not', () => {
    const split = (noon: string): Door => ({
      ...door,
      hours: [...open([2], '08:00', '12:00'), ...open([2], noon, '17:00')],
    })
    expect(opennessOf(split('12:00'), at('2026-11-24', '11:00'))).toEqual({ kind: 'open', until: '17:00' })
    expect(opennessOf(split('13:00'), at('2026-11-24', '12:30'))).toEqual({
      kind: 'closed',
      opens: { on: '2026-11-24', at: '13:00', in: 'today' },
      because: null,
    })
  })

  it('keeps its hours over a night in which the clocks change', () => {
    const sunday: Door = { ...door, hours: open([7], '08:00', '12:00'), closures: [] }
    expect(opennessOf(sunday, instant('2026-11-01T12:59:00Z'))).toMatchObject({ kind: 'closed' })
    expect(opennessOf(sunday, instant('2026-11-01T13:00:00Z'))).toEqual({ kind: 'open', until: '12:00' })
  })

  it('that has told no hours is neither open nor closed; one that never opens says no day', () => {
    expect(opennessOf({ ...door, hours: [] }, at('2026-11-24', '12:00'))).toEqual({ kind: 'untold' })
    const shut = { ...door, closures: [{ fromOn: day('2026-11-01'), untilOn: day('2027-11-01'), name: 'Moving' }] }
    expect(opennessOf(shut, at('2026-11-24', '12:00'))).toEqual({ kind: 'closed', opens: null, because: 'Moving' })
  })
})

it('a week in lines: days in a row that share their hours stand in one', () => {
  expect(weekLines([...door.hours, { weekday: 7, opens: '09:00', closes: '13:00' }])).toEqual([
    { from: 1, until: 5, spans: [{ opens: '08:00', closes: '20:00' }] },
    { from: 6, until: 7, spans: [{ opens: '09:00', closes: '13:00' }] },
  ])
  expect(weekLines(open([1, 3], '08:00', '12:00')).map(line => [line.from, line.until])).toEqual([
    [1, 1],
    [3, 3],
  ])
})
