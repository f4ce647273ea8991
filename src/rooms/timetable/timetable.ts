import { type Day, type Instant, instantAt, plusDays, plusMinutes, weekdayOf } from '#kernel/time.ts'

/** When a group meets each week: 1 is Monday, `starts` on the wall clock of its site. */
export type Meeting = { weekday: number; starts: string; lengthMinutes: number }
/** One session as it comes out of the pattern. */
export type PlannedSession = { onDay: Day; startsAt: Instant; endsAt: Instant }

/** How far ahead sessions exist as rows. */
export const horizonDays = 56

/**
 * The sessions of a weekly pattern from one day to another, both included, in a site's zone. A session of three hours
 * is three hours on both clock-change nights, because its end is its start plus its length.
 */
export function sessionsBetween(
  meetings: readonly Meeting[],
  zone: string,
  { from, until }: { from: Day; until: Day },
): PlannedSession[] {
  const sessions: PlannedSession[] = []
  for (let on = from; on <= until; on = plusDays(on, 1)) {
    for (const meeting of meetings.filter(each => each.weekday === weekdayOf(on))) {
      const startsAt = instantAt(zone, on, meeting.starts.slice(0, 5))
      sessions.push({ onDay: on, startsAt, endsAt: plusMinutes(startsAt, meeting.lengthMinutes) })
    }
  }
  return sessions.sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
}

/** A seat's days; open-ended when `untilOn` is null. */
export type SeatDays = { fromOn: Day; untilOn: Day | null }

/** The most seats taken on any one day of a period: what capacity is held against. */
export function mostTaken(seats: readonly SeatDays[], period: SeatDays): number {
  const within = seats.filter(
    seat =>
      (seat.untilOn === null || seat.untilOn >= period.fromOn) &&
      (period.untilOn === null || seat.fromOn <= period.untilOn),
  )
  const days = [period.fromOn, ...within.map(seat => seat.fromOn).filter(on => on > period.fromOn)]
  return Math.max(
    0,
    ...days.map(on => within.filter(seat => seat.fromOn <= on && (seat.untilOn === null || seat.untilOn >= on)).length),
  )
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
