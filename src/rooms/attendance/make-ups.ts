import { z } from 'zod'
import { command, query } from '#kernel/door.ts'
import { daySchema, momentSchema } from '#kernel/fields.ts'
import { dayIn, mondayOf } from '#kernel/time.ts'
import { sessionOf } from '#rooms/timetable/queries.ts'
import { joinSession, leaveSession } from '#rooms/timetable/visits.ts'
import { creditedMinutes, earlier } from './attendance.ts'
import { zoneFor } from './hours.ts'
import { together } from './make-up-choice.ts'
import { openSession, stopBadTimes, who } from './marks.ts'
import { cures, offersFor } from './offers.ts'
import { personOf, settledIn } from './settled.ts'
import * as store from './store.ts'

const bookers = ['intake', 'counselor', 'facilitator', 'nurse', 'case-manager', 'director'] as const

export const makeUps = query({
  name: 'attendance.make-ups',
  says: 'Sessions that could still save a client’s week: what fits, best first, and what is in the way of the rest.',
  who: [...bookers, 'prescriber'],
  input: z.strictObject({ clientId: z.uuid(), monday: daySchema.optional() }),
  about: input => [input.clientId],
  discloses: ['hours', 'roster', 'attendance'],
  run: async (work, input) => {
    const zone = await zoneFor(work)
    const monday = mondayOf(input.monday ?? dayIn(zone, work.now))
    const person = await personOf(work, input.clientId)
    const [offer] = await offersFor(work, [person], { monday, zone })
    const { week, missing, fits, inTheWay } = offer ?? { week: null, missing: 0, fits: [], inTheWay: [] }
    return {
      clientId: person.clientId,
      week,
      missing,
      fits: fits.map(({ id, ...session }) => ({ sessionId: id, ...session })),
      /** The fewest that close the gap together; empty when nothing does. */
      together: together(fits, missing).map(each => each.id),
      inTheWay,
    }
  },
  shows: answer => [answer.clientId],
})

export const bookMakeUps = command({
  name: 'attendance.book-make-ups',
  says: 'Book a client into sessions that make up for missed hours: all of them or none.',
  who: bookers,
  input: z.strictObject({
    clientId: z.uuid(),
    sessionIds: z.array(z.uuid()).min(1, 'Choose a session.').max(8),
    override: joinSession.input.shape.override,
  }),
  about: input => [input.clientId],
  run: async (work, { clientId, sessionIds, override }) => {
    // In one order, so that two who book at once wait for each other and not in a ring.
    const once = [...new Set(sessionIds)].sort()
    for (const sessionId of once)
      await work.also(joinSession, { sessionId, clientIds: [clientId], because: 'make-up', override })
    return { booked: once.length }
  },
})

export const cancelVisit = command({
  name: 'attendance.cancel-visit',
  says: 'A make-up or walk-in is off, while nobody has marked them in that session.',
  who: bookers,
  input: z.strictObject({
    sessionId: z.uuid(),
    clientId: z.uuid(),
    /** They signed in by the tablet, and whoever takes them off says that it was not for this session. */
    signed: z.boolean().default(false),
  }),
  about: input => [input.clientId],
  run: async (work, { signed, ...input }) => {
    const { clientId } = await work.also(leaveSession, input)
    const [person, session] = [await personOf(work, clientId), await work.ask(sessionOf, { id: input.sessionId })]
    const holds = await settledIn(work, { sessions: [session], persons: [person] })
    const { mark, presence } = holds(session, person)
    if (mark) work.refuse('marked', 'They are marked in this session. Take the mark back first.')
    if (presence && !signed)
      work.refuse('marked', 'They signed in by the tablet and are here. Mark them absent if they are not.')
    return {}
  },
})

export const addWalkIn = command({
  name: 'attendance.add-walk-in',
  says: 'Somebody without a seat stands at the door: they join the session and are marked here, in one act.',
  who,
  input: z.strictObject({
    sessionId: z.uuid(),
    clientId: z.uuid(),
    arrivedAt: momentSchema,
    override: joinSession.input.shape.override,
    seenAt: momentSchema.optional(),
  }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const { sessionId, clientId: asked, override, arrivedAt } = input
    // Joined first: that holds the group and then the session, as everybody does who gives places.
    const { clientIds } = await work.also(joinSession, {
      sessionId,
      clientIds: [asked],
      because: 'walk-in',
      override,
    })
    const session = await openSession(work, sessionId)
    const presence = { kind: 'here' as const, arrivedAt, leftAt: null }
    stopBadTimes(work, session, presence)
    const [clientId = asked] = clientIds
    const [standing] = await store.marksOfSessions(work, [sessionId], [clientId])
    if (standing) await store.setAside(work, [standing.id])
    const id = work.id()
    await store.addMarks(work, [
      {
        ...presence,
        id,
        sessionId,
        clientId,
        onDay: session.onDay,
        mode: 'in-person',
        reason: null,
        saidAt: work.now,
        seenAt: input.seenAt ? earlier(input.seenAt, work.now) : work.now,
        corrects: standing?.id ?? null,
        how: 'sheet',
        deviceId: null,
      },
    ])
    return { markId: id, minutes: creditedMinutes(session, presence) }
  },
})

export const makeUpCommands = [bookMakeUps, cancelVisit, addWalkIn]
export const makeUpQueries = [makeUps, cures]
