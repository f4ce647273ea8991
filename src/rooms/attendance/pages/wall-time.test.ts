import { expect, it } from 'vitest'
import { day, instant } from '#kernel/time.ts'
import { momentIn, readTime } from './wall-time.ts'

it.each([
  ['5:42 pm', { hour: 5, minute: 42, half: 'pm' }],
  ['542p', { hour: 5, minute: 42, half: 'pm' }],
  ['5.42 P.M.', { hour: 5, minute: 42, half: 'pm' }],
  ['17:42', { hour: 17, minute: 42, half: null }],
  ['1742', { hour: 17, minute: 42, half: null }],
  [' 6 pm ', { hour: 6, minute: 0, half: 'pm' }],
  ['6', { hour: 6, minute: 0, half: null }],
])('reads %s', (text, time) => {
  expect(readTime(text)).toEqual(time)
})

it.each(['', 'soon', '25:10', '5:75', '13 pm', '0 am', '5:42 xm', '12345'])('does not read "%s"', text => {
  expect(readTime(text)).toBeUndefined()
})

const evening = {
  onDay: day('2026-11-24'),
  zone: 'America/New_York',
  startsAt: instant('2026-11-24T22:30:00Z'),
  endsAt: instant('2026-11-25T01:30:00Z'),
}

it.each([
  ['5:42', '2026-11-24T22:42:00.000Z'],
  ['5:42 pm', '2026-11-24T22:42:00.000Z'],
  ['17:42', '2026-11-24T22:42:00.000Z'],
  ['8:30', '2026-11-25T01:30:00.000Z'],
  ['5:10', '2026-11-24T22:10:00.000Z'],
  ['5:42 am', '2026-11-25T10:42:00.000Z'],
])('takes %s in an evening group as the wall clock of its site', (text, moment) => {
  expect(momentIn(evening, text)).toBe(moment)
})

it('takes a leaving after midnight as the next day', () => {
  const late = { ...evening, startsAt: instant('2026-11-25T03:00:00Z'), endsAt: instant('2026-11-25T05:30:00Z') }
  expect(momentIn(late, '12:10')).toBe('2026-11-25T05:10:00.000Z')
  expect(momentIn(late, '12:10 am')).toBe('2026-11-25T05:10:00.000Z')
})

it('answers nothing for what is no time', () => {
  expect(momentIn(evening, 'later')).toBeUndefined()
})
