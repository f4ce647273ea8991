import { z } from 'zod'
import { command } from '#kernel/door.ts'
import { daySchema } from '#kernel/fields.ts'
import { type Day, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { free } from '#rooms/calendar/commands.ts'
import { moveTrack } from '#rooms/people/commands.ts'
import { chartsOf, clientOf, cohortFactsOf, staysOf } from '#rooms/people/queries.ts'
import { serviceOf, serviceRule } from './catalog.ts'
import { cohortConflicts } from './cohort-words.ts'
import { book, endAndFree, heldByKind, settle, timeConflicts } from './conflict-check.ts'
import { type Conflict, conflict } from './conflicts.ts'
import type { GroupRow } from './groups-store.ts'
import * as groupStore from './groups-store.ts'
import { overrideSchema } from './inputs.ts'
import { keptApartFrom } from './keep-apart-store.ts'
import { personOf } from './persons.ts'
import * as seatStore from './seats.ts'
import { plansOf } from './sessions-store.ts'
import * as store from './store.ts'
import { earlier, holdsOn, mostTaken, type SeatDays } from './timetable.ts'
import { comingVisits, type VisitRow } from './visits-store.ts'
import { leaveAsSeated, offerOf, offersHeld } from './waitlist-store.ts'

const who = ['intake', 'counselor', 'director'] as const

type Asked = SeatDays & {
  groupId: string
  clientId: string
  chartIds: string[]
  offerId: string | null
  /** Who comes to coming sessions of the group without a seat. */
  visits: readonly VisitRow[]
}

/** What speaks against this client in this group from this day on, besides the hours. */
async function rosterConflicts(work: Work, group: GroupRow, asked: Asked): Promise<Conflict[]> {
  const [seats, held, apart, { clients }] = await Promise.all([
    seatStore.seatsOf(work, group.id),
    offersHeld(work, group.id, asked.offerId),
    keptApartFrom(work, asked.chartIds),
    work.ask(cohortFactsOf, { clientIds: [asked.clientId], on: asked.fromOn }),
  ])
  const found: Conflict[] = []
  const seated = mostTaken(seats, asked)
  const taken = mostTaken([...seats, ...held], asked)
  const most = serviceRule(group.service, 'clients-most', asked.fromOn)
  if (most !== undefined && seated >= most)
    found.push(conflict('over-limit', `${serviceOf(group.service).name} has at most ${most} clients here.`))
  if (taken >= group.capacity) {
    const offered =
      taken > seated
        ? ` ${taken - seated} of them ${taken - seated === 1 ? 'is' : 'are'} held for people who wait.`
        : ''
    found.push(conflict('group-full', `All ${group.capacity} seats of this group are taken.${offered}`))
  }
  if (!group.open && group.startsOn < asked.fromOn)
    found.push(conflict('group-closed', 'This group is closed: who is in it began together. Choose an open one.'))
  found.push(...cohortConflicts(group, clients[0]))
  const sitting = seats.filter(seat => mostTaken([seat], asked) > 0)
  const coming = asked.visits.filter(visit => visit.canceledAt === null && holdsOn(asked, visit.onDay))
  const near = [...sitting, ...coming].filter(each => apart.includes(each.clientId))
  if (near.length > 0)
    found.push(conflict('keep-apart', 'Somebody on this roster and this client are to be kept apart.'))
  return found
}

export const giveSeat = command({
  name: 'timetable.give-seat',
  says: 'Give a client a seat in a group from a day on, at most to the end of their stay, booked for its sessions.',
  who,
  input: z.strictObject({
    groupId: z.uuid(),
    clientId: z.uuid(),
    fromOn: daySchema,
    untilOn: daySchema.nullable().default(null),
    /** The offer that is being taken: its own seat is not in its way. */
    offerId: z.uuid().nullable().default(null),
    override: overrideSchema,
  }),
  about: input => [input.clientId],
  run: async (work, input) => {
    if (input.untilOn && input.untilOn < input.fromOn)
      work.refuse('dates-crossed', store.constraints.seat_dates.says, {}, 422)
    await work.hold('timetable.group', input.groupId)
    const { clientId, chartIds } = await personOf(work, input.clientId)
    const [group, seats, visits, { stays }, offer] = await Promise.all([
      groupStore.groupOf(work, input.groupId),
      seatStore.seatsOf(work, input.groupId),
      comingVisits(work, { groupId: input.groupId }),
      work.ask(staysOf, { on: input.fromOn, clientIds: chartIds }),
      input.offerId ? offerOf(work, input.offerId, chartIds) : undefined,
    ])
    const [stay] = stays
    if (!group || (group.endsOn && group.endsOn < input.fromOn))
      return work.refuse('group-over', 'This group meets no more. Choose another.')
    if (!stay) return work.refuse('no-stay', 'This client is in no stay on that day. Open a stay first.')
    if (seats.some(seat => chartIds.includes(seat.clientId) && (seat.untilOn === null || seat.untilOn >= input.fromOn)))
      work.refuse('seated', 'This client has a seat in this group already.')
    // Only an offer to this very person steps aside for them: another's seat is held against them too.
    const offerId = offer?.groupId === group.id ? offer.id : null
    const seat = {
      ...input,
      clientId,
      offerId,
      stayId: stay.id,
      untilOn: earlier(earlier(input.untilOn, stay.endsOn), group.endsOn),
    }
    // What they would have come to as a visitor is theirs by the seat from now on.
    const own = visits.filter(visit => chartIds.includes(visit.clientId) && holdsOn(seat, visit.onDay))
    await endAndFree(work, own)
    const plans = await plansFor(work, clientId, { groupId: group.id, days: seat })
    const conflicts = [
      ...(await rosterConflicts(work, group, { ...seat, chartIds, visits })),
      // What is said of the session itself (a closed day that it takes place on) was settled when it was planned.
      ...(await timeConflicts(work, plans)).filter(each => each.kind !== 'closed'),
    ]
    const about = { groupId: group.id, clientId, override: input.override }
    await settle(work, conflicts, { doing: 'timetable.give-seat', ...about })
    const seatId = await seatStore.giveSeat(work, seat)
    await book(work, plans)
    await leaveAsSeated(work, group.id, chartIds)
    const taken = mostTaken(seats, seat)
    return { seatId, sessions: plans.length, seatsLeft: Math.max(0, group.capacity - taken - 1) }
  },
})

/** A group's coming sessions within some days, as what they take of this one client. */
async function plansFor(work: Work, clientId: string, { groupId, days }: { groupId: string; days: SeatDays }) {
  const coming = await store.comingSessions(work, groupId, days)
  if (coming.length === 0) return []
  const plans = await plansOf(
    work,
    coming.map(session => session.id),
  )
  return plans.map(plan => ({ ...plan, roomId: null, staffIds: [], clientIds: [clientId] }))
}

export const endSeat = command({
  name: 'timetable.end-seat',
  says: 'End a client’s seat in a group after a day; the history stays, and coming back is a new seat.',
  who,
  input: z.strictObject({
    seatId: z.uuid(),
    clientId: z.uuid(),
    untilOn: daySchema,
    reason: z.string().trim().max(200).nullable().default(null),
  }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const { chartIds } = await personOf(work, input.clientId)
    const seat = await seatStore.seatOf(work, input.seatId, chartIds)
    if (!seat) return work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
    if (input.untilOn < seat.fromOn) work.refuse('dates-crossed', store.constraints.seat_dates.says, {}, 422)
    await work.hold('timetable.group', seat.groupId)
    const end = { ...input, clientId: seat.clientId }
    if (!(await seatStore.endSeat(work, end))) return work.refuse('not-seated', 'This seat has ended already.')
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
  says: 'A stay has ended: the client’s seats and visits end with it, and what these had booked is free again.',
  who: ['program'],
  input: z.strictObject({ clientId: z.uuid() }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const [{ history }, { charts }] = await Promise.all([
      work.ask(clientOf, { id: input.clientId }),
      work.ask(chartsOf, { ids: [input.clientId] }),
    ])
    const ended = history.flatMap(({ id, endsOn }) => (endsOn === null ? [] : [{ id, endsOn }]))
    const chartIds = charts[0]?.chartIds ?? [input.clientId]
    const [seats, coming] = await Promise.all([
      seatStore.seatsPast(work, chartIds, ended),
      comingVisits(work, { chartIds }),
    ])
    // Another stay may hold on that day: somebody who moved to another track still comes.
    const inStay = (on: Day) =>
      history.some(({ startsOn, endsOn }) => holdsOn({ fromOn: startsOn, untilOn: endsOn }, on))
    const visits = coming.filter(visit => !inStay(visit.onDay))
    const groupIds = [...seats, ...visits].map(each => each.groupId)
    if (groupIds.length > 0) await work.hold('timetable.group', ...new Set(groupIds))
    for (const seat of seats) {
      await seatStore.closeSeat(work, { ...seat, reason: 'The stay has ended.' })
      await freeAfter(work, seat, seat.lastOn)
    }
    await endAndFree(work, visits)
    return { seats: seats.length, visits: visits.length }
  },
})

export const moveClient = command({
  name: 'timetable.move-client',
  says: 'Move a client from some groups to others from a day on, and to another track: all of it or nothing.',
  who,
  input: z.strictObject({
    clientId: z.uuid(),
    /** The track to move to; null leaves the stay as it is. */
    trackId: z.uuid().nullable().default(null),
    fromOn: daySchema,
    leave: z.array(z.uuid()).max(40),
    take: z.array(z.uuid()).max(40),
    reason: z.string().trim().min(3, 'Write why.').max(200),
    override: overrideSchema,
  }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const { fromOn, reason, override } = input
    const { clientId, chartIds } = await personOf(work, input.clientId)
    const leave = new Set(input.leave)
    const all = await seatStore.seatsOfClient(work, chartIds)
    const groupIds = [...all.filter(seat => leave.has(seat.id)).map(seat => seat.groupId), ...input.take]
    if (leave.size + groupIds.length === 0 && !input.trackId)
      work.refuse('nothing-to-move', 'Choose a group or a track.', {}, 422)
    if (groupIds.length > 0) await work.hold('timetable.group', ...new Set(groupIds))
    // Read anew: whoever held these groups before may have moved the client already.
    const seats = await seatStore.seatsOfClient(work, chartIds)
    const open = seats.filter(seat => seat.untilOn === null || seat.untilOn >= fromOn)
    const leaving = open.filter(seat => leave.has(seat.id))
    if (leaving.length !== leave.size)
      return work.refuse('not-seated', 'One of these seats has ended already. Look at the client’s groups again.')
    const lastOn = plusDays(fromOn, -1)
    for (const seat of leaving) {
      await seatStore.closeSeat(work, { ...seat, lastOn, reason })
      await freeAfter(work, seat, lastOn)
    }
    if (input.trackId)
      await followTrack(
        work,
        { clientId, fromOn, reason, trackId: input.trackId },
        open.filter(each => !leaving.includes(each)),
      )
    const given = []
    for (const groupId of input.take) given.push(await work.also(giveSeat, { groupId, clientId, fromOn, override }))
    return { seatIds: given.map(each => each.seatId), left: leaving.length }
  },
})

/** The stay goes on in another track, and the seats that stay go with it. */
async function followTrack(
  work: Work,
  move: { clientId: string; trackId: string; fromOn: Day; reason: string },
  staying: readonly { id: string }[],
): Promise<void> {
  const { clientId, trackId, fromOn, reason } = move
  const { stays } = await work.ask(staysOf, { on: fromOn, clientIds: [clientId] })
  const [stay] = stays
  if (!stay) return work.refuse('no-stay', 'This client is in no stay on that day. Open a stay first.')
  if (stay.trackId === trackId) return
  const { id: oldId, version } = stay
  const { stayId } = await work.also(moveTrack, { stayId: oldId, clientId, version, trackId, fromOn, reason })
  if (staying.length > 0 && stayId !== oldId)
    await seatStore.retie(
      work,
      staying.map(seat => seat.id),
      stayId,
    )
}

/** The commands of this noun, for the list of the room's. */
export const seatCommands = [giveSeat, endSeat, followStays, moveClient]
