import type { Instant } from '#kernel/time.ts'

/** A session that fits somebody, as far as the choice among such is concerned. */
export type Candidate = {
  id: string
  startsAt: Instant
  endsAt: Instant
  /** What it would count. */
  minutes: number
  sameTrack: boolean
  /** Whether they have not been at a session about its topic; null when it has none. */
  topicIsNew: boolean | null
}

const rank = (each: Candidate, missing: number) => [
  each.topicIsNew === false ? 1 : 0,
  each.minutes >= missing ? 0 : 1,
  each.sameTrack ? 0 : 1,
  each.topicIsNew ? 0 : 1,
]

/** The best first: nothing they were at already, what closes the gap, their own track, a new topic, the soonest. */
export function bestFirst<Of extends Candidate>(candidates: readonly Of[], missing: number): Of[] {
  const compared = (a: Of, b: Of) => {
    const [one, other] = [rank(a, missing), rank(b, missing)]
    const at = one.findIndex((value, index) => value !== other[index])
    if (at >= 0) return (one[at] ?? 0) - (other[at] ?? 0)
    return a.startsAt === b.startsAt ? (a.id < b.id ? -1 : 1) : a.startsAt < b.startsAt ? -1 : 1
  }
  return [...candidates].sort(compared)
}

/** How many of the best are tried together, and at most how many of those. */
const among = 60
const atMost = 4

const apart = (one: Candidate, other: Candidate) => one.endsAt <= other.startsAt || other.endsAt <= one.startsAt

/**
 * The fewest sessions that close the gap together without two at one time; of as few, the ones that stand first.
 * Nothing when no four of the best do.
 */
export function together<Of extends Candidate>(ordered: readonly Of[], missing: number): Of[] {
  if (missing <= 0) return []
  const best = ordered.slice(0, among)
  for (let size = 1; size <= atMost; size++) {
    const found = pick(best, missing, size)
    if (found) return found
  }
  return []
}

function pick<Of extends Candidate>(from: readonly Of[], missing: number, size: number): Of[] | null {
  if (size === 0) return missing <= 0 ? [] : null
  // Not even the longest, so many times, would do.
  if (size * Math.max(0, ...from.map(each => each.minutes)) < missing) return null
  for (const [at, each] of from.entries()) {
    const rest = pick(
      from.slice(at + 1).filter(other => apart(each, other)),
      missing - each.minutes,
      size - 1,
    )
    if (rest) return [each, ...rest]
  }
  return null
}
