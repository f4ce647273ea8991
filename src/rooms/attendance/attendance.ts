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

/** How long somebody was there within a session, breaks included, in whole minutes. */
export function presentMinutes(session: SessionSpan, presence: Presence): number {
  return creditedMinutes({ ...session, breaks: [] }, presence)
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

/** The earlier of two moments. */
export function earlier(one: Instant, other: Instant): Instant {
  if (one < other) return one
  return other
}

/** The later of two moments. */
export function later(one: Instant, other: Instant): Instant {
  if (one > other) return one
  return other
}

/** Minutes as people say them: `3 h`, `2 h 45 min`, `40 min`. */
export function hoursWords(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}

/** The one sentence of a week, as the chart says it: `3 h of 9 h`. */
export function weekWords(week: { credited: number; prescribed: number | null }): string {
  return week.prescribed === null
    ? `${hoursWords(week.credited)} this week`
    : `${week.credited === 0 ? '0 h' : hoursWords(week.credited)} of ${hoursWords(week.prescribed)}`
}

/** A name as anybody may read it, `Rosa D.`: the first name, and so many letters of the family name. */
export function shortened(name: string, letters: number): string {
  const [first = '', ...rest] = name.trim().split(/\s+/)
  const family = [...(rest.at(-1) ?? '')].slice(0, letters).join('')
  return family ? `${first} ${family}.` : first
}
