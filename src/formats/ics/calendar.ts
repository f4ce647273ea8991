import type { Instant } from '#kernel/time.ts'

/** One time in somebody's calendar. `sequence` grows with every change, so that a reader takes the newer one. */
export type CalendarTime = {
  /** Stays the same for ever, whatever changes. */
  uid: string
  sequence: number
  title: string
  place: string | null
  startsAt: Instant
  endsAt: Instant
  canceled: boolean
}

const octetsInLine = 75

/**
 * A calendar as calendar programs read it. Every time is written as a moment in UTC, which no clock change and no zone
 * table of the reader can shift; the reader's own clock shows it. @law RFC 5545 3.1, 3.3.5, 3.3.11, 3.6.1
 */
export function writeCalendar(calendar: { name: string; writtenAt: Instant; times: readonly CalendarTime[] }): string {
  const { name, writtenAt, times } = calendar
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Footbridge//Calendar//EN',
    'CALSCALE:GREGORIAN',
    `NAME:${textOf(name)}`,
    `X-WR-CALNAME:${textOf(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...times.flatMap(time => linesOf(time, writtenAt)),
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}

function linesOf(time: CalendarTime, writtenAt: Instant): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${textOf(time.uid)}`,
    `SEQUENCE:${time.sequence}`,
    `DTSTAMP:${momentOf(writtenAt)}`,
    `DTSTART:${momentOf(time.startsAt)}`,
    `DTEND:${momentOf(time.endsAt)}`,
    `SUMMARY:${textOf(time.title)}`,
    ...(time.place === null ? [] : [`LOCATION:${textOf(time.place)}`]),
    'CLASS:PRIVATE',
    `STATUS:${time.canceled ? 'CANCELLED' : 'CONFIRMED'}`,
    `TRANSP:${time.canceled ? 'TRANSPARENT' : 'OPAQUE'}`,
    'END:VEVENT',
  ]
}

/** `2026-11-01T05:30:00.000Z` as 20261101T053000Z. */
function momentOf(moment: Instant): string {
  return moment.replaceAll(/[-:]|\.\d{3}/g, '')
}

/** A text that cannot end its line or begin another: control characters go, what has a meaning is escaped. */
function textOf(words: string): string {
  return words
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\t\n]/gu, '')
    .replaceAll(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')
}

/** A long line goes on in the next one after a space; no letter is cut in two. */
function folded(line: string): string {
  let [whole, octets] = ['', 0]
  for (const letter of line) {
    const size = Buffer.byteLength(letter)
    if (octets + size > octetsInLine) [whole, octets] = [`${whole}\r\n `, 1]
    whole += letter
    octets += size
  }
  return whole
}
