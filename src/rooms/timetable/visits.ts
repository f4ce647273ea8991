import { z } from 'zod'
import { command, query } from '#kernel/door.ts'
import { momentSchema } from '#kernel/fields.ts'
import { notHere } from '#kernel/refusal.ts'
import { type Day, minutesBetween, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { staysWithin } from '#rooms/people/facts.ts'
import { cohortFactsOf } from '#rooms/people/queries.ts'
import { absencesIn } from './absences-store.ts'
import { cohortNeed } from './catalog.ts'
import { type Cohort, cohortConflicts } from './cohort-words.ts'
import { book, endAndFree, settle, spanConflicts } from './conflict-check.ts'
import { type Conflict, type ConflictKind, conflict, type Override, summed } from './conflicts.ts'
import { besideSessions, described, type SessionLine } from './described.ts'
import { overrideSchema } from './inputs.ts'
import { keptApart } from './keep-apart-store.ts'
import { limitConflicts } from './pattern.ts'
import { type Person, peopleOf, personOf } from './persons.ts'
import { planners } from './readers.ts'
import { addAttendees } from './sessions-store.ts'
import * as store from './store.ts'
import { type CohortFacts, holdsOn, type Visit, visits } from './timetable.ts'
import type { GroupSession } from './visits-store.ts'
import * as visitStore from './visits-store.ts'

// Who comes to one session of a group without a seat in it: to make up for a missed one, or because they stand at the
// door. A visitor is expected like anybody else.

/** What decides whether somebody may come to one session of a group in which they have no seat. */
export type VisitFacts = {
  because: Visit
  onDay: Day
  group: Cohort & { service: string; capacity: number; open: boolean }
  /** How many come already: who is expected and did not say otherwise, and who visits. */
  coming: number
  /** What the chart says; undefined when the group is for everybody. */
  cohort: CohortFacts | undefined
  /** Whether somebody is expected whom they are to be kept apart from. */
  apart: boolean
  /** Whether they told us that they will not come at this time. */
  away: boolean
  /** What is in the way in time and place. */
  inTime: readonly Conflict[]
}

/** Who stands at the door is here: what they planned and how far the way was says nothing any more. */
const timeKinds: Record<Visit, readonly ConflictKind[]> = {
  'make-up': ['double-booked', 'client-unavailable', 'travel'],
  'walk-in': ['double-booked'],
}

/** What speaks against a visit, the gravest first; nothing when it fits. That a day is closed was settled before. */
export function visitConflicts(facts: VisitFacts): Conflict[] {
  const { because, group, coming } = facts
  const found = limitConflicts({ service: group.service, capacity: coming + 1 }, facts.onDay)
  if (coming >= group.capacity)
    found.push(conflict('session-full', `All ${group.capacity} places of this session are taken.`))
  if (!group.open)
    found.push(conflict('group-closed', 'This group is closed: it takes no visitors. Choose an open one.'))
  found.push(...cohortConflicts(group, facts.cohort))
  if (facts.apart)
    found.push(conflict('keep-apart', 'Somebody who is expected then and this client are to be kept apart.'))
  found.push(...facts.inTime.filter(each => timeKinds[because].includes(each.kind)))
  if (facts.away && because === 'make-up')
    found.push(conflict('client-unavailable', 'This client told us that they will not come at this time.'))
  return summed(found)
}

/** What is known of some sessions and of people who may come to them: read once, however many there are of each. */
type Known = Awaited<ReturnType<typeof knownOf>>

async function knownOf(work: Work, sessions: readonly GroupSession[], people: readonly Person[]) {
  const ids = sessions.map(session => session.id)
  const chartIds = people.flatMap(person => person.chartIds)
  const clientIds = people.map(person => person.clientId)
  const days = sessions.map(session => session.onDay).sort()
  const [from, until] = [days[0], days.at(-1)]
  const starts = sessions.map(session => session.startsAt).sort()
  const ends = sessions.map(session => session.endsAt).sort()
  const [expected, visiting, apart, told, cohort, { stays }] = await Promise.all([
    store.clientsExpectedIn(work, ids),
    visitStore.visitsIn(work, ids),
    keptApart(work, chartIds),
    absencesIn(work, clientIds, { from: starts[0] ?? work.now, until: ends.at(-1) ?? work.now }),
    cohortFactsBy(work, sessions, clientIds),
    from && until ? work.ask(staysWithin, { from, until, clientIds: chartIds }) : { stays: [] },
  ])
  // Whoever walked in is here, whatever they had told us before.
  const walkedIn = new Set(
    visiting.flatMap(each => (each.because === 'walk-in' ? `${each.sessionId} ${each.clientId}` : [])),
  )
  const here = Map.groupBy(expected, each => each.sessionId)
  const comingIn = (sessionId: string) =>
    (here.get(sessionId) ?? []).filter(each => !each.away || walkedIn.has(`${sessionId} ${each.clientId}`)).length
  return {
    coming: new Map(ids.map(id => [id, comingIn(id)])),
    expected: new Map(ids.map(id => [id, new Set((here.get(id) ?? []).map(each => each.clientId))])),
    apart: new Map(
      [...Map.groupBy(apart, each => each.clientId)].map(([id, of]) => [id, of.map(each => each.otherId)]),
    ),
    told: Map.groupBy(told, each => each.clientId),
    stays: Map.groupBy(stays, stay => stay.clientId),
    cohort,
  }
}

/** What a session's cohort asks of these people; only the day of a stay is another on every day. */
async function cohortFactsBy(work: Work, sessions: readonly GroupSession[], clientIds: readonly string[]) {
  const needing = sessions.filter(session => session.cohort !== null)
  const dayOf = ({ cohort, cohortValue, onDay }: GroupSession) =>
    cohortNeed(cohort, cohortValue)?.kind === 'day-of-stay' ? onDay : (needing[0]?.onDay ?? onDay)
  const days = [...new Set(needing.map(dayOf))]
  const answers = await Promise.all(days.map(on => work.ask(cohortFactsOf, { clientIds: [...clientIds], on })))
  const byDay = new Map(
    days.map((on, at) => [on, new Map(answers[at]?.clients.map(client => [client.clientId, client]))]),
  )
  return (session: GroupSession, { clientId }: Person) => byDay.get(dayOf(session))?.get(clientId)
}

const isExpected = (known: Known, session: GroupSession, { chartIds }: Person) =>
  chartIds.some(id => known.expected.get(session.id)?.has(id))

const isInStay = (known: Known, { onDay }: GroupSession, { chartIds }: Person) =>
  chartIds
    .flatMap(id => known.stays.get(id) ?? [])
    .some(({ startsOn, endsOn }) => holdsOn({ fromOn: startsOn, untilOn: endsOn }, onDay))

/** Somebody who may come to a session; `before` are those who are let in ahead of them by the same act. */
type Pair = { session: GroupSession; person: Person; before: readonly Person[] }

/** What speaks against each of these visits. */
async function judged(
  work: Work,
  pairs: readonly Pair[],
  { known, because, holding }: { known: Known; because: Visit; holding: boolean },
): Promise<Conflict[][]> {
  const spans = pairs.map(({ session: { startsAt, endsAt, siteId }, person }) => ({
    kind: 'client' as const,
    resourceId: person.clientId,
    siteId,
    startsAt,
    endsAt,
  }))
  const inTime = Map.groupBy(await spanConflicts(work, spans, { holding }), each => each.place)
  return pairs.map(({ session, person, before }, at) => {
    const apart = known.apart.get(person.clientId) ?? []
    const others = before.flatMap(each => each.chartIds)
    return visitConflicts({
      because,
      onDay: session.onDay,
      group: { ...session, name: session.groupName },
      coming: (known.coming.get(session.id) ?? 0) + before.length,
      cohort: known.cohort(session, person),
      apart: apart.some(id => known.expected.get(session.id)?.has(id) || others.includes(id)),
      away: (known.told.get(person.clientId) ?? []).some(
        each => each.fromAt < session.endsAt && each.untilAt > session.startsAt,
      ),
      inTime: (inTime.get(at) ?? []).map(each => each.conflict),
    })
  })
}

/** How long before a session somebody at the door is taken for it. */
const walkInMinutesBefore = 60

/** The session of a group, held: its places are counted, and given, by one at a time. */
async function heldSession(work: Work, id: string, otherwise: { code: string; says: string }): Promise<GroupSession> {
  const session = await store.sessionOf(work, id)
  if (!session) throw notHere()
  if (!session.groupId) return work.refuse(otherwise.code, otherwise.says)
  await work.hold('timetable.group', session.groupId)
  await work.hold('timetable.session', id)
  // Read anew: it may have been moved or canceled by whoever held it before.
  return (await visitStore.groupSessionOf(work, id)) ?? work.refuse(otherwise.code, otherwise.says)
}

/** Stops a visit to what does not take place, is over, or is not near yet. */
function stopUntimely(work: Work, session: GroupSession, because: Visit): void {
  if (session.canceledAt) work.refuse('canceled', 'This session is canceled. Choose another.')
  if (because === 'make-up' && session.startsAt <= work.now)
    work.refuse('over', 'This session has begun or is over. Choose one that is still to come.')
  if (because === 'walk-in' && plusMinutes(session.startsAt, -walkInMinutesBefore) > work.now)
    work.refuse('too-early', 'Walk-ins are taken from an hour before a session. Book it as a make-up instead.')
}

export const joinSession = command({
  name: 'timetable.join-session',
  says: 'Clients without a seat come to one session of a group: to make up for a missed one, or as they stand at the door.',
  who: ['room'],
  input: z.strictObject({
    sessionId: z.uuid(),
    clientIds: z.array(z.uuid()).min(1, 'Choose who comes.').max(40),
    because: z.enum(visits),
    override: overrideSchema,
  }),
  about: input => input.clientIds,
  run: async (work, { sessionId, because, override, clientIds: asked }) => {
    const says = 'This session is for who is booked into it by name. Choose a session of a group.'
    const session = await heldSession(work, sessionId, { code: 'not-a-group', says })
    stopUntimely(work, session, because)
    const people = await peopleOf(work, asked)
    const known = await knownOf(work, [session], people)
    if (people.some(person => isExpected(known, session, person)))
      work.refuse('seated', 'This client is expected in this session already.')
    if (!people.every(person => isInStay(known, session, person)))
      work.refuse('no-stay', 'This client is in no stay on that day. Open a stay first.')
    const pairs = people.map((person, at) => ({ session, person, before: people.slice(0, at) }))
    const conflicts = await judged(work, pairs, { known, because, holding: true })
    await settleEach(work, { session, people, conflicts, override })
    const clientIds = people.map(person => person.clientId)
    await addAttendees(work, [session.id], { clientIds, because })
    await book(work, [{ ...session, roomId: null, staffIds: [], clientIds }])
    return { sessionId, clientIds }
  },
})

/** Stops with all that is in anybody’s way; what was done against a rule is kept of each person by themselves. */
async function settleEach(
  work: Work,
  asked: { session: GroupSession; people: readonly Person[]; conflicts: Conflict[][]; override: Override | null },
): Promise<void> {
  const { session, people, conflicts, override } = asked
  const about = { doing: 'timetable.join-session', sessionId: session.id, groupId: session.groupId, override }
  if (!override) return settle(work, conflicts.flat(), about)
  for (const [at, { clientId }] of people.entries()) await settle(work, conflicts[at] ?? [], { ...about, clientId })
}

export const leaveSession = command({
  name: 'timetable.leave-session',
  says: 'A make-up or walk-in is off: the client is no longer expected in that session, and free at that time.',
  who: ['room'],
  input: z.strictObject({ sessionId: z.uuid(), clientId: z.uuid() }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const says = 'This client does not visit this session: a seat or a booking is ended where it was given.'
    const session = await heldSession(work, input.sessionId, { code: 'not-a-visit', says })
    const { clientId, chartIds } = await personOf(work, input.clientId)
    const own = (await visitStore.visitsIn(work, [session.id])).filter(visit => chartIds.includes(visit.clientId))
    if (own.length === 0) work.refuse('not-a-visit', says)
    await endAndFree(work, own)
    return { sessionId: session.id, clientId }
  },
})

/** As far as a make-up is looked for: this week and the next. */
const longestLookMinutes = 15 * 24 * 60

export const joinable = query({
  name: 'timetable.joinable',
  says: 'The sessions of groups that these clients could come to as a make-up, and what is in the way of each.',
  who: planners,
  input: z
    .strictObject({ clientIds: z.array(z.uuid()).min(1).max(50), from: momentSchema, until: momentSchema })
    .refine(({ from, until }) => from <= until && minutesBetween(from, until) <= longestLookMinutes, {
      path: ['until'],
      message: 'Ask for fifteen days at most.',
    }),
  private: true,
  about: input => input.clientIds,
  discloses: ['roster'],
  run: async (work, input) => {
    const [people, rows] = await Promise.all([peopleOf(work, input.clientIds), visitStore.groupSessionsIn(work, input)])
    const [known, lines] = await Promise.all([
      knownOf(work, rows, people),
      described(
        work,
        rows,
        besideSessions(
          work,
          rows.map(row => row.id),
          { counted: false },
        ),
      ),
    ])
    const pairs = people.flatMap(person =>
      rows
        .filter(session => isInStay(known, session, person) && !isExpected(known, session, person))
        .map(session => ({ session, person, before: [] })),
    )
    const conflicts = await judged(work, pairs, { known, because: 'make-up', holding: false })
    const found = pairs.map(({ session, person }, at) => ({
      clientId: person.clientId,
      sessionId: session.id,
      conflicts: conflicts[at] ?? [],
    }))
    const foundOf = Map.groupBy(found, each => each.clientId)
    const asked = new Set(found.map(each => each.sessionId))
    return {
      now: work.now,
      /** Each session once, however many may come to it, in the order of time. */
      sessions: lines.filter(line => asked.has(line.id)).map(line => joinLine(line, known)),
      /** Of each client every session that they are not expected in already; nothing in the way: it fits. */
      clients: people.map(({ clientId }) => ({
        clientId,
        sessions: (foundOf.get(clientId) ?? []).map(({ sessionId, conflicts }) => ({ sessionId, conflicts })),
      })),
    }
  },
  shows: answer => answer.clients.map(client => client.clientId),
})

/** What somebody who looks for a make-up reads of a session. */
function joinLine(line: SessionLine, known: Known) {
  const { id, groupId, group, service, serviceName, counts, countedMinutes, startsAt, endsAt, onDay, zone } = line
  const { siteId, site, room, mode, trackId, track, topicId, topic, capacity, facilitators } = line
  const coming = known.coming.get(id) ?? 0
  return {
    ...{ id, groupId, group, service, serviceName, counts, countedMinutes, startsAt, endsAt, onDay, zone },
    ...{ siteId, site, room, mode, trackId, track, topicId, topic, facilitators },
    placesLeft: Math.max(0, (capacity ?? 0) - coming),
  }
}

/** The doors of this noun, for the lists of the room's. */
export const visitCommands = [joinSession, leaveSession]
export const visitQueries = [joinable]
