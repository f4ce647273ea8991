import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { daySchema } from '#kernel/fields.ts'
import { houseItself } from '#kernel/ids.ts'
import { notHere } from '#kernel/refusal.ts'
import { dayIn, mondayOf, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { closures as closuresBetween } from '#rooms/calendar/queries.ts'
import { sitesOf } from '#rooms/people/facts.ts'
import { chartsOf, namesSeen } from '#rooms/people/queries.ts'
import { absenceQueries } from './absences.ts'
import { assessmentsOn } from './assessments.ts'
import { bookedQueries } from './booked.ts'
import { countingOf, serviceOf } from './catalog.ts'
import { curriculumQueries } from './curricula.ts'
import { besideSessions, described } from './described.ts'
import { feedQueries } from './feeds.ts'
import { groupQueries } from './group-queries.ts'
import { hourQueries } from './hours.ts'
import { keepApartQueries } from './keep-apart.ts'
import { offerQueries } from './offers.ts'
import { planQueries } from './plan-queries.ts'
import { planners, rosterReaders } from './readers.ts'
import { rosterIn } from './roster-store.ts'
import * as seatStore from './seats.ts'
import * as store from './store.ts'
import { countedBetween, placeWord } from './timetable.ts'
import { visitQueries } from './visits.ts'
import { waitlistQueries } from './waitlist.ts'

export type { AssessmentLine } from './assessments.ts'
export type { SessionLine } from './described.ts'

/** The zone a week is read in, and the day it is there. */
async function clockFor(work: Work, asked: { monday?: string | undefined; siteId?: string | undefined }) {
  const { sites } = await work.ask(sitesOf, {})
  const zone = (sites.find(site => site.id === asked.siteId) ?? sites[0])?.zone ?? 'UTC'
  const today = dayIn(zone, work.now)
  return { zone, today }
}

export const weekOf = query({
  name: 'timetable.week',
  says: 'The sessions of a week or of some: what, where, when, who leads, how many; assessments by code; closed days.',
  who: planners,
  input: z.strictObject({
    monday: daySchema.optional(),
    weeks: z.int().min(1).max(6).default(1),
    /** The sessions of one day alone. */
    on: daySchema.optional(),
    siteId: z.uuid().optional(),
    /** The sessions of one group alone. */
    groupId: z.uuid().optional(),
    mine: z.boolean().default(false),
  }),
  discloses: [],
  run: async (work, input) => {
    const clock = clockFor(work, input)
    // Whoever says which week need not wait for which day it is there.
    const monday = mondayOf(input.on ?? input.monday ?? (await clock).today)
    const staffId = input.mine ? (work.actor.personId ?? undefined) : undefined
    const days = { fromOn: input.on ?? monday, untilOn: input.on ?? plusDays(monday, input.weeks * 7 - 1) }
    const [{ zone }, rows, { closures }, assessments] = await Promise.all([
      clock,
      store.sessionsOn(work, days, { siteId: input.siteId, groupId: input.groupId, staffId }),
      work.ask(closuresBetween, days),
      input.groupId ? [] : assessmentsOn(work, days, { siteId: input.siteId, staffId }),
    ])
    const own = closures.filter(each => !input.siteId || each.siteId === null || each.siteId === input.siteId)
    return {
      monday,
      weeks: input.weeks,
      zone,
      now: work.now,
      closures: own.map(({ siteId, fromOn, untilOn, name }) => ({ siteId, fromOn, untilOn, name })),
      sessions: await described(work, rows),
      assessments,
    }
  },
  shows: () => [],
})

export const clientWeek = query({
  name: 'timetable.client-week',
  says: 'Which clients are expected in which sessions of a week. Who is not yours to see is counted.',
  who: rosterReaders,
  input: z.strictObject({ monday: daySchema.optional(), siteId: z.uuid().optional() }),
  discloses: ['name', 'roster'],
  run: async (work, input) => {
    const { today } = await clockFor(work, input)
    const monday = mondayOf(input.monday ?? today)
    const rows = await store.sessionIdsOn(work, { fromOn: monday, untilOn: plusDays(monday, 6) }, input.siteId)
    const expected = await store.clientsExpectedIn(
      work,
      rows.map(row => row.id),
    )
    const ids = [...new Set(expected.map(each => each.clientId))]
    const { clients } = await work.ask(namesSeen, { ids })
    const sessionsBy = Map.groupBy(expected, each => each.clientId)
    return {
      monday,
      clients: clients.map(client => ({
        clientId: client.id,
        name: client.name,
        sessionIds: (sessionsBy.get(client.id) ?? []).map(each => each.sessionId),
        awayIn: (sessionsBy.get(client.id) ?? []).filter(each => each.away).map(each => each.sessionId),
      })),
      unseen: ids.length - clients.length,
    }
  },
  shows: answer => answer.clients.map(client => client.clientId),
})

export const sessionOf = query({
  name: 'timetable.session',
  says: 'One session: where, when, who leads, what it is about.',
  who: planners,
  /** How many are expected is not counted for whoever reads the roster too. */
  input: z.strictObject({ id: z.uuid(), counted: z.boolean().default(true) }),
  discloses: [],
  run: async (work, input) => {
    const beside = besideSessions(work, [input.id], input)
    const [row, leaders] = await Promise.all([store.sessionOf(work, input.id), beside.leaders])
    if (!row) throw notHere()
    const [session] = await described(work, [row], beside)
    if (!session) throw notHere()
    const mine = leaders.some(each => each.staffId === work.actor.personId)
    const counting = countingOf(row.service, row.onDay)
    return { ...session, counting, mine, now: work.now }
  },
  shows: () => [],
})

export const rosterOf = query({
  name: 'timetable.roster',
  says: 'Who is expected in a session, since when, who visits, and who will not come. Who is not yours is counted.',
  who: rosterReaders,
  input: z.strictObject({ sessionId: z.uuid() }),
  discloses: ['name', 'roster'],
  run: async (work, input) => {
    const all = await rosterIn(work, input.sessionId)
    if (!all) throw notHere()
    const seats = all.filter(seat => !seat.unseen).map(({ unseen: _, ...seat }) => seat)
    return { seats, unseen: all.length - seats.length }
  },
  shows: answer => answer.seats.map(seat => seat.clientId),
})

/** A client's session as later rooms and pages read it. */
function inWords(session: store.ClientSession) {
  const { groupName, roomName, ...rest } = session
  const service = serviceOf(session.service)
  const counting = countingOf(session.service, session.onDay)
  return {
    ...rest,
    group: groupName ?? service.name,
    serviceName: service.name,
    format: service.format,
    room: placeWord({ room: roomName, mode: session.mode }),
    counting,
    countedMinutes: countedBetween(session, counting),
  }
}

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
    return { clientId: chart.clientId, seats, sessions: sessions.map(inWords) }
  },
  shows: answer => [answer.clientId],
})

