import { z } from 'zod'
import { momentSchema } from '#kernel/fields.ts'
import { type Day, type Instant, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { sessionOf } from '#rooms/timetable/queries.ts'
import type { Mode } from '#rooms/timetable/timetable.ts'
import { doorOpensBefore, type SessionSpan } from './attendance.ts'
import * as store from './store.ts'

// What every way of marking asks of a session and of a mark.

/** Who takes attendance. */
export const who = ['facilitator', 'counselor', 'nurse', 'prescriber', 'case-manager', 'director'] as const

/** What a mark says, as doors take it. */
export const markFields = {
  kind: z.enum(['here', 'absent', 'excused', 'none']),
  arrivedAt: momentSchema.nullable().default(null),
  leftAt: momentSchema.nullable().default(null),
  mode: z.enum(['in-person', 'video', 'phone']).default('in-person'),
  reason: z.string().trim().max(200).nullable().default(null),
}

/** A session as its sheet needs it. */
export type SheetSession = SessionSpan & { id: string; siteId: string; onDay: Day; zone: string; mode: Mode }

/** Whether the working person takes the attendance of a session. */
export const takes = (work: Work, session: { mine: boolean }) =>
  session.mine || work.actor.roles.some(role => role === 'director' || role === 'counselor' || role === 'nurse')

/** Whether they still may once the sheet is closed. */
export const corrects = (work: Work, session: { mine: boolean }) =>
  session.mine || work.actor.roles.some(role => role === 'director' || role === 'counselor')

/** The session if its attendance may be taken now by this person. */
export async function openSession(work: Work, sessionId: string): Promise<SheetSession> {
  // Held, or it could be re-dated between the look at its time and the mark: what is sent after it waits for it.
  const [, session, closing] = await Promise.all([
    work.hold('timetable.session', sessionId),
    work.ask(sessionOf, { id: sessionId }),
    store.closingOf(work, sessionId),
  ])
  if (session.canceledAt) work.refuse('canceled', 'This session was canceled, so nobody can be marked.')
  if (work.now < opensAt(session)) {
    work.refuse('too-early', `Attendance opens ${doorOpensBefore} minutes before the session.`, {
      opensAt: opensAt(session),
    })
  }
  if (!takes(work, session)) work.refuse('not-yours', 'This is for who leads this session.', {}, 403)
  if (closing && !corrects(work, session)) work.refuse('closed-already', 'The attendance of this session is closed.')
  return session
}

/** When the door of a session opens. */
export const opensAt = (session: { startsAt: Instant }) => plusMinutes(session.startsAt, -doorOpensBefore)

type Times = { kind: string; arrivedAt: Instant | null; leftAt: Instant | null }

/** What is wrong with the times of a mark; null when nothing is. */
export function badTimes(session: { startsAt: Instant; endsAt: Instant }, { kind, arrivedAt, leftAt }: Times) {
  if (kind !== 'here') return null
  if (!arrivedAt) return { code: 'no-arrival', says: 'Say when they arrived.' }
  if (arrivedAt < opensAt(session) || arrivedAt > session.endsAt)
    return { code: 'outside-session', says: 'The arrival lies outside this session. Look at the time.' }
  if (leftAt && leftAt <= arrivedAt)
    return { code: 'times-crossed', says: 'Nobody leaves before they arrive. Look at both times.' }
  return null
}

/** Stops a mark whose times cannot be. */
export function stopBadTimes(work: Work, session: SheetSession, times: Times): void {
  const bad = badTimes(session, times)
  if (bad) work.refuse(bad.code, bad.says, { startsAt: session.startsAt, endsAt: session.endsAt }, 422)
}
