import type { Day, Instant } from '#kernel/time.ts'

// Whose turn it is on a waitlist, and what a place is. Pure.

/** Somebody who waits for a place in a program, as far as their turn depends on it. */
export type Waiter = {
  id: string
  /** The track that they wait for; null, any. */
  trackId: string | null
  /** The cohort whose groups they wait for, and its value; null, the groups that are for everybody. */
  cohort: string | null
  cohortValue: string | null
  askedAt: Instant
  /** Their rank among those who go ahead by a written reason; null for everybody else. */
  rank: number | null
  /** How many places they were offered and let run out. */
  lapses: number
  /** Whether a place is held for them now. */
  isHeld: boolean
}

/** What is offered: seats in some groups of a track. */
export type Target = {
  trackId: string | null
  cohorts: readonly { cohort: string | null; cohortValue: string | null }[]
}

/**
 * Who waits, in order: whoever let fewer offers run out, so that one silent person does not hold up the rest; then who
 * goes ahead by a written reason, by its rank; then by when they asked for help, however long the house took since.
 */
export function inLine<Row extends Waiter>(waiters: readonly Row[]): Row[] {
  const last = Number.MAX_SAFE_INTEGER
  return waiters.toSorted(
    (a, b) =>
      a.lapses - b.lapses ||
      (a.rank ?? last) - (b.rank ?? last) ||
      compare(a.askedAt, b.askedAt) ||
      compare(a.id, b.id),
  )
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Whether what is offered is what somebody waits for. */
export function fits(waiter: Waiter, { trackId, cohorts }: Target): boolean {
  if (waiter.trackId !== null && waiter.trackId !== trackId) return false
  return cohorts.some(each => each.cohort === waiter.cohort && each.cohortValue === waiter.cohortValue)
}

/** Who comes before somebody for what is offered: whom it fits too, who is earlier in line and not asked yet. */
export function earlierThan<Row extends Waiter>(waiters: readonly Row[], id: string, target: Target): Row[] {
  const line = inLine(waiters)
  const at = line.findIndex(each => each.id === id)
  return line.slice(0, Math.max(0, at)).filter(each => !each.isHeld && fits(each, target))
}

/** What became of one held seat. */
export type SeatOffer = {
  expiresAt: Instant
  answeredAt: Instant | null
  answer: 'accepted' | 'declined' | 'withdrawn' | null
}
export type PlaceStanding = 'open' | 'accepted' | 'declined' | 'withdrawn' | 'lapsed'

/**
 * What became of a place, by the seats that were held for it. It is open while one of them waits for an answer; it
 * lapsed when one was not answered in time, also when that was tidied up later; else it is what was answered.
 */
export function placeStanding(offers: readonly SeatOffer[], now: Instant): PlaceStanding {
  if (offers.some(each => each.answeredAt === null && each.expiresAt > now)) return 'open'
  if (offers.some(each => each.answer === 'accepted')) return 'accepted'
  if (offers.some(each => each.answer === 'declined')) return 'declined'
  return offers.every(each => each.answeredAt !== null && each.answeredAt < each.expiresAt) ? 'withdrawn' : 'lapsed'
}

/** A group that somebody could have a seat in. */
export type PlaceGroup = {
  id: string
  name: string
  trackId: string | null
  cohort: string | null
  cohortValue: string | null
  joinable: boolean
  free: number
  freeFrom: Day | null
  meetings: readonly { weekday: number; starts: string; lengthMinutes: number }[]
}

/** A place in a track: a seat in each of these groups; how many are free, and from which day on one is. */
export type TrackPlace = { groupIds: string[]; free: number; freeFrom: Day | null }

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/** Whether two groups meet at the same time, so that nobody can come to both. */
export function meetTogether(a: PlaceGroup, b: PlaceGroup): boolean {
  return a.meetings.some(one =>
    b.meetings.some(other => {
      const [from, to] = [minutesOf(one.starts), minutesOf(other.starts)]
      return one.weekday === other.weekday && from < to + other.lengthMinutes && to < from + one.lengthMinutes
    }),
  )
}

/**
 * The groups that a place in a track means for somebody: those of the track that are for everybody, with those of their
 * cohort. Of groups that meet at the same time the one of their cohort comes first, then the one with more free seats.
 */
export function trackPlace(
  groups: readonly PlaceGroup[],
  wish: { trackId: string; cohort: string | null; cohortValue: string | null },
): TrackPlace {
  const isTheirs = (group: PlaceGroup) =>
    group.cohort !== null && group.cohort === wish.cohort && group.cohortValue === wish.cohortValue
  const candidates = groups
    .filter(group => group.joinable && group.trackId === wish.trackId && (group.cohort === null || isTheirs(group)))
    .toSorted((a, b) => Number(isTheirs(b)) - Number(isTheirs(a)) || b.free - a.free || (a.name < b.name ? -1 : 1))
  const chosen: PlaceGroup[] = []
  for (const group of candidates) if (!chosen.some(each => meetTogether(each, group))) chosen.push(group)
  const days = chosen.map(group => group.freeFrom)
  return {
    groupIds: chosen.map(group => group.id),
    free: chosen.length === 0 ? 0 : Math.min(...chosen.map(group => group.free)),
    freeFrom: days.reduce<Day | null>(
      (last, day) => (last === null || day === null ? null : day > last ? day : last),
      days[0] ?? null,
    ),
  }
}
