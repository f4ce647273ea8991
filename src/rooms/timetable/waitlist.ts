import { z } from 'zod'
import { command, query } from '#kernel/door.ts'
import { notHere } from '#kernel/refusal.ts'
import { type Day, dayIn, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { cohortNeed } from './catalog.ts'
import * as groupStore from './groups-store.ts'
import { namesOfSeen, personOf } from './persons.ts'
import { rosterReaders } from './readers.ts'
import { mostTaken, type SeatDays } from './timetable.ts'
import * as waitlistStore from './waitlist-store.ts'

// Who waits for a seat, in a fair order. How a free seat is offered stands in offers.ts.

export const joinWaitlist = command({
  name: 'timetable.join-waitlist',
  says: 'Put a client on a group’s waitlist, behind those who asked earlier; ahead of them only with a written reason.',
  who: ['intake', 'counselor', 'director'],
  input: z.strictObject({
    groupId: z.uuid(),
    clientId: z.uuid(),
    aheadBecause: z.string().trim().min(3, 'Write why this client goes ahead.').max(300).nullable().default(null),
  }),
  about: input => [input.clientId],
  run: async (work, input) => {
    await work.hold('timetable.group', input.groupId)
    const [group, person] = await Promise.all([groupStore.groupOf(work, input.groupId), personOf(work, input.clientId)])
    if (!group || group.endsOn) return work.refuse('group-over', 'This group meets no more. Choose another.')
    const [seats, waiting] = await Promise.all([
      waitlistStore.seatDays(work, [group.id], dayIn(group.zone, work.now)),
      waitlistStore.waitingFor(work, [group.id]),
    ])
    if (seats.some(seat => person.chartIds.includes(seat.clientId)))
      work.refuse('seated', 'This client has a seat in this group already.')
    if (waiting.some(each => person.chartIds.includes(each.clientId)))
      work.refuse('waiting', 'This client waits for this group already.')
    const { aheadBecause } = input
    const waitingId = await waitlistStore.join(work, { groupId: group.id, clientId: person.clientId, aheadBecause })
    return { waitingId }
  },
})

export const leaveWaitlist = command({
  name: 'timetable.leave-waitlist',
  says: 'Take a client off a waitlist because they no longer want the seat; what was offered to them is free again.',
  who: ['intake', 'counselor', 'director'],
  input: z.strictObject({ waitingId: z.uuid(), clientId: z.uuid() }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const { chartIds } = await personOf(work, input.clientId)
    const found = await waitlistStore.waitingOf(work, input.waitingId, chartIds)
    if (!found) throw notHere()
    await work.hold('timetable.group', found.groupId)
    const entry = await waitlistStore.waitingOf(work, input.waitingId, chartIds)
    if (!entry || entry.leftAt) return work.refuse('not-waiting', 'This client waits for this group no more.')
    await waitlistStore.withdrawOffers(work, entry.id)
    await waitlistStore.leave(work, entry.id, 'asked')
    return {}
  },
})

/** The first day from which a seat stays free; null when none ever does. A seat in use holds off until its last day. */
export function freeFrom(seats: readonly SeatDays[], capacity: number, today: Day): Day | null {
  const ends = seats.flatMap(seat => (seat.untilOn && seat.untilOn >= today ? [plusDays(seat.untilOn, 1)] : []))
  const days = [today, ...new Set(ends.sort())]
  return days.find(fromOn => mostTaken(seats, { fromOn, untilOn: null }) < capacity) ?? null
}

const offered = ({ offerId, fromOn, expiresAt }: waitlistStore.WaitingRow) =>
  offerId && fromOn && expiresAt ? { offerId, fromOn, expiresAt } : null

/** How full a group is from today on, with the seats that are held for who waits. */
async function fullness(work: Work, group: { id: string; capacity: number; zone: string }) {
  const today = dayIn(group.zone, work.now)
  const [seats, held] = await Promise.all([
    waitlistStore.seatDays(work, [group.id], today),
    waitlistStore.offersHeld(work, group.id, null),
  ])
  const always = { fromOn: today, untilOn: null }
  return {
    capacity: group.capacity,
    taken: mostTaken(seats, always),
    held: held.length,
    free: Math.max(0, group.capacity - mostTaken([...seats, ...held], always)),
    freeFrom: freeFrom([...seats, ...held], group.capacity, today),
  }
}

export const waitlistOf = query({
  name: 'timetable.waitlist',
  says: 'Who waits for a group, in order, what is offered to whom, and how many seats are free. Who is not yours is counted.',
  who: rosterReaders,
  input: z.strictObject({ groupId: z.uuid() }),
  discloses: ['name', 'roster'],
  run: async (work, input) => {
    const group = await groupStore.groupOf(work, input.groupId)
    if (!group) throw notHere()
    const [full, rows] = await Promise.all([fullness(work, group), waitlistStore.waitingFor(work, [group.id])])
    const names = await namesOfSeen(
      work,
      rows.map(row => row.clientId),
    )
    const waiting = rows.flatMap(row => {
      const seen = names.get(row.clientId)
      const { waitingId, askedAt, place, aheadBecause } = row
      return seen ? [{ waitingId, ...seen, askedAt, place, aheadBecause, offer: offered(row) }] : []
    })
    return { group: group.name, ...full, waiting, unseen: rows.length - waiting.length }
  },
  shows: answer => answer.waiting.map(each => each.clientId),
})

export const waitingOfClient = query({
  name: 'timetable.waiting-of',
  says: 'The groups that a client waits for, their place in each, and what is offered to them.',
  who: rosterReaders,
  input: z.strictObject({ clientId: z.uuid() }),
  about: input => [input.clientId],
  discloses: ['name', 'roster'],
  run: async (work, input) => {
    const { clientId, chartIds } = await personOf(work, input.clientId)
    const groups = await waitlistStore.groupsWaitedFor(work, chartIds)
    const rows = await waitlistStore.waitingFor(
      work,
      groups.map(group => group.id),
    )
    const own = rows.filter(row => chartIds.includes(row.clientId))
    return {
      clientId,
      waiting: own.map(row => {
        const { waitingId, groupId, group, askedAt, place, aheadBecause } = row
        return { waitingId, groupId, group, askedAt, place, aheadBecause, offer: offered(row) }
      }),
    }
  },
  shows: answer => [answer.clientId],
})

export const places = query({
  name: 'timetable.places',
  says: 'How many seats are free in each group that meets, with those that are held for who waits, and from when.',
  who: ['room'],
  input: z.strictObject({}),
  discloses: [],
  run: async work => {
    const groups = await groupStore.openGroups(work)
    const ids = groups.map(group => group.id)
    const since = plusDays(dayIn('UTC', work.now), -1)
    const [seats, held, meetings] = await Promise.all([
      waitlistStore.seatDays(work, ids, since),
      waitlistStore.heldDays(work, ids),
      groupStore.meetingsOf(work, ids, since),
    ])
    const meetingsIn = Map.groupBy(meetings, each => each.groupId)
    const takenIn = Map.groupBy([...seats, ...held], each => each.groupId)
    return {
      groups: groups.map(group => {
        const today = dayIn(group.zone, work.now)
        const taken = takenIn.get(group.id) ?? []
        const { id, name, siteId, trackId, cohort, cohortValue, open, startsOn, capacity } = group
        return {
          ...{ id, name, siteId, trackId, cohort, cohortValue, capacity, today },
          /** Whether somebody new may come: a closed group takes people until it begins. */
          joinable: open || startsOn > today,
          cohortName: cohortNeed(cohort, cohortValue)?.name ?? null,
          free: Math.max(0, capacity - mostTaken(taken, { fromOn: today, untilOn: null })),
          freeFrom: freeFrom(taken, capacity, today),
          meetings: (meetingsIn.get(id) ?? []).map(({ weekday, starts, lengthMinutes }) => ({
            weekday,
            starts,
            lengthMinutes,
          })),
        }
      }),
    }
  },
  shows: () => [],
})

export const waitlistCommands = [joinWaitlist, leaveWaitlist]
export const waitlistQueries = [waitlistOf, waitingOfClient, places]
