import { type Day, dayIn, type Instant, instantAt, plusDays, plusMinutes, wallClock, weekdayOf } from '#kernel/time.ts'
import type { OpenTimes } from './inquiry.ts'

/** When a caller would like to come. */
export const slotWishes = ['soon', 'morning', 'after-5'] as const
export type SlotWish = (typeof slotWishes)[number]
/** How an assessment is held. */
export const slotModes = ['in-person', 'video', 'phone'] as const

/** Parts of a day as people say them. */
export type PartOfDay = 'morning' | 'afternoon' | 'evening'

/** A time that could be offered with somebody: the day and part of day are those of the site's wall clock. */
export type Candidate = {
  startsAt: Instant
  endsAt: Instant
  on: Day
  part: PartOfDay
  staffId: string
  /** How many assessments this person has open: of two who are free at once, the one with fewer. */
  load: number
}

/** A beginning on a site's clock. */
export type Start = Omit<Candidate, 'staffId' | 'load'>

const noon = '12:00'
const evening = '17:00'
/** A site that says no hours may be open at night, but nobody is assessed then. */
const daytime = { opens: '09:00', closes: '21:00' }

/** The part of a day that a wall clock shows. */
export function partOf(time: string): PartOfDay {
  if (time < noon) return 'morning'
  return time < evening ? 'afternoon' : 'evening'
}

/** Every beginning between two moments at which a site stays open to the end, in order. */
export function startsBetween(
  { zone, hours, closures }: OpenTimes,
  { from, until }: { from: Instant; until: Instant },
  { step, minutes }: { step: number; minutes: number },
): Start[] {
  const found: Start[] = []
  const last = dayIn(zone, until)
  for (let on = dayIn(zone, from); on <= last; on = plusDays(on, 1)) {
    if (closures.some(each => each.fromOn <= on && on <= each.untilOn)) continue
    const openings = hours.length === 0 ? [daytime] : hours.filter(each => each.weekday === weekdayOf(on))
    found.push(...openings.flatMap(opening => startsIn(opening, on, { zone, step, minutes })))
  }
  return found
    .filter(each => each.startsAt >= from && each.startsAt <= until)
    .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
}

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
const two = (number: number) => String(number).padStart(2, '0')

function startsIn(
  { opens, closes }: { opens: string; closes: string },
  on: Day,
  { zone, step, minutes }: { zone: string; step: number; minutes: number },
): Start[] {
  const found: Start[] = []
  const first = Math.ceil(minuteOf(opens) / step) * step
  for (let minute = first; minute + minutes <= minuteOf(closes); minute += step) {
    const time = `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
    const startsAt = instantAt(zone, on, time)
    // An hour that the clocks skip is no time to come.
    if (wallClock(zone, startsAt).slice(11) !== time) continue
    found.push({ startsAt, endsAt: plusMinutes(startsAt, minutes), on, part: partOf(time) })
  }
  return found
}

/** Whether a time is as the caller wishes. */
export function fits(wish: SlotWish, part: PartOfDay): boolean {
  if (wish === 'soon') return true
  return wish === 'morning' ? part === 'morning' : part === 'evening'
}

/** One candidate for each beginning, with whoever has least to do; in order of time. */
function byTime(free: readonly Candidate[]): Candidate[] {
  const best = new Map<Instant, Candidate>()
  for (const each of free) {
    const known = best.get(each.startsAt)
    const less = !known || each.load < known.load || (each.load === known.load && each.staffId < known.staffId)
    if (less) best.set(each.startsAt, each)
  }
  return [...best.values()].sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
}

const touches = (a: Candidate, b: Candidate) => a.startsAt < b.endsAt && b.startsAt < a.endsAt

/**
 * The times that are offered: the soonest, the soonest on another day, the soonest at another part of the day; what is
 * left over is filled with the soonest that overlap none of them. In order of time.
 */
export function chooseSlots(free: readonly Candidate[], most: number): Candidate[] {
  const times = byTime(free)
  const chosen: Candidate[] = []
  const take = (wanted: (each: Candidate) => boolean) => {
    const found = times.find(each => !chosen.some(other => touches(each, other)) && wanted(each))
    if (found && chosen.length < most) chosen.push(found)
  }
  take(() => true)
  take(each => chosen.every(other => other.on !== each.on))
  take(each => chosen.every(other => other.part !== each.part))
  while (chosen.length < most) {
    const before = chosen.length
    take(() => true)
    if (chosen.length === before) break
  }
  return chosen.sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
}

/** Whether looking further could offer more of a choice than these do. */
export function isVaried(chosen: readonly Candidate[], most: number, wish: SlotWish): boolean {
  if (chosen.length < most) return false
  const days = new Set(chosen.map(each => each.on)).size
  const parts = new Set(chosen.map(each => each.part)).size
  return days > 1 && (wish !== 'soon' || parts > 1)
}

/** Why there are fewer times than are usually offered; null when there are enough. */
export function whyFewer(
  found: number,
  { most, wish, days }: { most: number; wish: SlotWish; days: number },
): string | null {
  if (found >= most) return null
  const when = { soon: '', morning: ' in the morning', 'after-5': ' after 5 pm' }[wish]
  if (found === 0) return `No time is free${when} in the next ${days} days.`
  return `Only ${found === 1 ? 'one time is' : `${found} times are`} free${when} in the next ${days} days.`
}
