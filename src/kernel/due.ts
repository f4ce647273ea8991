import type { Instant } from './time.ts'
import type { Work } from './work.ts'

/** One line of Today: what, because of what, by when, and the one act that settles it. */
export type DueLine = {
  room: string
  what: string
  because: string
  dueAt: Instant | null
  verb: string
  link: string
  clientIds: readonly string[]
}

/** What a room puts on the working person's Today. */
export type Due = (work: Work) => Promise<DueLine[]>

/** How pressing a line is, for its color and its word. */
export type Urgency = 'overdue' | 'soon' | 'today' | 'later'

const soonMinutes = 120

/** Overdue when past; soon within two hours; today within the day that ends at `dayEndsAt`. */
export function urgencyOf(dueAt: Instant | null, now: Instant, dayEndsAt: Instant): Urgency {
  if (!dueAt) return 'later'
  if (dueAt < now) return 'overdue'
  if (Date.parse(dueAt) - Date.parse(now) <= soonMinutes * 60_000) return 'soon'
  return dueAt < dayEndsAt ? 'today' : 'later'
}
