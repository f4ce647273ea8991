import { type Day, type Instant, instantAt, plusDays, plusMinutes, weekdayOf } from '#kernel/time.ts'

/** A pause within a session: minutes after its start, and how long. */
export type Break = { afterMinutes: number; minutes: number; kind: 'break' | 'meal' }
/** When a group meets each week: 1 is Monday, `starts` on the wall clock of its site, from a day to a day. */
export type Meeting = {
  weekday: number
  starts: string
  lengthMinutes: number
  breaks: readonly Break[]
  fromOn: Day
  untilOn: Day | null
}
/** One session as it comes out of a pattern. */
export type PlannedSession<Of extends Meeting = Meeting> = {
  meeting: Of
  onDay: Day
  startsAt: Instant
  endsAt: Instant
}
/** In what way people meet. */
export type Mode = 'in-person' | 'video' | 'phone'

/** Why somebody comes to one session of a group without a seat in it: for a missed one, or they stand at the door. */
export const visits = ['make-up', 'walk-in'] as const
export type Visit = (typeof visits)[number]

/** How far ahead sessions exist as rows. */
export const horizonDays = 56

/** A session's start and end on a day, at an hour on the wall clock of its site. */
export function spanOn(
  zone: string,
  on: Day,
  { starts, lengthMinutes }: { starts: string; lengthMinutes: number },
): { startsAt: Instant; endsAt: Instant } {
  const startsAt = instantAt(zone, on, starts.slice(0, 5))
  return { startsAt, endsAt: plusMinutes(startsAt, lengthMinutes) }
}

/**
 * The sessions of a weekly pattern from one day to another, both included, in a site's zone, but for closed days. A
 * session of three hours is three hours on both clock-change nights, because its end is its start plus its length.
 */
export function sessionsBetween<Of extends Meeting>(
  meetings: readonly Of[],
  zone: string,
  { from, until, closed }: { from: Day; until: Day; closed?: (on: Day) => boolean },
): PlannedSession<Of>[] {
  const sessions: PlannedSession<Of>[] = []
  for (let on = from; on <= until; on = plusDays(on, 1)) {
    if (closed?.(on)) continue
    for (const meeting of meetings.filter(each => each.weekday === weekdayOf(on) && holdsOn(each, on)))
      sessions.push({ meeting, onDay: on, ...spanOn(zone, on, meeting) })
  }
  return sessions.sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
}

/** A period's days, both included; open-ended when `untilOn` is null. */
export type SeatDays = { fromOn: Day; untilOn: Day | null }

/** Whether a period holds on a day. */
export function holdsOn(period: SeatDays, on: Day): boolean {
  return period.fromOn <= on && (period.untilOn === null || period.untilOn >= on)
}

/** The most seats taken on any one day of a period: what capacity is held against. */
export function mostTaken(seats: readonly SeatDays[], period: SeatDays): number {
  const within = seats.filter(
    seat =>
      (seat.untilOn === null || seat.untilOn >= period.fromOn) &&
      (period.untilOn === null || seat.fromOn <= period.untilOn),
  )
  const days = [period.fromOn, ...within.map(seat => seat.fromOn).filter(on => on > period.fromOn)]
  return Math.max(0, ...days.map(on => within.filter(seat => holdsOn(seat, on)).length))
}

/** The earlier of two last days, of which either may be open. */
export function earlier(one: Day | null, other: Day | null): Day | null {
  if (one === null || other === null) return one ?? other
  return one < other ? one : other
}

/** How a service's minutes count: at all, and from which length on a break does not. */
export type Counting = { counts: boolean; breakUncountedFrom: number }
const minute = 60_000

/** A session's span with its pauses. */
export type PausedSpan = { startsAt: Instant; endsAt: Instant; breaks: readonly Break[] }

/**
 * The minutes between two moments that count towards the weekly dose: within the session, less meals and the breaks
 * that are too long to be part of it; none of a service that does not count. Never more than the session has.
 */
export function countedBetween(
  session: PausedSpan,
  counting: Counting,
  presence: { from: Instant; until: Instant } = { from: session.startsAt, until: session.endsAt },
): number {
  if (!counting.counts) return 0
  const starts = Date.parse(session.startsAt)
  const from = Math.max(starts, Date.parse(presence.from))
  const until = Math.min(Date.parse(session.endsAt), Date.parse(presence.until))
  if (from >= until) return 0
  const uncounted = session.breaks.filter(each => each.kind === 'meal' || each.minutes >= counting.breakUncountedFrom)
  let [paused, reached] = [0, from]
  // One after the other, so that where two of them meet the same minute is taken off once.
  for (const pause of uncounted.sort((a, b) => a.afterMinutes - b.afterMinutes)) {
    const begins = starts + pause.afterMinutes * minute
    const ends = Math.min(begins + pause.minutes * minute, until)
    paused += Math.max(0, ends - Math.max(begins, reached))
    reached = Math.max(reached, ends)
  }
  // Rounded once, at the end: or a break of which somebody missed half a minute would give the other half away.
  return Math.max(0, Math.floor((until - from - paused) / minute))
}

/** What a cohort asks for: a word on the chart, a language spoken, or being in the first days of a stay. */
export type CohortNeed =
  | { kind: 'tag'; tag: string }
  | { kind: 'language'; language: string }
  | { kind: 'day-of-stay'; most: number }
/** What is known of a client for a cohort; `dayOfStay` is null outside a stay. */
export type CohortFacts = { tags: readonly string[]; languages: readonly string[]; dayOfStay: number | null }

/** Whether somebody is of a cohort, by what their chart says. */
export function inCohort(need: CohortNeed, facts: CohortFacts): boolean {
  if (need.kind === 'tag') return facts.tags.some(tag => tag.toLowerCase() === need.tag)
  if (need.kind === 'language')
    return facts.languages.some(language => language.toLowerCase() === need.language.toLowerCase())
  return facts.dayOfStay !== null && facts.dayOfStay >= 1 && facts.dayOfStay <= need.most
}

/** The state of a session, from facts. */
export type SessionState = 'planned' | 'running' | 'over' | 'canceled'

/** What a session is now. */
export function stateOf(
  session: { startsAt: Instant; endsAt: Instant; canceledAt: Instant | null },
  now: Instant,
): SessionState {
  if (session.canceledAt) return 'canceled'
  if (now < session.startsAt) return 'planned'
  return now < session.endsAt ? 'running' : 'over'
}

/** Where a session is, in one word: its room, or how people come together without one. */
export function placeWord(session: { room: string | null; mode: string }): string {
  if (session.room) return session.room
  return session.mode === 'phone' ? 'Phone' : session.mode === 'video' ? 'Video' : 'No room'
}
