import fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import { type Instant, instant } from '#kernel/time.ts'
import { type CalendarTime, writeCalendar } from './calendar.ts'

const writtenAt = instant('2026-11-24T22:00:00Z')

function aTime(like: Partial<CalendarTime> = {}): CalendarTime {
  return {
    uid: '0197a000-0000-7000-8000-000000000001@footbridge',
    sequence: 1,
    title: 'Appointment',
    place: 'Elm Street',
    startsAt: instant('2026-11-24T22:30:00Z'),
    endsAt: instant('2026-11-25T01:30:00Z'),
    canceled: false,
    ...like,
  }
}

const written = (times: readonly CalendarTime[], name = 'Appointments') => writeCalendar({ name, writtenAt, times })

/** What another program reads of it. */
function read(text: string) {
  const calendar = ICAL.Component.fromString(text)
  const times = calendar.getAllSubcomponents('vevent').map(event => ({
    uid: event.getFirstPropertyValue('uid'),
    sequence: event.getFirstPropertyValue('sequence'),
    title: event.getFirstPropertyValue('summary'),
    place: event.getFirstPropertyValue('location'),
    startsAt: momentOf(event.getFirstPropertyValue('dtstart')),
    endsAt: momentOf(event.getFirstPropertyValue('dtend')),
    canceled: event.getFirstPropertyValue('status') === 'CANCELLED',
  }))
  return { name: calendar.getFirstPropertyValue('name'), times }
}

function momentOf(value: unknown): Instant {
  if (!(value instanceof ICAL.Time)) throw new Error('no time')
  return instant(value.toJSDate())
}

describe('a calendar that another program reads', () => {
  it('says what was written', () => {
    const times = [aTime(), aTime({ uid: 'b@footbridge', sequence: 4, place: null, canceled: true })]
    expect(read(written(times))).toEqual({ name: 'Appointments', times })
  })

  it('is as RFC 5545 wants it', () => {
    const lines = written([aTime({ canceled: true })]).split('\r\n')
    expect(lines[0]).toBe('BEGIN:VCALENDAR')
    expect(lines.slice(-2)).toEqual(['END:VCALENDAR', ''])
    expect(lines).toEqual(
      expect.arrayContaining([
        'VERSION:2.0',
        'DTSTAMP:20261124T220000Z',
        'DTSTART:20261124T223000Z',
        'DTEND:20261125T013000Z',
        'STATUS:CANCELLED',
        'TRANSP:TRANSPARENT',
        'CLASS:PRIVATE',
      ]),
    )
  })

  it('without any time is a calendar still', () => {
    expect(read(written([]))).toEqual({ name: 'Appointments', times: [] })
  })

  it.each([
    ['the first 01:30 of the night that has two', '2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z'],
    ['from 00:30 over both of them', '2026-11-01T04:30:00Z', '2026-11-01T07:30:00Z'],
    ['the evening after', '2026-11-01T22:30:00Z', '2026-11-02T01:30:00Z'],
    ['over the hour that is skipped', '2027-03-14T06:30:00Z', '2027-03-14T07:30:00Z'],
    ['the evening after that', '2027-03-14T21:30:00Z', '2027-03-15T00:30:00Z'],
    ['over the end of a year of 53 weeks', '2027-01-01T04:30:00Z', '2027-01-01T06:00:00Z'],
    ['on a leap day', '2028-02-29T23:00:00Z', '2028-03-01T01:00:00Z'],
  ])('means the same moments: %s', (_, from, until) => {
    const times = [aTime({ startsAt: instant(from), endsAt: instant(until) })]
    expect(read(written(times)).times).toEqual(times)
  })
})

// Every letter there is, but for half letters and for control characters, which have no place in a calendar.
const letter = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom('\n', ',', ';', '\\', ':', '"', ' ', '\t', 'é', '😀', '\\n'),
  )
  .filter(each => each.isWellFormed() && !/[^\P{Cc}\t\n]/u.test(each))
const words = fc.array(letter, { maxLength: 160, size: 'max' }).map(letters => letters.join(''))

describe('whatever stands in it', () => {
  it('reading gives back the same words, and no line is longer than 75 octets', () => {
    fc.assert(
      fc.property(words, words, (title, place) => {
        const text = written([aTime({ title, place })])
        expect(read(text).times).toEqual([aTime({ title, place })])
        for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      }),
    )
  })

  it('no words can end their line, begin another or leave half a letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
        const title = `${before}\r\nEND:VEVENT\rX-EVIL:1\u0000\uD800${after}`
        const text = written([aTime({ title, place: title }), aTime()], title)
        expect(read(text).times).toHaveLength(2)
        expect(text.replaceAll('\r\n', '')).not.toMatch(/[^\P{Cc}\t]/u)
        expect(text.isWellFormed()).toBe(true)
        expect(text).not.toMatch(/^X-EVIL/m)
      }),
    )
  })
})
