import { day, type Instant, instantAt, isDay, minutesBetween } from '#kernel/time.ts'
import type { SessionLine } from '../queries.ts'
import type { Mode } from '../timetable.ts'
import { clockOf } from './week-plan.ts'

/** A session as its form holds it: texts, as they are typed. */
export type Draft = {
  onDay: string
  time: string
  minutes: string
  mode: Mode
  /** Empty for none. */
  roomId: string
  link: string
  /** The lead first. */
  staffIds: readonly string[]
}

/** A session as its form begins. */
export function draftOf(session: SessionLine): Draft {
  return {
    onDay: session.onDay,
    time: clockOf(session),
    minutes: String(minutesBetween(session.startsAt, session.endsAt)),
    mode: session.mode,
    roomId: session.roomId ?? '',
    link: session.link ?? '',
    staffIds: session.facilitators.map(each => each.staffId),
  }
}

/** The length that stands in the form, in minutes; null while it is none. */
export function lengthOf(draft: Draft): number | null {
  const minutes = Number(draft.minutes)
  return /^\d{1,3}$/.test(draft.minutes) && minutes >= 10 && minutes <= 480 ? minutes : null
}

/** When the session would begin on the wall clock of its site; null while the form does not say. */
export function startOf(session: Pick<SessionLine, 'zone'>, draft: Draft): Instant | null {
  const told = isDay(draft.onDay) && /^([01]\d|2[0-3]):[0-5]\d$/.test(draft.time) && lengthOf(draft) !== null
  return told ? instantAt(session.zone, day(draft.onDay), draft.time) : null
}

/** What `change-session` takes: only what is another than now; null when nothing is, or the form is not whole. */
export function changeOf(session: SessionLine, draft: Draft) {
  const now = draftOf(session)
  const startsAt = startOf(session, draft)
  const lengthMinutes = lengthOf(draft)
  if (!startsAt || lengthMinutes === null) return null
  const change = {
    ...(startsAt === session.startsAt ? {} : { startsAt }),
    ...(draft.minutes === now.minutes ? {} : { lengthMinutes }),
    ...(draft.mode === now.mode ? {} : { mode: draft.mode }),
    ...(draft.roomId === now.roomId ? {} : { roomId: draft.roomId || null }),
    ...(draft.staffIds.join() === now.staffIds.join() ? {} : { staffIds: [...draft.staffIds] }),
  }
  const link = draft.mode === 'video' ? draft.link.trim() : ''
  const another = link !== now.link
  return Object.keys(change).length > 0 || another ? { ...change, link: link || null } : null
}
