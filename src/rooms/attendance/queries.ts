import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { daySchema } from '#kernel/fields.ts'
import { dayIn, mondayOf } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { houseOf, namesOf, namesSeen } from '#rooms/people/queries.ts'
import { rosterOf, sessionOf, sessionsOfClients, weekOf } from '#rooms/timetable/queries.ts'
import { creditedMinutes, standingOf } from './attendance.ts'
import { codeQueries } from './codes.ts'
import { picturesOf } from './codes-store.ts'
import { followUpQueries } from './follow-up.ts'
import { heldQueries } from './held.ts'
import { hereQueries, signedOnly } from './here.ts'
import { hourQueries, readers, weeksOf } from './hours.ts'
import { makeUpQueries } from './make-ups.ts'
import type { Settled } from './presence.ts'
import { personOf, personsOf, personsSeated, settledIn } from './settled.ts'
import { signQueries } from './signs.ts'
import * as store from './store.ts'
import { syncQueries } from './sync.ts'
import { tabletQueries } from './tablets.ts'
import { topicQueries } from './topics.ts'

/** Who reads sheets: those who mark, and who sees the whole site. */
const sheetReaders = ['counselor', 'facilitator', 'nurse', 'prescriber', 'case-manager', 'director', 'auditor'] as const
/** Roles that see everyone at their sites; the others see a sheet only of a group they lead. */
const wholeSite = new Set(['nurse', 'director', 'case-manager', 'auditor'])

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
    const [{ seats, unseen }, closing, house] = await Promise.all([
      work.ask(rosterOf, { sessionId: input.sessionId }),
      store.closingOf(work, input.sessionId),
      work.ask(houseOf, {}),
    ])
    const ids = seats.map(seat => seat.clientId)
    const persons = personsSeated(seats)
    const chartIds = persons.flatMap(person => person.chartIds)
    const [{ clients }, weeks, holds, pictures] = await Promise.all([
      work.ask(namesOf, { ids }),
      weeksOf(work, persons, { monday: mondayOf(session.onDay), zone: session.zone }),
      settledIn(work, { sessions: [session], persons }, { asking: true }),
      picturesOf(work, chartIds),
    ])
    const staffName = new Map(house.staff.map(each => [each.id, each.name]))
    const by = (id: string | null) => (id ? (staffName.get(id) ?? 'Someone who left') : 'The program')
    const personOf = new Map(persons.map(person => [person.id, person]))
    return {
      session,
      closedAt: closing?.closedAt ?? null,
      /** Who has a seat too and is not the reader's to see, as a number. */
      unseen,
      people: clients.map(client => {
        const person = personOf.get(client.id) ?? { id: client.id, clientId: client.id, chartIds: [client.id] }
        const settled = holds(session, person)
        const { mark, presence } = settled
        const seat = seats.find(each => each.clientId === client.id)
        return {
          clientId: client.id,
          name: client.name,
          pronouns: client.pronouns,
          isNew: session.format === 'group' && !seat?.visit && seat?.fromOn === session.onDay,
          /** They have no seat here: to make up for a missed session, or because they stood at the door. */
          visit: seat?.visit ?? null,
          /** What they told us in advance; it is offered as a mark, and somebody makes it. */
          absence: seat?.absence ?? null,
          /** What a person said last; null when nobody did. */
          mark: mark ? { ...mark, recordedBy: by(mark.recordedBy) } : null,
          /** What holds: the mark, or what the tablets say. */
          presence,
          signedInAt: settled.signs?.arrivedAt ?? null,
          /** What tells them apart from somebody who reads alike, where only `First L.` may stand. */
          picture: person.chartIds.map(id => pictures.get(id)).find(Boolean) ?? null,
          question: questionOf(settled, by),
          standing: standingOf(session, presence),
          minutes: presence ? creditedMinutes(session, presence) : 0,
          week: weeks.find(each => each.clientId === client.id) ?? null,
        }
      }),
    }
  },
  shows: answer => answer.people.map(person => person.clientId),
})

/** Two statements between which a person chooses, or one that a person looks at. */
function questionOf({ question, mark, other, signs }: Settled<store.Mark>, by: (id: string | null) => string) {
  if (!question) return null
  const said = [mark, other].flatMap(each =>
    each && each.kind !== 'none'
      ? [
          {
            from: by(each.recordedBy),
            kind: each.kind,
            arrivedAt: each.arrivedAt,
            leftAt: each.leftAt,
            at: each.saidAt,
          },
        ]
      : [],
  )
  const signed = signs
    ? [{ from: null, kind: signs.kind, arrivedAt: signs.arrivedAt, leftAt: signs.leftAt, at: signs.receivedAt }]
    : []
  /** `from` is null for the tablet. */
  return { why: question, statements: mark && other ? said : [...said, ...signed] }
}

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
    const today = dayIn(week.zone, work.now)
    const begun = week.sessions.filter(session => session.onDay === today && session.canceledAt === null)
    const [closings, marked, people, signed] = await Promise.all([
      store.closingsOf(work, ids),
      store.markedCounts(work, ids),
      withWhom(work, own.sessions),
      signedOnly(work, { on: today, zone: week.zone, siteId: input.siteId }, begun),
    ])
    const closed = new Set(closings.map(closing => closing.sessionId))
    const mine = new Set(own.sessions.map(session => session.id))
    const countOf = new Map(marked.map(each => [each.sessionId, each.marked]))
    return {
      ...week,
      today,
      sessions: week.sessions.map(session => ({
        ...session,
        mine: mine.has(session.id),
        closed: closed.has(session.id),
        /** By a person, or by a tablet where nobody did. */
        marked: (countOf.get(session.id) ?? 0) + (signed.get(session.id) ?? 0),
        with: (people.get(session.id) ?? []).map(client => client.name),
      })),
      clientIds: [...new Set([...people.values()].flat().map(client => client.id))],
    }
  },
  shows: answer => answer.clientIds,
})

