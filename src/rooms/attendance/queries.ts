import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { type Day, dayIn, mondayOf, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { daySchema } from '#rooms/people/commands.ts'
import { weeklyMinutesLeast } from '#rooms/people/programs.ts'
import { houseOf, namesOf, staysOf } from '#rooms/people/queries.ts'
import { rosterOf, sessionOf, sessionsOfClients } from '#rooms/timetable/queries.ts'
import { creditedMinutes, standingOf, type WeekHours, weekHours } from './attendance.ts'
import * as store from './store.ts'

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
const notCounted = new Set(['recreation'])

/** The week's hours of these clients, in the order asked. */
async function hoursOf(
  work: Work,
  clientIds: readonly string[],
  monday: Day,
  zone: string,
): Promise<(WeekHours & { clientId: string })[]> {
  const sunday = plusDays(monday, 6)
  const today = dayIn(zone, work.now)
  const on = today < monday ? monday : today > sunday ? sunday : today
  const ids = [...clientIds]
  const [{ stays }, { sessions }] = await Promise.all([
    work.ask(staysOf, { on, clientIds: ids }),
    work.ask(sessionsOfClients, { clientIds: ids, from: monday, until: sunday }),
  ])
  const marks = await store.marksOfSessions(work, [...new Set(sessions.map(each => each.sessionId))], ids)
  const markOf = new Map(marks.map(mark => [`${mark.sessionId} ${mark.clientId}`, mark]))
  const presetOf = new Map(stays.map(stay => [stay.clientId, stay.preset]))
  const byClient = Map.groupBy(sessions, session => session.clientId)
  return ids.map(clientId => {
    const preset = presetOf.get(clientId)
    const prescribed = preset ? (weeklyMinutesLeast(preset, on) ?? null) : null
    const own = (byClient.get(clientId) ?? []).map(session => ({
      ...session,
      counts: !notCounted.has(session.kind),
      mark: markOf.get(`${session.sessionId} ${clientId}`) ?? null,
    }))
    return { clientId, ...weekHours(own, prescribed, work.now) }
  })
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
    return { monday, weeks: await hoursOf(work, input.clientIds, monday, zone) }
  },
  shows: answer => answer.weeks.map(week => week.clientId),
})

export const sheetOf = query({
  name: 'attendance.sheet',
  says: 'A session’s attendance: who is expected, who is here since when, and what each one’s week looks like.',
  who: ['counselor', 'facilitator', 'nurse', 'case-manager', 'director', 'auditor'],
  input: z.strictObject({ sessionId: z.uuid() }),
  discloses: ['name', 'roster', 'attendance', 'hours'],
  run: async (work, input) => {
    const session = await work.ask(sessionOf, { id: input.sessionId })
    const [{ seats }, marks, closing, house] = await Promise.all([
      work.ask(rosterOf, { sessionId: input.sessionId }),
      store.marksOfSession(work, input.sessionId),
      store.closingOf(work, input.sessionId),
      work.ask(houseOf, {}),
    ])
    const ids = seats.map(seat => seat.clientId)
    const [{ clients }, weeks] = await Promise.all([
      work.ask(namesOf, { ids }),
      hoursOf(work, ids, mondayOf(session.onDay), session.zone),
    ])
    const staffName = new Map(house.staff.map(each => [each.id, each.name]))
    return {
      session,
      closedAt: closing?.closedAt ?? null,
      people: clients.map(client => {
        const mark = marks.find(each => each.clientId === client.id) ?? null
        const week = weeks.find(each => each.clientId === client.id)
        return {
          clientId: client.id,
          name: client.name,
          pronouns: client.pronouns,
          isNew: seats.find(seat => seat.clientId === client.id)?.fromOn === session.onDay,
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
    return {
      marks: marks.map(mark => ({
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
  run: async (work, input) => ({
    clientId: input.clientId,
    marks: await store.marksEver(work, input.sessionId, input.clientId),
  }),
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
    const { sessions } = await work.ask(sessionsOfClients, {
      clientIds: [input.clientId],
      from: input.from,
      until: input.until,
    })
    const marks = await store.marksOfSessions(
      work,
      sessions.map(session => session.sessionId),
      [input.clientId],
    )
    return {
      clientId: input.clientId,
      sessions: sessions.map(session => {
        const mark = marks.find(each => each.sessionId === session.sessionId) ?? null
        return {
          ...session,
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

export const queries = [weekHoursOf, sheetOf, presenceOf, historyOf, attendedBy]
