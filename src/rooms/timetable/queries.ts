import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { daySchema } from '#kernel/fields.ts'
import { houseItself } from '#kernel/ids.ts'
import { notHere } from '#kernel/refusal.ts'
import { dayIn, instantAt, mondayOf, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { chartsOf, houseOf, namesSeen } from '#rooms/people/queries.ts'
import * as seatStore from './seats.ts'
import * as store from './store.ts'
import { stateOf } from './timetable.ts'

const planners = [
  'intake',
  'counselor',
  'facilitator',
  'nurse',
  'prescriber',
  'case-manager',
  'biller',
  'director',
  'auditor',
] as const

export const groupsOf = query({
  name: 'timetable.groups',
  says: 'The groups that meet now: where, when, with whom, and how many seats are free.',
  who: planners,
  input: z.strictObject({ siteId: z.uuid().optional() }),
  discloses: [],
  run: async (work, input) => {
    const groups = await store.openGroups(work, input.siteId)
    const ids = groups.map(group => group.id)
    const today = dayIn(groups[0]?.zone ?? 'UTC', work.now)
    const [facilitators, meetings, seats] = await Promise.all([
      store.facilitatorsOf(work, ids),
      store.meetingsOf(work, ids),
      seatStore.seatsOn(work, ids, today),
    ])
    return {
      today,
      groups: groups.map(group => ({
        ...group,
        facilitators: facilitators
          .filter(each => each.groupId === group.id)
          .map(({ staffId, name, credential, lead }) => ({ staffId, name, credential, lead })),
        meetings: meetings
          .filter(each => each.groupId === group.id)
          .map(({ weekday, starts, lengthMinutes }) => ({ weekday, starts, lengthMinutes })),
        taken: seats.filter(seat => seat.groupId === group.id).length,
      })),
    }
  },
  shows: () => [],
})

export const groupOf = query({
  name: 'timetable.group',
  says: 'One group: when it meets and with whom, and who has a seat from when to when. Who is not yours to see is counted.',
  who: ['intake', 'counselor', 'facilitator', 'nurse', 'prescriber', 'case-manager', 'director', 'auditor'],
  input: z.strictObject({ id: z.uuid() }),
  discloses: ['name', 'roster'],
  run: async (work, input) => {
    const group = (await store.openGroups(work)).find(each => each.id === input.id)
    if (!group) throw notHere()
    const today = dayIn(group.zone, work.now)
    const [facilitators, meetings, all, coming] = await Promise.all([
      store.facilitatorsOf(work, [group.id]),
      store.meetingsOf(work, [group.id]),
      seatStore.seatsOf(work, group.id),
      store.comingSessions(work, group.id),
    ])
    const seats = all.filter(seat => seat.untilOn === null || seat.untilOn >= today)
    const { clients } = await work.ask(namesSeen, { ids: [...new Set(seats.map(seat => seat.clientId))] })
    return {
      ...group,
      today,
      facilitators: facilitators.map(({ staffId, name, credential, lead }) => ({ staffId, name, credential, lead })),
      meetings: meetings.map(({ weekday, starts, lengthMinutes }) => ({ weekday, starts, lengthMinutes })),
      taken: seats.filter(seat => seat.fromOn <= today).length,
      next: coming[0] ?? null,
      seats: clients.flatMap(client =>
        seats
          .filter(seat => seat.clientId === client.id)
          .map(({ id, clientId, fromOn, untilOn }) => ({ id, clientId, fromOn, untilOn, name: client.name })),
      ),
      unseen: seats.filter(seat => !clients.some(client => client.id === seat.clientId)).length,
    }
  },
  shows: answer => answer.seats.map(seat => seat.clientId),
})

export const weekOf = query({
  name: 'timetable.week',
  says: 'The sessions of a week: what, where, when, who leads, how many are expected.',
  who: planners,
  input: z.strictObject({
    monday: daySchema.optional(),
    siteId: z.uuid().optional(),
    mine: z.boolean().default(false),
  }),
  discloses: [],
  run: async (work, input) => {
    const { sites } = await work.ask(houseOf, {})
    const zone = (sites.find(site => site.id === input.siteId) ?? sites[0])?.zone ?? 'UTC'
    const monday = mondayOf(input.monday ?? dayIn(zone, work.now))
    const staffId = input.mine ? (work.actor.personId ?? undefined) : undefined
    const week = { from: instantAt(zone, monday, '00:00'), until: instantAt(zone, plusDays(monday, 7), '00:00') }
    const rows = await store.sessionsIn(work, week, { siteId: input.siteId, staffId })
    return { monday, zone, now: work.now, sessions: await described(work, rows) }
  },
  shows: () => [],
})

async function described(work: Work, rows: Awaited<ReturnType<typeof store.sessionsIn>>) {
  const groupIds = [...new Set(rows.map(row => row.groupId))]
  const days = [...new Set(rows.map(row => row.onDay))]
  const [facilitators, ...seatsByDay] = await Promise.all([
    store.facilitatorsOf(work, groupIds),
    ...days.map(on => seatStore.seatsOn(work, groupIds, on)),
  ])
  const expected = new Map(days.map((on, at) => [on, seatsByDay[at] ?? []]))
  return rows.map(row => ({
    ...row,
    state: stateOf(row, work.now),
    facilitators: facilitators
      .filter(each => each.groupId === row.groupId)
      .map(({ staffId, name, credential, lead }) => ({ staffId, name, credential, lead })),
    expected: (expected.get(row.onDay) ?? []).filter(seat => seat.groupId === row.groupId).length,
  }))
}

/** A session in words, without who is expected. */
export type SessionLine = Awaited<ReturnType<typeof described>>[number]

export const sessionOf = query({
  name: 'timetable.session',
  says: 'One session: where, when, who leads, what it is about.',
  who: planners,
  input: z.strictObject({ id: z.uuid() }),
  discloses: [],
  run: async (work, input) => {
    const row = await store.sessionOf(work, input.id)
    if (!row) throw notHere()
    const [session] = await described(work, [row])
    if (!session) throw notHere()
    return { ...session, mine: await store.leads(work, row.groupId), now: work.now }
  },
  shows: () => [],
})

export const rosterOf = query({
  name: 'timetable.roster',
  says: 'Who has a seat in a session, and since when. Who is not yours to see is counted.',
  who: ['intake', 'counselor', 'facilitator', 'nurse', 'prescriber', 'case-manager', 'director', 'auditor'],
  input: z.strictObject({ sessionId: z.uuid() }),
  discloses: ['name', 'roster'],
  run: async (work, input) => {
    const row = await store.sessionOf(work, input.sessionId)
    if (!row) throw notHere()
    const all = await seatStore.rosterOn(work, row.groupId, row.onDay)
    const seats = all.filter(seat => !seat.unseen).map(({ clientId, fromOn }) => ({ clientId, fromOn }))
    return { seats, unseen: all.length - seats.length }
  },
  shows: answer => answer.seats.map(seat => seat.clientId),
})

export const seatsOfClient = query({
  name: 'timetable.seats',
  says: 'The groups a client has or had a seat in, and their sessions between two days.',
  who: planners,
  input: z.strictObject({ clientId: z.uuid(), from: daySchema, until: daySchema }),
  about: input => [input.clientId],
  discloses: ['roster'],
  run: async (work, input) => {
    const { charts } = await work.ask(chartsOf, { ids: [input.clientId] })
    const chart = charts[0] ?? { clientId: input.clientId, chartIds: [input.clientId] }
    const [seats, sessions] = await Promise.all([
      seatStore.seatsOfClient(work, chart.chartIds),
      store.sessionsOfClients(work, chart.chartIds, input),
    ])
    return { clientId: chart.clientId, seats, sessions }
  },
  shows: answer => [answer.clientId],
})

export const sessionsOfClients = query({
  name: 'timetable.client-sessions',
  says: 'The sessions that these clients have a seat in, between two days.',
  who: planners,
  input: z.strictObject({ clientIds: z.array(z.uuid()).max(5000), from: daySchema, until: daySchema }),
  about: input => input.clientIds,
  discloses: ['roster'],
  run: async (work, input) => ({
    sessions: await store.sessionsOfClients(work, input.clientIds, input),
  }),
  shows: answer => [...new Set(answer.sessions.map(session => session.clientId))],
})

export const mySessions = query({
  name: 'timetable.my-sessions',
  says: 'A client’s own sessions of the next two weeks, with where and when.',
  who: ['client'],
  input: z.strictObject({}),
  discloses: ['roster'],
  run: async work => {
    const id = work.actor.personId ?? houseItself
    const { charts } = await work.ask(chartsOf, { ids: [id] })
    const from = dayIn('UTC', work.now)
    const near = { from: plusDays(from, -1), until: plusDays(from, 14) }
    const all = await store.sessionsOfClients(work, charts[0]?.chartIds ?? [id], near)
    const coming = all.filter(session => session.endsAt > work.now)
    return {
      clientId: id,
      now: work.now,
      sessions: coming.map(({ sessionId, startsAt, endsAt, group, room, site, zone }) => ({
        id: sessionId,
        startsAt,
        endsAt,
        title: group,
        place: `${room}, ${site}`,
        zone,
      })),
    }
  },
  shows: answer => [answer.clientId],
})

export const queries = [groupsOf, groupOf, weekOf, sessionOf, rosterOf, seatsOfClient, sessionsOfClients, mySessions]