export const sessionsOfClients = query({
  name: 'timetable.client-sessions',
  says: 'The sessions that these clients are expected in, between two days.',
  who: planners,
  input: z.strictObject({ clientIds: z.array(z.uuid()).max(5000), from: daySchema, until: daySchema }),
  about: input => input.clientIds,
  discloses: ['roster'],
  run: async (work, input) => ({
    sessions: (await store.sessionsOfClients(work, input.clientIds, input)).map(inWords),
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
    const coming = all.filter(session => session.endsAt > work.now).map(inWords)
    return {
      clientId: id,
      now: work.now,
      sessions: coming.map(session => ({
        id: session.sessionId,
        startsAt: session.startsAt,
        endsAt: session.endsAt,
        title: session.group,
        place: session.mode === 'in-person' ? `${session.room}, ${session.site}` : session.room,
        link: session.link,
        zone: session.zone,
        away: session.away,
      })),
    }
  },
  shows: answer => [answer.clientId],
})

export const queries = [
  ...groupQueries,
  weekOf,
  clientWeek,
  sessionOf,
  rosterOf,
  seatsOfClient,
  sessionsOfClients,
  mySessions,
  ...hourQueries,
  ...bookedQueries,
  ...planQueries,
  ...feedQueries,
  ...waitlistQueries,
  ...offerQueries,
  ...keepApartQueries,
  ...absenceQueries,
  ...curriculumQueries,
  ...visitQueries,
]
