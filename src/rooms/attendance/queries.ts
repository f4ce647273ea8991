import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { daySchema } from '#kernel/fields.ts'
import { type Day, dayIn, mondayOf, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { weeklyMinutesLeast } from '#rooms/people/programs.ts'
import { chartsOf, houseOf, namesOf, namesSeen, staysOf } from '#rooms/people/queries.ts'
import { rosterOf, sessionOf, sessionsOfClients, weekOf } from '#rooms/timetable/queries.ts'
import { creditedMinutes, standingOf, type WeekHours, weekHours } from './attendance.ts'
import * as store from './store.ts'
import { topicQueries } from './topics.ts'

const readers = [
  'intake',
  'counselor',
  'facilitator',
  'nurse',
  'prescriber',
  'case-manager',
  'biller',
  'director',
  'auditor',
  'client',
] as const
/** Who reads sheets: those who mark, and who sees the whole site. */
const sheetReaders = ['counselor', 'facilitator', 'nurse', 'prescriber', 'case-manager', 'director', 'auditor'] as const
/** Roles that see everyone at their sites; the others see a sheet only of a group they lead. */
const wholeSite = new Set(['nurse', 'director', 'case-manager', 'auditor'])

/** The week's hours of these clients, in the order asked. */
async function hoursOf(
  work: Work,
  clientIds: readonly string[],
  { monday, zone }: { monday: Day; zone: string },
): Promise<(WeekHours & { clientId: string })[]> {
  const sunday = plusDays(monday, 6)
  const today = dayIn(zone, work.now)
  const on = today < monday ? monday : today > sunday ? sunday : today
  const chartIdsOf = await chartIdsByClient(work, clientIds)
  const ids = [...new Set([...chartIdsOf.values()].flat())]
  const [{ stays }, { sessions }] = await Promise.all([
    work.ask(staysOf, { on, clientIds: ids }),
    work.ask(sessionsOfClients, { clientIds: ids, from: monday, until: sunday }),
  ])
  const marks = await store.marksOfSessions(work, [...new Set(sessions.map(each => each.sessionId))], ids)
  const presetOf = new Map(stays.map(stay => [stay.clientId, stay.preset]))
  const byClient = Map.groupBy(sessions, session => session.clientId)
  return clientIds.map(clientId => {
    const chartIds = chartIdsOf.get(clientId) ?? [clientId]
    const preset = chartIds.map(id => presetOf.get(id)).find(Boolean)
    const prescribed = preset ? (weeklyMinutesLeast(preset, on) ?? null) : null
    const own = ofOnePerson(
      chartIds.flatMap(id => byClient.get(id) ?? []),
      marks,
    )
    return { clientId, ...weekHours(own, prescribed, work.now) }
  })
}

/** By the id asked for, which may be that of a merged chart: all charts of that person. */
async function chartIdsByClient(work: Work, clientIds: readonly string[]): Promise<Map<string, string[]>> {
  const { charts } = await work.ask(chartsOf, { ids: [...clientIds] })
  return new Map(charts.map(chart => [chart.id, chart.chartIds]))
}

/** Each session once with its mark, even when two charts of one person had a seat in it. */
function ofOnePerson<Session extends { sessionId: string; clientId: string }>(
  sessions: readonly Session[],
  marks: readonly store.Mark[],
): (Session & { mark: store.Mark | null })[] {
  const markOf = new Map(marks.map(mark => [`${mark.sessionId} ${mark.clientId}`, mark]))
  const once = new Map<string, Session & { mark: store.Mark | null }>()
  for (const session of sessions) {
    const mark = markOf.get(`${session.sessionId} ${session.clientId}`) ?? null
    if (!once.get(session.sessionId)?.mark) once.set(session.sessionId, { ...session, mark })
  }
  return [...once.values()]
}

export const weekHoursOf = query({
  name: 'attendance.week-hours',
  says: 'Hours attended, still scheduled and likely in a week, against the program’s least, for these clients.',
  who: readers,
  input: z.strictObject({ clientIds: z.array(z.uuid()).min(1).max(500), monday: daySchema.optional() }),
  about: input => input.clientIds,
  discloses: ['hours'],
  run: async (work, input) => {
    const { sites } = await work.ask(houseOf, {})
    const zone = sites[0]?.zone ?? 'UTC'
    const monday = mondayOf(input.monday ?? dayIn(zone, work.now))
    return { monday, weeks: await hoursOf(work, input.clientIds, { monday, zone }) }
  },
  shows: answer => answer.weeks.map(week => week.clientId),
})

export const sheetOf = query({
  name: 'attendance.sheet',
  says: 'A session’s attendance: who is expected, who is here since when, and what each one’s week looks like.',
  who: sheetReaders,
  input: z.strictObject({ sessionId: z.uuid() }),
  discloses: ['name', 'roster', 'attendance', 'hours'],
  run: async (work, input) => {
    const session = await work.ask(sessionOf, { id: input.sessionId })
    if (!session.mine && !work.actor.roles.some(role => wholeSite.has(role)))
      work.refuse('not-yours', 'Who leads this session takes its attendance, or a nurse or director.', {}, 403)
    const [{ seats, unseen }, marks, closing, house] = await Promise.all([
      work.ask(rosterOf, { sessionId: input.sessionId }),
      store.marksOfSession(work, input.sessionId),
      store.closingOf(work, input.sessionId),
      work.ask(houseOf, {}),
    ])
    const ids = seats.map(seat => seat.clientId)
    const [{ clients }, weeks] = await Promise.all([
      work.ask(namesOf, { ids }),
      hoursOf(work, ids, { monday: mondayOf(session.onDay), zone: session.zone }),
    ])
    const staffName = new Map(house.staff.map(each => [each.id, each.name]))
    return {
      session,
      closedAt: closing?.closedAt ?? null,
      /** Who has a seat too and is not the reader's to see, as a number. */
      unseen,
      people: clients.map(client => {
        const mark = marks.find(each => each.clientId === client.id) ?? null
        const week = weeks.find(each => each.clientId === client.id)
        const seat = seats.find(each => each.clientId === client.id)
        return {
          clientId: client.id,
          name: client.name,
          pronouns: client.pronouns,
          isNew: session.format === 'group' && seat?.fromOn === session.onDay,
          /** What they told us in advance; it is offered as a mark, and somebody makes it. */
          absence: seat?.absence ?? null,
          mark: mark
            ? {
                ...mark,
                recordedBy: mark.recordedBy ? (staffName.get(mark.recordedBy) ?? 'Someone who left') : 'The program',
              }
            : null,
          standing: standingOf(session, mark),
          minutes: mark ? creditedMinutes(session, mark) : 0,
          week: week ?? null,
        }
      }),
    }
  },
  shows: answer => answer.people.map(person => person.clientId),
})

type Booked = { id: string; groupId: string | null; canceledAt: string | null }

/** With whom sessions are that are booked by name, by session: who leads six of them a day tells them apart by it. */
export async function withWhom(work: Work, sessions: readonly Booked[]) {
  const booked = sessions.filter(session => session.groupId === null && session.canceledAt === null)
  const rosters = await Promise.all(booked.map(({ id }) => work.ask(rosterOf, { sessionId: id })))
  const ids = [...new Set(rosters.flatMap(({ seats }) => seats.map(seat => seat.clientId)))]
  const { clients } = ids.length > 0 ? await work.ask(namesSeen, { ids }) : { clients: [] }
  return new Map(
    booked.map(({ id }, at) => {
      const here = new Set(rosters[at]?.seats.map(seat => seat.clientId))
      return [id, clients.filter(client => here.has(client.id))]
    }),
  )
}

export const sheetsOf = query({
  name: 'attendance.sheets',
  says: 'The sessions of a week with how far the attendance of each is, and with whom your own individual ones are.',
  who: sheetReaders,
  input: z.strictObject({ monday: daySchema.optional(), siteId: z.uuid().optional() }),
  discloses: ['name', 'roster'],
  run: async (work, input) => {
    const [week, own] = [await work.ask(weekOf, input), await work.ask(weekOf, { ...input, mine: true })]
    const ids = week.sessions.map(session => session.id)
    const [closings, marked, people] = await Promise.all([
      store.closingsOf(work, ids),
      store.markedCounts(work, ids),
      withWhom(work, own.sessions),
    ])
    const closed = new Set(closings.map(closing => closing.sessionId))
    const mine = new Set(own.sessions.map(session => session.id))
    const countOf = new Map(marked.map(each => [each.sessionId, each.marked]))
    return {
      ...week,
      today: dayIn(week.zone, work.now),
      sessions: week.sessions.map(session => ({
        ...session,
        mine: mine.has(session.id),
        closed: closed.has(session.id),
        marked: countOf.get(session.id) ?? 0,
        with: (people.get(session.id) ?? []).map(client => client.name),
      })),
      clientIds: [...new Set([...people.values()].flat().map(client => client.id))],
    }
  },
  shows: answer => answer.clientIds,
})

/** What is known of one person in one session: for the note. */
export const presenceOf = query({
  name: 'attendance.presence',
  says: 'Who of a session was here, from when to when, with credited minutes.',
  who: ['counselor', 'facilitator', 'nurse', 'director', 'biller', 'auditor'],
  input: z.strictObject({ sessionId: z.uuid() }),
  discloses: ['attendance'],
  run: async (work, input) => {
    const [session, marks] = await Promise.all([
      work.ask(sessionOf, { id: input.sessionId }),
      store.marksOfSession(work, input.sessionId),
    ])
    const { clients } = await work.ask(namesSeen, { ids: marks.map(mark => mark.clientId) })
    const seen = new Set(clients.map(client => client.id))
    const theirs = marks.filter(mark => seen.has(mark.clientId))
    return {
      marks: theirs.map(mark => ({
        clientId: mark.clientId,
        kind: mark.kind,
        arrivedAt: mark.arrivedAt,
        leftAt: mark.leftAt,
        standing: standingOf(session, mark),
        minutes: creditedMinutes(session, mark),
      })),
    }
  },
  shows: answer => answer.marks.map(mark => mark.clientId),
})

export const historyOf = query({
  name: 'attendance.history',
  says: 'Every mark of one person in one session, corrections included.',
  who: ['counselor', 'facilitator', 'nurse', 'director', 'auditor'],
  input: z.strictObject({ sessionId: z.uuid(), clientId: z.uuid() }),
  about: input => [input.clientId],
  discloses: ['attendance'],
  run: async (work, input) => {
    const chartIds = (await chartIdsByClient(work, [input.clientId])).get(input.clientId) ?? [input.clientId]
    const [marks, { staff }] = [await store.marksEver(work, input.sessionId, chartIds), await work.ask(houseOf, {})]
    const nameOf = new Map(staff.map(each => [each.id, each.name]))
    return {
      clientId: input.clientId,
      marks: marks.map(mark => ({
        ...mark,
        recordedBy: mark.recordedBy ? (nameOf.get(mark.recordedBy) ?? 'Someone who left') : 'The program',
      })),
    }
  },
  shows: answer => [answer.clientId],
})

export const attendedBy = query({
  name: 'attendance.attended',
  says: 'The sessions of a client between two days, with the mark and credited minutes of each.',
  who: readers,
  input: z.strictObject({ clientId: z.uuid(), from: daySchema, until: daySchema }),
  about: input => [input.clientId],
  discloses: ['attendance'],
  run: async (work, input) => {
    const chartIds = (await chartIdsByClient(work, [input.clientId])).get(input.clientId) ?? [input.clientId]
    const { sessions } = await work.ask(sessionsOfClients, {
      clientIds: chartIds,
      from: input.from,
      until: input.until,
    })
    const marks = await store.marksOfSessions(
      work,
      sessions.map(session => session.sessionId),
      chartIds,
    )
    const clientId = chartIds[0] ?? input.clientId
    return {
      clientId,
      sessions: ofOnePerson(sessions, marks).map(({ mark, ...session }) => {
        return {
          ...session,
          clientId,
          standing: standingOf(session, mark),
          minutes: mark ? creditedMinutes(session, mark) : 0,
          arrivedAt: mark?.arrivedAt ?? null,
          leftAt: mark?.leftAt ?? null,
        }
      }),
    }
  },
  shows: answer => [answer.clientId],
})

export const queries = [weekHoursOf, sheetOf, sheetsOf, presenceOf, historyOf, attendedBy, ...topicQueries]
