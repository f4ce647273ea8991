/** A calendar day in the site's zone, `2026-11-24`. */
export type Day = string & { readonly day: unique symbol }
/** A moment, always as `2026-11-24T22:30:00.000Z`. */
export type Instant = string & { readonly instant: unique symbol }

const dayShape = /^\d{4}-\d{2}-\d{2}$/
const dayLength = 86_400_000

/** Reads a day; anything that is no day of the calendar is a bug of the caller. */
export function day(text: string): Day {
  if (!isDay(text)) throw new RangeError('not a day')
  return text
}

/** Whether a text is a day of the calendar, `2027-02-29` is not. */
export function isDay(text: string): text is Day {
  return dayShape.test(text) && realDay(text)
}

/** Reads a moment in any ISO form and writes it in the one form. */
export function instant(moment: string | Date | number): Instant {
  return new Date(moment).toISOString() as Instant
}

/** Moves a moment by whole minutes. */
export function plusMinutes(moment: Instant, minutes: number): Instant {
  return instant(Date.parse(moment) + minutes * 60_000)
}

/** Whole minutes from one moment to another, never rounded up. */
export function minutesBetween(from: Instant, to: Instant): number {
  return Math.floor((Date.parse(to) - Date.parse(from)) / 60_000)
}

/** Moves a day by whole days; knows nothing of clocks, so no clock change can shift it. */
export function plusDays(from: Day, days: number): Day {
  return day(new Date(Date.parse(`${from}T00:00:00Z`) + days * dayLength).toISOString().slice(0, 10))
}

/** Days from one day to another. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayLength)
}

/** The Monday of a day's week. */
export function mondayOf(from: Day): Day {
  const weekday = (new Date(`${from}T00:00:00Z`).getUTCDay() + 6) % 7
  return plusDays(from, -weekday)
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(on: Day): number {
  return ((new Date(`${on}T00:00:00Z`).getUTCDay() + 6) % 7) + 1
}

/** The day it is at a moment in a zone. */
export function dayIn(zone: string, moment: Instant): Day {
  return day(wallClock(zone, moment).slice(0, 10))
}

/** What a wall clock in a zone shows at a moment, `2026-11-24T17:30`. */
export function wallClock(zone: string, moment: Instant): string {
  return clockOf(zone).format(new Date(moment)).replace(', ', 'T').replace(' ', 'T').slice(0, 16)
}

/**
 * The moment at which a wall clock in a zone shows a day and time (`17:30`). A time that a clock change skips is
 * moved on by the gap; one that comes twice is the first.
 */
export function instantAt(zone: string, on: Day, time: string): Instant {
  const wanted = Date.parse(`${on}T${time}:00Z`)
  const shown = (guess: number) => Date.parse(`${wallClock(zone, instant(guess))}:00Z`)
  const before = wanted - (shown(wanted - dayLength) - (wanted - dayLength))
  const after = wanted - (shown(wanted + dayLength) - (wanted + dayLength))
  const candidates = [Math.min(before, after), Math.max(before, after)]
  const exact = candidates.find(guess => shown(guess) === wanted)
  return instant(exact ?? before)
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  clocks.set(zone, made)
  return made
}

/** Whether this runtime knows a zone's name, `America/Denver`. */
export function isZone(zone: string): boolean {
  try {
    clockOf(zone)
    return zone.includes('/') || zone === 'UTC'
  } catch {
    return false
  }
}

function realDay(text: string): boolean {
  const read = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(text)
}
