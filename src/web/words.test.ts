import { describe, expect, test } from 'vitest'
import * as words from './words.ts'

const newYork = { zone: 'America/New_York', clock: '12' } as const
const berlin = { zone: 'Europe/Berlin', clock: '24' } as const
const evening = '2026-11-24T22:30:00.000Z'

describe('days and times are written as the site’s clock says', () => {
  test.each([
    ['a day in the site’s zone', words.dayWords('2026-11-25T02:00:00Z', 'America/New_York'), 'Tue 24 Nov'],
    ['a day that belongs to no zone', words.dayWords('2026-11-24', 'America/Los_Angeles'), 'Tue 24 Nov'],
    ['a day with its year', words.dayWords('2027-01-01', 'UTC', { year: true }), 'Fri 1 Jan 2027'],
    ['a birth date', words.bornWords('1992-03-04'), '4 Mar 1992'],
    ['evening, twelve hours', words.timeWords(evening, newYork), '5:30 pm'],
    ['evening, twenty-four hours', words.timeWords(evening, { ...newYork, clock: '24' }), '17:30'],
    ['midnight, twenty-four hours', words.timeWords('2026-11-23T23:00:00Z', berlin), '00:00'],
    ['noon, twelve hours', words.timeWords('2026-11-24T17:00:00Z', newYork), '12:00 pm'],
    ['to the second, twelve hours', words.clockWords('2026-11-24T22:44:08.123Z', newYork), '5:44:08 pm'],
    ['to the second, twenty-four hours', words.clockWords('2026-11-23T23:00:05Z', berlin), '00:00:05'],
    ['a span within one half', words.spanWords(evening, '2026-11-25T01:30:00Z', newYork), '5:30 to 8:30 pm'],
    [
      'a span over noon',
      words.spanWords('2026-11-24T16:30:00Z', '2026-11-24T18:00:00Z', newYork),
      '11:30 am to 1:00 pm',
    ],
    [
      'a span, twenty-four hours',
      words.spanWords('2026-11-24T16:30:00Z', '2026-11-24T18:00:00Z', berlin),
      '17:30 to 19:00',
    ],
    [
      'a span up to midnight',
      words.spanWords('2026-11-24T15:00:00Z', '2026-11-25T05:00:00Z', newYork),
      '10:00 am to 12:00 am',
    ],
    ['today', words.whenWords(evening, '2026-11-24T14:00:00Z', newYork), 'Today, 5:30 pm'],
    ['another day', words.whenWords('2026-11-25T17:00:00Z', '2026-11-24T14:00:00Z', newYork), 'Wed 25 Nov, 12:00 pm'],
  ])('%s', (_case, written, expected) => {
    expect(written).toBe(expected)
  })
})

describe('lengths', () => {
  test.each([
    [0, '0 min', '0 h'],
    [45, '45 min', '45 min'],
    [60, '1 h', '1 h'],
    [165, '2 h 45 min', '2 h 45 min'],
    [450, '7 h 30 min', '7½ h'],
    [30, '30 min', '½ h'],
    [-90, '1 h 30 min less', '1 h 30 min less'],
  ])('%i minutes', (minutes, long, short) => {
    expect(words.minutesWords(minutes)).toBe(long)
    expect(words.hoursWords(minutes)).toBe(short)
  })
})

describe('due and ago', () => {
  const now = '2026-11-24T12:00:00Z'
  test.each([
    ['2026-11-24T12:48:00Z', 'in 48 min'],
    ['2026-11-25T07:00:00Z', 'in 19 h'],
    ['2026-11-27T07:00:00Z', 'in 2 days'],
    ['2026-11-24T12:00:10Z', 'now'],
    ['2026-11-24T09:00:00Z', '3 h late'],
  ])('%s', (due, expected) => {
    expect(words.dueWords(due, now)).toBe(expected)
  })
  test('ago', () => {
    expect(words.agoWords('2026-11-24T11:59:40Z', now)).toBe('just now')
    expect(words.agoWords('2026-11-24T11:52:00Z', now)).toBe('8 min ago')
    expect(words.agoWords('2026-11-22T11:52:00Z', now)).toBe('2 days ago')
  })
})

describe('people and lists', () => {
  test('age turns on the birthday', () => {
    expect(words.ageOn('1992-11-24', '2026-11-23')).toBe(33)
    expect(words.ageOn('1992-11-24', '2026-11-24')).toBe(34)
  })
  test('initials', () => {
    expect(words.initials('Marcus Bell, LADC')).toBe('MB')
    expect(words.initials('Élodie van der Berg')).toBe('ÉB')
    expect(words.initials('Cher')).toBe('C')
  })
  test('counts and lists', () => {
    expect(words.count(1, 'note')).toBe('1 note')
    expect(words.count(3, 'person', 'people')).toBe('3 people')
    expect(words.listWords(['Elm Street', 'North Quay'])).toBe('Elm Street and North Quay')
  })
})

test('a weekly time is a line for each time of day', () => {
  const at = (weekday: number, starts: string) => ({ weekday, starts, lengthMinutes: 60 })
  const meetings = [at(1, '17:30:00'), at(3, '17:30'), at(5, '17:30'), at(6, '11:30')]
  expect(words.meetingLines(meetings, '12')).toEqual(['Mon, Wed and Fri 5:30 to 6:30 pm', 'Sat 11:30 am to 12:30 pm'])
  expect(words.meetingLines([], '24')).toEqual([])
})
