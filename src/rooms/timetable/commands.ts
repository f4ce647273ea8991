import { z } from 'zod'
import { command } from '#kernel/door.ts'
import { daySchema, versionSchema } from '#kernel/fields.ts'
import { type Day, dayIn, type Instant, plusDays, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { free, occupy } from '#rooms/calendar/commands.ts'
import { clashes } from '#rooms/calendar/queries.ts'
import { addTask } from '#rooms/desk/commands.ts'
import { chartsOf, clientOf, staysOf } from '#rooms/people/queries.ts'
import * as seatStore from './seats.ts'
import * as store from './store.ts'
import { horizonDays, mostTaken, sessionsBetween } from './timetable.ts'

const heldByKind = 'session'
/** How many spans are asked for or booked in one go. */
const most = 1000
const meeting = z.strictObject({
  weekday: z.int().min(1).max(7),
  starts: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time looks like 17:30.'),
  lengthMinutes: z.int().min(15).max(480),
})

export const startGroup = command({
  name: 'timetable.start-group',
  says: 'Start a group: room, facilitators, seats, and when it meets each week. Its sessions are booked at once.',
  who: ['director'],
  input: z.strictObject({
    siteId: z.uuid(),
    trackId: z.uuid().nullable().default(null),
    roomId: z.uuid(),
    name: z.string().trim().min(2, 'Write the group’s name.').max(100),
    kind: z.enum(['group', 'education', 'skills', 'recreation']).default('group'),
    capacity: z.int().min(1).max(100),
    startsOn: daySchema,
    facilitatorIds: z.array(z.uuid()).min(1, 'Choose at least one facilitator.').max(6),
    meetings: z.array(meeting).min(1, 'Say when the group meets.').max(14),
  }),
  run: async (work, input) => {
    const groupId = await store.startGroup(work, input)
    const sessions = await extendGroup(work, groupId, { from: input.startsOn, inTheWay: 'stops' })
    return { groupId, sessions }
  },
})

/** Adds the sessions up to the horizon and books room, facilitators and seated clients for each; answers how many. */
async function extendGroup(
  work: Work,
  groupId: string,
  { from, inTheWay }: { from: Day; inTheWay: 'stops' | 'is-left-out' },
): Promise<number> {
  // Whoever takes a seat meanwhile waits, or their seat would miss the sessions that are made now.
  await work.hold('timetable.group', groupId)
  const [group, meetings, facilitators, seats] = await Promise.all([
    store.groupOf(work, groupId),
    store.meetingsOf(work, [groupId]),
    store.facilitatorsOf(work, [groupId]),
    seatStore.seatsOf(work, groupId),
  ])
  if (!group) return work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
  const today = dayIn(group.zone, work.now)
  const until = plusDays(today > from ? today : from, horizonDays)
  const added = await store.addSessions(
    work,
    group,
    sessionsBetween(meetings, group.zone, { from: from > group.startsOn ? from : group.startsOn, until }),
  )
  const spans = added.flatMap(session => {
    const span = { startsAt: session.startsAt, endsAt: session.endsAt, heldBy: session.id }
    const seated = seats.filter(
      seat => seat.fromOn <= session.onDay && (seat.untilOn === null || seat.untilOn >= session.onDay),
    )
    return [
      { ...span, kind: 'room' as const, resourceId: group.roomId },
      ...facilitators.map(each => ({ ...span, kind: 'staff' as const, resourceId: each.staffId })),
      ...seated.map(seat => ({ ...span, kind: 'client' as const, resourceId: seat.clientId })),
    ]
  })
  const wanted = inTheWay === 'stops' ? spans : await leaveOut(work, group, spans)
  for (let at = 0; at < wanted.length; at += most)
    await work.also(occupy, { heldByKind, spans: wanted.slice(at, at + most) })
  return added.length
}

type Wanted = {
  kind: 'room' | 'staff' | 'client'
  resourceId: string
  heldBy: string
  startsAt: Instant
  endsAt: Instant
}

/**
 * What can be booked of a group's new sessions. One thing in the way must not stop the night's work for the whole
 * house: a session without its room is canceled, somebody who is elsewhere is not booked, and the director is told.
 */
async function leaveOut(
  work: Work,
  group: { name: string; zone: string },
  spans: readonly Wanted[],
): Promise<Wanted[]> {
  const taken = new Set<Wanted>()
  for (let at = 0; at < spans.length; at += most) {
    const part = spans.slice(at, at + most)
    const { taken: places } = await work.ask(clashes, { spans: part.map(({ heldBy: _, ...span }) => span) })
    for (const place of places) if (part[place]) taken.add(part[place])
  }
  if (taken.size === 0) return [...spans]
  const roomless = new Set([...taken].filter(span => span.kind === 'room').map(span => span.heldBy))
  for (const id of roomless)
    await store.cancelSession(work, { id, version: 1, reason: 'The room was taken when this session was planned.' })
  const days = [...new Set([...taken].map(span => dayIn(group.zone, span.startsAt)))].sort()
  await work.also(addTask, {
    title: `Something is in the way of ${group.name}`,
    because: `On ${days.slice(0, 10).join(', ')} its room, a facilitator or a client was booked already.`,
    forRole: 'director',
    dueAt: plusMinutes(work.now, 7 * 24 * 60),
  })
  return spans.filter(span => !taken.has(span) && !roomless.has(span.heldBy))
}

export const extendHorizon = command({
  name: 'timetable.extend-horizon',
  says: 'Every night: the sessions of every group eight weeks ahead come into being.',
  who: ['program'],
  input: z.strictObject({}),
  run: async work => {
    let sessions = 0
    for (const group of await store.openGroups(work))
      sessions += await extendGroup(work, group.id, { from: dayIn(group.zone, work.now), inTheWay: 'is-left-out' })
    return { sessions }
  },
})

export const giveSeat = command({
  name: 'timetable.give-seat',
  says: 'Give a client a seat in a group from a day on, at most to the end of their stay, booked for its sessions.',
  who: ['intake', 'counselor', 'director'],
  input: z.strictObject({
    groupId: z.uuid(),
    clientId: z.uuid(),
    fromOn: daySchema,
    untilOn: daySchema.nullable().default(null),
  }),
  about: input => [input.clientId],
  run: async (work, input) => {
    if (input.untilOn && input.untilOn < input.fromOn)
      work.refuse('dates-crossed', store.constraints.seat_dates.says, {}, 422)
    await work.hold('timetable.group', input.groupId)
    const [group, seats, { stays }] = await Promise.all([
      store.groupOf(work, input.groupId),
      seatStore.seatsOf(work, input.groupId),
      work.ask(staysOf, { on: input.fromOn, clientIds: [input.clientId] }),
    ])
    const stay = stays[0]
    if (!group || group.endsOn) return work.refuse('group-over', 'This group meets no more. Choose another.')
    if (!stay) return work.refuse('no-stay', 'This client is in no stay on that day. Open a stay first.')
    if (seats.some(seat => seat.clientId === input.clientId && (seat.untilOn === null || seat.untilOn >= input.fromOn)))
      work.refuse('seated', 'This client has a seat in this group already.')
    const seat = { ...input, stayId: stay.id, untilOn: earlier(input.untilOn, stay.endsOn) }
    const taken = mostTaken(seats, seat)
    if (taken >= group.capacity)
      work.refuse('group-full', `All ${group.capacity} seats of this group are taken.`, {
        capacity: group.capacity,
        taken,
      })
    const seatId = await seatStore.giveSeat(work, seat)
    const sessions = await store.comingSessions(work, seat.groupId, seat)
    const spans = sessions.map(session => ({
      kind: 'client' as const,
      resourceId: input.clientId,
      startsAt: session.startsAt,
      endsAt: session.endsAt,
      heldBy: session.id,
    }))
    if (spans.length > 0) await work.also(occupy, { heldByKind, spans })
    return { seatId, sessions: sessions.length, seatsLeft: group.capacity - taken - 1 }
  },
})

/** The earlier of two last days, of which either may be open. */
function earlier(one: Day | null, other: Day | null): Day | null {
  if (one === null || other === null) return one ?? other
  return one < other ? one : other
}

export const endSeat = command({
  name: 'timetable.end-seat',
  says: 'End a client’s seat in a group after a day; the history stays, and coming back is a new seat.',
  who: ['intake', 'counselor', 'director'],
  input: z.strictObject({ seatId: z.uuid(), clientId: z.uuid(), untilOn: daySchema }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const seat = await seatStore.seatOf(work, input.seatId, input.clientId)
    if (!seat) return work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
    if (input.untilOn < seat.fromOn) work.refuse('dates-crossed', store.constraints.seat_dates.says, {}, 422)
    await work.hold('timetable.group', seat.groupId)
    if (!(await seatStore.endSeat(work, input))) return work.refuse('not-seated', 'This seat has ended already.')
    return { freed: await freeAfter(work, seat, input.untilOn) }
  },
})

/** Frees a client from a group's coming sessions after a day; answers from how many. */
async function freeAfter(work: Work, seat: { groupId: string; clientId: string }, lastOn: Day): Promise<number> {
  const coming = await store.comingSessions(work, seat.groupId, { fromOn: plusDays(lastOn, 1), untilOn: null })
  const heldBy = coming.map(session => session.id)
  if (heldBy.length > 0) await work.also(free, { heldByKind, heldBy, resourceId: seat.clientId })
  return heldBy.length
}

export const followStays = command({
  name: 'timetable.follow-stays',
  says: 'A stay has ended: the client’s seats end with it, and what was booked after it is free again.',
  who: ['program'],
  input: z.strictObject({ clientId: z.uuid() }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const [{ history }, { charts }] = await Promise.all([
      work.ask(clientOf, { id: input.clientId }),
      work.ask(chartsOf, { ids: [input.clientId] }),
    ])
    const ended = history.flatMap(({ id, endsOn }) => (endsOn === null ? [] : [{ id, endsOn }]))
    const seats = await seatStore.seatsPast(work, charts[0]?.chartIds ?? [input.clientId], ended)
    if (seats.length > 0) await work.hold('timetable.group', ...seats.map(seat => seat.groupId))
    for (const seat of seats) {
      // A seat that would only begin after the stay held no day: there is nothing of it to keep but the journal.
      if (seat.fromOn > seat.lastOn) await seatStore.withdrawSeat(work, seat.id)
      else await seatStore.endSeat(work, { seatId: seat.id, clientId: seat.clientId, untilOn: seat.lastOn })
      await freeAfter(work, seat, seat.lastOn)
    }
    return { seats: seats.length }
  },
})

export const cancelSession = command({
  name: 'timetable.cancel-session',
  says: 'Cancel one session with the reason; room, facilitators and clients are free again.',
  who: ['director'],
  input: z.strictObject({
    sessionId: z.uuid(),
    version: versionSchema,
    reason: z.string().trim().min(2, 'Write why.').max(200),
  }),
  version: input => input.version,
  run: async (work, input) => {
    const session = await store.sessionOf(work, input.sessionId)
    if (!session) return work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
    if (session.endsAt <= work.now) work.refuse('over', 'This session is over; its attendance says who came.')
    if (!(await store.cancelSession(work, { id: input.sessionId, version: input.version ?? 0, reason: input.reason })))
      work.changed({ version: session.version })
    await work.also(free, { heldByKind, heldBy: [input.sessionId] })
    return {}
  },
})

export const setTopic = command({
  name: 'timetable.set-topic',
  says: 'Say what a session is about.',
  who: ['facilitator', 'counselor', 'director'],
  input: z.strictObject({ sessionId: z.uuid(), version: versionSchema, topic: z.string().trim().max(200) }),
  version: input => input.version,
  run: async (work, input) => {
    const session = await store.sessionOf(work, input.sessionId)
    if (!session) return work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
    if (!work.actor.roles.includes('director') && !(await store.leads(work, session.groupId)))
      work.refuse('not-yours', 'This is for the facilitators of the group.', {}, 403)
    if (!(await store.setTopic(work, { id: input.sessionId, version: input.version ?? 0, topic: input.topic || null })))
      work.changed({ version: session.version })
    return { version: (input.version ?? 0) + 1 }
  },
})

export const commands = [startGroup, extendHorizon, giveSeat, endSeat, followStays, cancelSession, setTopic]
