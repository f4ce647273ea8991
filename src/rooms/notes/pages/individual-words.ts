import { plusDays } from './chart-words.ts'

type SessionLike = { service: string; onDay: string; away: boolean }

/** How many individual sessions are in the week of a Monday; one that they told not to come to is none. */
export function individualsIn(sessions: readonly SessionLike[], monday: string): number {
  const sunday = plusDays(monday, 6)
  return sessions.filter(
    each => each.service === 'individual' && each.onDay >= monday && each.onDay <= sunday && !each.away,
  ).length
}
