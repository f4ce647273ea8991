import type { Instant } from '#kernel/time.ts'
import { type Counting, countedBetween, type PausedSpan } from '#rooms/timetable/timetable.ts'

/** Whether someone was there, away, or away with a reason agreed on. */
export type MarkKind = 'here' | 'absent' | 'excused'
/** The span of a session with its breaks, and how its minutes count. */
export type SessionSpan = PausedSpan & { counting: Counting }
/** When somebody came and went; still there when `leftAt` is null. */
export type Presence = { kind: MarkKind; arrivedAt: Instant | null; leftAt: Instant | null }

/** How early attendance may be taken before a session begins, in minutes: the door is open before the group is. */
export const doorOpensBefore = 60

/**
 * Credited minutes: presence within the session less the breaks that are no part of it, whole minutes, never rounded
 * up. Who has not left is credited to the end. Never more than the session, never more than the presence. Whether they
 * count towards the week is said by the service: an hour of yoga is an hour, and none of the dose.
 */
export function creditedMinutes(session: SessionSpan, presence: Presence): number {
  if (presence.kind !== 'here' || !presence.arrivedAt) return 0
  const stayed = { from: presence.arrivedAt, until: presence.leftAt ?? session.endsAt }
  return countedBetween(session, { ...session.counting, counts: true }, stayed)
}

/** The minutes of the whole session, as somebody is credited who is there from its start to its end. */
export function wholeMinutes(session: SessionSpan): number {
  return creditedMinutes(session, { kind: 'here', arrivedAt: session.startsAt, leftAt: session.endsAt })
}

/** Why somebody said that they will not come, as the sheet says it. */
export const absenceWords: Readonly<Record<string, string>> = {
  medical: 'medical visit',
  court: 'court',
  work: 'work',
  school: 'school',
  family: 'family',
  travel: 'travel',
  other: 'another reason',
}

/** What a mark says that follows what was told in advance. */
export function toldWords(reason: string): string {
  return `Told in advance: ${absenceWords[reason] ?? 'another reason'}`
}

/** How a row of the sheet reads: late and left early come from the times, nobody ticks them. */
export type Standing = 'not-marked' | 'present' | 'late' | 'left-early' | 'absent' | 'excused'

/** What a mark says in one word. */
export function standingOf(session: { startsAt: Instant; endsAt: Instant }, presence: Presence | null): Standing {
  if (!presence) return 'not-marked'
  if (presence.kind !== 'here') return presence.kind
  if (presence.arrivedAt && presence.arrivedAt > session.startsAt) return 'late'
  return presence.leftAt && presence.leftAt < session.endsAt ? 'left-early' : 'present'
}

/** A session of somebody's week, with the mark if there is one; `away` when they said that they will not come. */
export type WeekSession = SessionSpan & { away: boolean; mark: Presence | null }

/** A week in minutes against what the program asks for at least; `prescribed` is null when no rule says. */
export type WeekHours = {
  prescribed: number | null
  attended: number
  scheduled: number
  likely: number
  standing: 'met' | 'on-course' | 'likely-short' | 'cannot-be-met' | 'nothing-booked' | 'no-rule'
}

/**
 * The week's hours: attended is what was credited, scheduled what is still to come, likely both together. Sessions of a
 * service that does not count towards the dose are left out, and nothing is to come of one that they told us they miss.
 */
export function weekHours(sessions: readonly WeekSession[], prescribed: number | null, now: Instant): WeekHours {
  const counting = sessions.filter(session => session.counting.counts)
  const attended = counting.reduce(
    (sum, session) => sum + (session.mark ? creditedMinutes(session, session.mark) : 0),
    0,
  )
  const coming = counting.filter(session => !session.mark && !session.away && session.endsAt > now)
  const scheduled = coming.reduce((sum, session) => sum + wholeMinutes(session), 0)
  const likely = attended + scheduled
  return { prescribed, attended, scheduled, likely, standing: standingOfWeek(prescribed, attended, scheduled) }
}

function standingOfWeek(prescribed: number | null, attended: number, scheduled: number): WeekHours['standing'] {
  if (prescribed === null) return 'no-rule'
  if (attended >= prescribed) return 'met'
  if (attended + scheduled >= prescribed) return 'on-course'
  if (attended + scheduled === 0) return 'nothing-booked'
  return scheduled > 0 ? 'likely-short' : 'cannot-be-met'
}

/** Minutes as people say them: `3 h`, `2 h 45 min`, `40 min`. */
export function hoursWords(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}

/** The one sentence of a week, as the chart says it: `3 h of 9 h`. */
export function weekWords(week: WeekHours): string {
  return week.prescribed === null
    ? `${hoursWords(week.attended)} this week`
    : `${week.attended === 0 ? '0 h' : hoursWords(week.attended)} of ${hoursWords(week.prescribed)}`
}