/** A session with everybody in it as their notes need it, all asked in one go. */
export const presenceOf = query({
  name: 'attendance.presence',
  says: 'A session, who was expected in it, and who of them was here, from when to when, with credited minutes.',
  who: ['counselor', 'facilitator', 'nurse', 'director', 'auditor'],
  input: z.strictObject({ sessionId: z.uuid() }),
  discloses: ['name', 'roster', 'attendance'],
  run: (work, { sessionId }) => presenceWith(work, sessionId, sessionAsked(work, sessionId)),
  shows: answer => [...answer.marks.map(mark => mark.clientId), ...answer.expected.map(client => client.id)],
})

/** A session and its roster, on their way: whoever needs more by them sends that as soon as they are here. */
export const sessionAsked = (work: Work, sessionId: string) => ({
  session: work.ask(sessionOf, { id: sessionId, counted: false }),
  roster: work.ask(rosterOf, { sessionId }),
})

/** The same as `presenceOf`, of a session that is on its way. */
export async function presenceWith(work: Work, sessionId: string, asked: ReturnType<typeof sessionAsked>) {
  const [said, session, { seats }] = await Promise.all([store.marksIn(work, sessionId), asked.session, asked.roster])
  const expected = new Set(seats.map(seat => seat.clientId))
  const others = [...new Set(said.standing.map(mark => mark.clientId))].filter(id => !expected.has(id))
  const all = [...personsSeated(seats), ...(await personsOf(work, others))]
  const ids = all.map(person => person.id)
  const [{ clients }, holds] = await Promise.all([
    // The roster holds nobody who may not be seen.
    work.ask(others.length > 0 ? namesSeen : namesOf, { ids }),
    settledIn(work, { sessions: [session], persons: all }, { asking: true, said }),
  ])
  const persons = clients.flatMap(client => all.filter(person => person.id === client.id))
  const theirs = persons.flatMap(person => {
    const { presence, mark, question } = holds(session, person)
    const said = { mode: mark?.mode ?? 'in-person', reason: mark?.reason ?? null, asked: question !== null }
    return presence ? [{ ...presence, ...said, clientId: person.id }] : []
  })
  const away = seats.filter(seat => seat.absence).length
  return {
    session: { ...session, expected: seats.length - away, away },
    expected: clients.filter(client => expected.has(client.id)),
    marks: theirs.map(mark => ({
      clientId: mark.clientId,
      kind: mark.kind,
      arrivedAt: mark.arrivedAt,
      leftAt: mark.leftAt,
      reason: mark.reason,
      /** Two statements do not agree, and nobody has chosen. */
      asked: mark.asked,
      standing: standingOf(session, mark),
      minutes: creditedMinutes(session, mark),
    })),
  }
}

export const historyOf = query({
  name: 'attendance.history',
  says: 'Every mark of one person in one session, corrections included.',
  who: ['counselor', 'facilitator', 'nurse', 'director', 'auditor'],
  input: z.strictObject({ sessionId: z.uuid(), clientId: z.uuid() }),
  about: input => [input.clientId],
  discloses: ['attendance'],
  run: async (work, input) => {
    const { chartIds } = await personOf(work, input.clientId)
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
    const person = await personOf(work, input.clientId)
    const { sessions } = await work.ask(sessionsOfClients, {
      clientIds: person.chartIds,
      from: input.from,
      until: input.until,
    })
    // Each once, even when two charts of one person had a seat in it.
    const once = [...new Map(sessions.map(session => [session.sessionId, session])).values()]
    const asked = once.map(session => ({ ...session, id: session.sessionId }))
    const holds = await settledIn(work, { sessions: asked, persons: [person] })
    return {
      clientId: person.clientId,
      sessions: once.map(session => {
        const { presence } = holds({ ...session, id: session.sessionId }, person)
        return {
          ...session,
          clientId: person.clientId,
          standing: standingOf(session, presence),
          minutes: presence ? creditedMinutes(session, presence) : 0,
          arrivedAt: presence?.arrivedAt ?? null,
          leftAt: presence?.leftAt ?? null,
        }
      }),
    }
  },
  shows: answer => [answer.clientId],
})

export const queries = [
  ...hourQueries,
  sheetOf,
  sheetsOf,
  presenceOf,
  historyOf,
  attendedBy,
  ...topicQueries,
  ...syncQueries,
  ...makeUpQueries,
  ...heldQueries,
  ...hereQueries,
  ...followUpQueries,
  ...tabletQueries,
  ...codeQueries,
  ...signQueries,
]
