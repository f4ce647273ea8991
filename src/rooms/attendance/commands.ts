import { z } from 'zod'
import { command } from '#kernel/door.ts'
import { momentSchema } from '#kernel/fields.ts'
import { type Instant, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { rosterOf, sessionOf } from '#rooms/timetable/queries.ts'
import { redateSession as redate } from '#rooms/timetable/sessions.ts'
import { creditedMinutes, doorOpensBefore, type SessionSpan } from './attendance.ts'
import * as store from './store.ts'

const who = ['facilitator', 'counselor', 'nurse', 'prescriber', 'case-manager', 'director'] as const

type OpenSession = SessionSpan & { id: string }

/** The session if its attendance may be taken now by this person. */
async function openSession(work: Work, sessionId: string): Promise<OpenSession> {
  // Held, or it could be re-dated between the look at its time and the mark.
  await work.hold('timetable.session', sessionId)
  const [session, closing] = await Promise.all([
    work.ask(sessionOf, { id: sessionId }),
    store.closingOf(work, sessionId),
  ])
  if (session.canceledAt) work.refuse('canceled', 'This session was canceled, so nobody can be marked.')
  if (work.now < plusMinutes(session.startsAt, -doorOpensBefore)) {
    work.refuse('too-early', `Attendance opens ${doorOpensBefore} minutes before the session.`, {
      opensAt: plusMinutes(session.startsAt, -doorOpensBefore),
    })
  }
  const may =
    session.mine || work.actor.roles.some(role => role === 'director' || role === 'counselor' || role === 'nurse')
  if (!may) work.refuse('not-yours', 'This is for who leads this session.', {}, 403)
  if (closing && !work.actor.roles.some(role => role === 'director' || role === 'counselor') && !session.mine)
    work.refuse('closed-already', 'The attendance of this session is closed.')
  return session
}

const mark = {
  kind: z.enum(['here', 'absent', 'excused']),
  arrivedAt: momentSchema.nullable().default(null),
  leftAt: momentSchema.nullable().default(null),
  mode: z.enum(['in-person', 'video', 'phone']).default('in-person'),
  reason: z.string().trim().max(200).nullable().default(null),
}

export const markSeat = command({
  name: 'attendance.mark-seat',
  says: 'Mark one person of a session: here from when to when, absent, or excused. A correction keeps the earlier mark.',
  who,
  input: z.strictObject({
    sessionId: z.uuid(),
    clientId: z.uuid(),
    ...mark,
    /** The mark that is being corrected; null for the first. */ seen: z.uuid().nullable().default(null),
  }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const [session, roster] = [
      await openSession(work, input.sessionId),
      await work.ask(rosterOf, { sessionId: input.sessionId }),
    ]
    if (!roster.seats.some(seat => seat.clientId === input.clientId))
      work.refuse(
        'not-on-roster',
        'This client is not expected in this session. Give them a seat, or book them, first.',
      )
    if (input.kind === 'here' && !input.arrivedAt) work.refuse('no-arrival', 'Say when they arrived.', {}, 422)
    timesWithin(work, session, input)
    const corrects = await store.setAside(work, input)
    if (corrects === undefined) work.changed({ marks: await store.marksEver(work, input.sessionId, [input.clientId]) })
    const presence = {
      kind: input.kind,
      arrivedAt: input.kind === 'here' ? input.arrivedAt : null,
      leftAt: input.kind === 'here' ? input.leftAt : null,
    }
    const [markId] = await store.addMarks(work, [
      {
        sessionId: input.sessionId,
        clientId: input.clientId,
        ...presence,
        mode: input.kind === 'here' ? input.mode : null,
        reason: input.reason,
        corrects: corrects ?? null,
      },
    ])
    return { markId: markId ?? '', minutes: creditedMinutes(session, presence) }
  },
})

function timesWithin(
  work: Work,
  session: OpenSession,
  times: { arrivedAt: Instant | null; leftAt: Instant | null },
): void {
  const earliest = plusMinutes(session.startsAt, -doorOpensBefore)
  if (times.arrivedAt && (times.arrivedAt < earliest || times.arrivedAt > session.endsAt)) {
    work.refuse(
      'outside-session',
      'The arrival lies outside this session. Look at the time.',
      { startsAt: session.startsAt, endsAt: session.endsAt },
      422,
    )
  }
  if (times.arrivedAt && times.leftAt && times.leftAt <= times.arrivedAt)
    work.refuse('times-crossed', 'Nobody leaves before they arrive. Look at both times.', {}, 422)
}

export const takeBackMark = command({
  name: 'attendance.take-back',
  says: 'Take back a mark that was a slip: the person is not marked again, and the mark stays in the history.',
  who,
  input: z.strictObject({ sessionId: z.uuid(), clientId: z.uuid(), seen: z.uuid() }),
  about: input => [input.clientId],
  run: async (work, input) => {
    await openSession(work, input.sessionId)
    if (await store.closingOf(work, input.sessionId))
      work.refuse('closed-already', 'The attendance of this session is closed. Correct the mark instead.')
    if (!(await store.takeBack(work, input)))
      work.changed({ marks: await store.marksEver(work, input.sessionId, [input.clientId]) })
    return {}
  },
})

export const markAllPresent = command({
  name: 'attendance.mark-all-present',
  says: 'Mark everyone of a session who is not marked yet as here from its start, but for who told us they are away.',
  who,
  input: z.strictObject({ sessionId: z.uuid() }),
  run: async (work, input) => {
    const session = await openSession(work, input.sessionId)
    const [roster, marks] = await Promise.all([
      work.ask(rosterOf, { sessionId: input.sessionId }),
      store.marksOfSession(work, input.sessionId),
    ])
    const unmarked = roster.seats.filter(seat => !marks.some(each => each.clientId === seat.clientId))
    const open = unmarked.filter(seat => !seat.absence)
    const common = {
      sessionId: input.sessionId,
      kind: 'here' as const,
      arrivedAt: session.startsAt,
      leftAt: null,
      mode: 'in-person',
      reason: null,
      corrects: null,
    }
    await store.addMarks(
      work,
      open.map(seat => ({ ...common, clientId: seat.clientId })),
    )
    return { marked: open.map(seat => seat.clientId), away: unmarked.length - open.length }
  },
  touches: answer => answer.marked,
})

export const closeAttendance = command({
  name: 'attendance.close',
  says: 'The sheet is complete: nobody is left unmarked.',
  who,
  input: z.strictObject({ sessionId: z.uuid() }),
  run: async (work, input) => {
    await openSession(work, input.sessionId)
    const [roster, marks] = await Promise.all([
      work.ask(rosterOf, { sessionId: input.sessionId }),
      store.marksOfSession(work, input.sessionId),
    ])
    if (roster.unseen > 0)
      work.refuse('not-yours', 'Only someone who may see everyone of a session closes its attendance.', {}, 403)
    const open = roster.seats.filter(seat => !marks.some(each => each.clientId === seat.clientId))
    if (open.length > 0)
      work.refuse(
        'unmarked',
        open.length === 1 ? 'One person is not marked yet.' : `${open.length} people are not marked yet.`,
        { clientIds: open.map(seat => seat.clientId) },
      )
    await store.close(work, input.sessionId)
    return {}
  },
})

export const redateSession = command({
  name: 'attendance.redate-session',
  says: 'A session took place at another time than planned: it gets its true time, before anybody is marked.',
  who,
  input: z.strictObject({
    sessionId: z.uuid(),
    startsAt: momentSchema,
    lengthMinutes: z.int().min(10).max(480),
    reason: z.string().trim().min(3, 'Write what happened.').max(300),
  }),
  run: async (work, input) => {
    await work.hold('timetable.session', input.sessionId)
    const session = await work.ask(sessionOf, { id: input.sessionId })
    if (!session.mine && !work.actor.roles.includes('director'))
      work.refuse('not-yours', 'This is for who leads this session, or the director.', {}, 403)
    const [marks, closing] = await Promise.all([
      store.marksOfSession(work, input.sessionId),
      store.closingOf(work, input.sessionId),
    ])
    if (marks.length > 0 || closing)
      work.refuse('attendance-taken', 'Somebody is marked here already. Take the marks back first, then re-date it.')
    const { startsAt, endsAt } = await work.also(redate, input)
    return { startsAt, endsAt }
  },
})

export const commands = [markSeat, takeBackMark, markAllPresent, closeAttendance, redateSession]
