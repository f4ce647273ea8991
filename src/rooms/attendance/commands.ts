import { z } from 'zod'
import { command, type OutputOf } from '#kernel/door.ts'
import { momentSchema } from '#kernel/fields.ts'
import type { Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { rosterOf, sessionOf } from '#rooms/timetable/queries.ts'
import { redateSession as redate } from '#rooms/timetable/sessions.ts'
import { creditedMinutes, earlier } from './attendance.ts'
import { codeCommands } from './codes.ts'
import { followUpCommands } from './follow-up.ts'
import { makeUpCommands } from './make-ups.ts'
import { markFields, openSession, type SheetSession, stopBadTimes, who } from './marks.ts'
import { saidLater } from './presence.ts'
import { type Holds, personOf, personsSeated, settledIn } from './settled.ts'
import { signCommands } from './signs.ts'
import * as store from './store.ts'
import { syncCommands } from './sync.ts'
import { tabletCommands } from './tablets.ts'

/** Up to when what had reached the house was before the eyes of whoever marks; now, when the page does not say. */
const seenAtField = momentSchema.optional()
const seenBy = (work: Work, seenAt: Instant | undefined) => (seenAt ? earlier(seenAt, work.now) : work.now)

/** What a mark made here and now is, beside what it says. */
const madeNow = (work: Work, session: SheetSession, seenAt: Instant | undefined) => ({
  sessionId: session.id,
  onDay: session.onDay,
  saidAt: work.now,
  seenAt: seenBy(work, seenAt),
  deviceId: null,
})

/** The marks that stand for one person by all of their charts: one person may be marked by two of them. */
async function standingOf(work: Work, at: { sessionId: string; clientId: string }) {
  const { chartIds } = await personOf(work, at.clientId)
  const marks = await store.marksOfSessions(work, [at.sessionId], chartIds)
  return { chartIds, marks: marks.sort((a, b) => (saidLater(a, b) ? -1 : 1)) }
}

/** Writes a mark over those that stand, if the last of them is the one that the caller saw. */
async function writeOver(
  work: Work,
  { chartIds, marks }: Awaited<ReturnType<typeof standingOf>>,
  { seen, ...mark }: Omit<store.NewMark, 'corrects'> & { seen: string | null },
): Promise<void> {
  const [standing] = marks
  const shown = standing?.kind === 'none' ? null : (standing?.id ?? null)
  if (shown !== seen) work.changed({ marks: await store.marksEver(work, mark.sessionId, chartIds) })
  const over = marks.map(each => each.id)
  await Promise.all([
    over.length > 0 ? store.setAside(work, over) : undefined,
    store.addMarks(work, [{ ...mark, corrects: standing?.id ?? null }]),
  ])
}

export const markSeat = command({
  name: 'attendance.mark-seat',
  says: 'Mark one person of a session: here from when to when, absent, or excused. A correction keeps the earlier mark.',
  who,
  input: z.strictObject({
    /** Made by the page, so that a mark whose answer was lost is there once. */
    id: z.uuid().optional(),
    sessionId: z.uuid(),
    clientId: z.uuid(),
    ...markFields,
    kind: z.enum(['here', 'absent', 'excused']),
    /** The mark that is being corrected; null for the first. */ seen: z.uuid().nullable().default(null),
    seenAt: seenAtField,
  }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const [session, roster, known, standing] = await Promise.all([
      openSession(work, input.sessionId),
      work.ask(rosterOf, { sessionId: input.sessionId }),
      input.id ? store.marksKnown(work, [input.id]) : [],
      standingOf(work, input),
    ])
    const presence = {
      kind: input.kind,
      arrivedAt: input.kind === 'here' ? input.arrivedAt : null,
      leftAt: input.kind === 'here' ? input.leftAt : null,
    }
    const minutes = creditedMinutes(session, presence)
    if (input.id && known.length > 0) return { markId: input.id, minutes }
    if (!roster.seats.some(seat => seat.clientId === input.clientId))
      work.refuse(
        'not-on-roster',
        'This client is not expected in this session. Add them as a walk-in, or give them a seat, first.',
      )
    stopBadTimes(work, session, input)
    const id = input.id ?? work.id()
    await writeOver(work, standing, {
      ...madeNow(work, session, input.seenAt),
      ...presence,
      id,
      clientId: input.clientId,
      mode: input.kind === 'here' ? input.mode : null,
      reason: input.reason,
      how: 'sheet',
      seen: input.seen,
    })
    return { markId: id, minutes }
  },
})

export const takeBackMark = command({
  name: 'attendance.take-back',
  says: 'Take back a mark that was a slip: the person is not marked again, and the mark stays in the history.',
  who,
  input: z.strictObject({ sessionId: z.uuid(), clientId: z.uuid(), seen: z.uuid(), seenAt: seenAtField }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const session = await openSession(work, input.sessionId)
    if (await store.closingOf(work, input.sessionId))
      work.refuse('closed-already', 'The attendance of this session is closed. Correct the mark instead.')
    const made = { ...madeNow(work, session, input.seenAt), id: work.id(), clientId: input.clientId }
    const nothing = {
      kind: 'none' as const,
      arrivedAt: null,
      leftAt: null,
      mode: null,
      reason: null,
      how: 'sheet' as const,
    }
    await writeOver(work, await standingOf(work, input), { ...made, ...nothing, seen: input.seen })
    return {}
  },
})

/** Who is expected in a session, with what holds of each: a person once, whose charts may have a seat each. */
async function rosterSettled(work: Work, session: SheetSession, asking = false) {
  const roster = await work.ask(rosterOf, { sessionId: session.id })
  // By all of their charts: a tablet knows somebody by the one that was kept, a seat may be another's.
  const persons = personsSeated(roster.seats)
  const holds = await settledIn(work, { sessions: [session], persons }, { asking })
  const seatOf = new Map<string, Settled>()
  for (const [at, person] of persons.entries()) {
    const seat = roster.seats[at]
    if (!seat || (seatOf.has(person.clientId) && seat.clientId !== person.clientId)) continue
    seatOf.set(person.clientId, { ...seat, settled: holds(session, person) })
  }
  return { seats: [...seatOf.values()], unseen: roster.unseen }
}
type Settled = OutputOf<typeof rosterOf>['seats'][number] & { settled: ReturnType<Holds> }

/**
 * Sets aside what stands of these seats beside what holds of each, by any of their charts; answers what each new mark
 * is made over.
 */
async function clearSeats(work: Work, sessionId: string, seats: readonly Settled[]) {
  if (seats.length === 0) return () => null
  const charts = seats.flatMap(seat => seat.chartIds)
  const standing = await store.marksOfSessions(work, [sessionId], charts)
  const holds = new Set(seats.map(({ settled }) => settled.presence && settled.mark?.id))
  const over = standing.filter(mark => !holds.has(mark.id)).sort((a, b) => (saidLater(a, b) ? -1 : 1))
  if (over.length > 0)
    await store.setAside(
      work,
      over.map(mark => mark.id),
    )
  return (seat: Settled) => over.find(mark => seat.chartIds.includes(mark.clientId))?.id ?? null
}

export const markAllPresent = command({
  name: 'attendance.mark-all-present',
  says: 'Mark everyone of a session who is not marked yet as here from its start, but for who told us they are away.',
  who,
  input: z.strictObject({ sessionId: z.uuid(), seenAt: seenAtField }),
  run: async (work, input) => {
    const session = await openSession(work, input.sessionId)
    const { seats } = await rosterSettled(work, session)
    const unmarked = seats.filter(seat => !seat.settled.presence)
    const open = unmarked.filter(seat => !seat.absence)
    // Taken back, or of another day that the session was on.
    const over = await clearSeats(work, session.id, open)
    await store.addMarks(
      work,
      open.map(seat => ({
        ...madeNow(work, session, input.seenAt),
        id: work.id(),
        clientId: seat.clientId,
        kind: 'here',
        arrivedAt: session.startsAt,
        leftAt: null,
        mode: session.mode,
        reason: null,
        corrects: over(seat),
        how: 'all-present',
      })),
    )
    return { marked: open.map(seat => seat.clientId), away: unmarked.length - open.length }
  },
  touches: answer => answer.marked,
})

export const closeAttendance = command({
  name: 'attendance.close',
  says: 'The sheet is complete: nobody is left unmarked, and what the tablets say of the rest becomes their marks.',
  who,
  input: z.strictObject({ sessionId: z.uuid() }),
  run: async (work, input) => {
    const session = await openSession(work, input.sessionId)
    const { seats, unseen } = await rosterSettled(work, session, true)
    if (unseen > 0)
      work.refuse('not-yours', 'Only someone who may see everyone of a session closes its attendance.', {}, 403)
    const open = seats.filter(seat => !seat.settled.presence).map(seat => seat.clientId)
    if (open.length > 0)
      work.refuse(
        'unmarked',
        open.length === 1 ? 'One person is not marked yet.' : `${open.length} people are not marked yet.`,
        { clientIds: open },
      )
    const asked = seats.filter(seat => seat.settled.question).map(seat => seat.clientId)
    if (asked.length > 0)
      work.refuse('to-choose', 'Two statements about one person do not agree. Choose one of them first.', {
        clientIds: asked,
      })
    const signed = seats.filter(seat => !seat.settled.mark)
    const over = await clearSeats(work, session.id, seats)
    await store.addMarks(
      work,
      signed.flatMap(seat => {
        const { presence } = seat.settled
        if (!presence) return []
        const made = { ...madeNow(work, session, undefined), id: work.id(), clientId: seat.clientId }
        return [{ ...made, ...presence, mode: 'in-person', reason: null, corrects: over(seat), how: 'tablet' as const }]
      }),
    )
    await store.close(work, input.sessionId)
    return { marked: signed.map(seat => seat.clientId) }
  },
  touches: answer => answer.marked,
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
      store.marksOfSessions(work, [input.sessionId]),
      store.closingOf(work, input.sessionId),
    ])
    if (marks.some(mark => mark.kind !== 'none') || closing)
      work.refuse('attendance-taken', 'Somebody is marked here already. Take the marks back first, then re-date it.')
    const { startsAt, endsAt } = await work.also(redate, input)
    return { startsAt, endsAt }
  },
})

export const commands = [
  markSeat,
  takeBackMark,
  markAllPresent,
  closeAttendance,
  redateSession,
  ...syncCommands,
  ...makeUpCommands,
  ...followUpCommands,
  ...tabletCommands,
  ...codeCommands,
  ...signCommands,
]
