import { z } from 'zod'
import { type OutputOf, query } from '#kernel/door.ts'
import { daySchema } from '#kernel/fields.ts'
import { type Day, dayIn, instantAt, mondayOf, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { joinable } from '#rooms/timetable/visits.ts'
import { later } from './attendance.ts'
import { type ClientWeek, tracksOf, weeksOf, zoneFor } from './hours.ts'
import { bestFirst, together } from './make-up-choice.ts'
import { type Person, personsOf } from './settled.ts'
import { topicsOf } from './topics.ts'

type Judged = OutputOf<typeof joinable>['clients'][number]['sessions'][number]

/** What is left of a week from now on, by a site's clock. */
function restOf(work: Work, monday: Day, zone: string) {
  return {
    from: later(instantAt(zone, monday, '00:00'), work.now),
    until: instantAt(zone, plusDays(monday, 7), '00:00'),
  }
}

/** Which topics somebody was at a session about. */
async function topicsTaken(work: Work, clientId: string): Promise<Set<string>> {
  const { curricula } = await work.ask(topicsOf, { clientId })
  return new Set(curricula.flatMap(each => each.topics.flatMap(topic => (topic.takenOn ? [topic.id] : []))))
}

/** Why a session is offered, in few words. */
function reasonsFor(of: { closes: boolean; topicIsNew: boolean | null; sameTrack: boolean; placesLeft: number }) {
  const reasons = [
    of.closes && 'closes the gap',
    of.topicIsNew && 'a topic not taken yet',
    of.topicIsNew === false && 'a topic they were at before',
    of.sameTrack && 'their own track',
    of.placesLeft === 1 && 'the last place',
  ]
  return reasons.flatMap(each => each || [])
}

/** Why the other sessions do not fit: each kind once, with how many sessions it stands in the way of. */
function inTheWayOf(sessions: readonly Judged[]) {
  const all = sessions.flatMap(session => session.conflicts.slice(0, 1))
  return [...Map.groupBy(all, each => each.kind)].flatMap(([kind, [first, ...rest]]) =>
    first ? [{ kind, says: first.says, times: rest.length + 1 }] : [],
  )
}

type Line = OutputOf<typeof joinable>['sessions'][number]

/** A session that somebody could come to, as it is offered to them. */
type Offered = Line & {
  minutes: number
  topicIsNew: boolean | null
  sameTrack: boolean
  /** It alone closes the gap. */
  closes: boolean
  because: string[]
}

/** What could still save somebody’s week: what is missing, what fits, best first, and what the rest hangs on. */
export type Offer = {
  clientId: string
  week: ClientWeek
  missing: number
  fits: Offered[]
  inTheWay: ReturnType<typeof inTheWayOf>
}

/** What is offered to these persons for the rest of a week; what fits them in time is read once for all of them. */
export async function offersFor(
  work: Work,
  persons: readonly Person[],
  { monday, zone }: { monday: Day; zone: string },
): Promise<Offer[]> {
  const span = restOf(work, monday, zone)
  const clientIds = persons.map(person => person.clientId)
  const [weeks, tracks, found] = await Promise.all([
    weeksOf(work, persons, { monday, zone }),
    tracksOf(work, persons, dayIn(zone, work.now)),
    span.from < span.until && persons.length > 0
      ? work.ask(joinable, { clientIds, ...span })
      : { clients: [], sessions: [] },
  ])
  const lineOf = new Map(found.sessions.filter(session => session.counts).map(session => [session.id, session]))
  const judgedOf = new Map(found.clients.map(({ clientId, sessions }) => [clientId, sessions]))
  return Promise.all(
    persons.flatMap((person, at) => {
      const week = weeks[at]
      const judged = (judgedOf.get(person.clientId) ?? []).filter(each => lineOf.has(each.sessionId))
      return week ? [offerOf(work, person, { week, judged, lineOf, track: tracks.get(person.id) ?? null })] : []
    }),
  )
}

type Known = { week: ClientWeek; judged: Judged[]; lineOf: ReadonlyMap<string, Line>; track: string | null }

async function offerOf(work: Work, person: Person, { week, judged, lineOf, track }: Known): Promise<Offer> {
  const missing = week.prescribed ? Math.max(0, week.prescribed - week.credited - week.coming) : 0
  const free = judged.flatMap(({ sessionId, conflicts }) =>
    conflicts.length === 0 ? (lineOf.get(sessionId) ?? []) : [],
  )
  const taken = free.some(session => session.topicId !== null) ? await topicsTaken(work, person.clientId) : new Set()
  const fits = free.map(session => {
    const minutes = session.countedMinutes
    const topicIsNew = session.topicId === null ? null : !taken.has(session.topicId)
    const sameTrack = session.track !== null && session.track === track
    const closes = missing > 0 && minutes >= missing
    const because = reasonsFor({ closes, topicIsNew, sameTrack, placesLeft: session.placesLeft })
    return { ...session, minutes, topicIsNew, sameTrack, closes, because }
  })
  return {
    clientId: person.clientId,
    week,
    missing,
    fits: bestFirst(fits, missing),
    inTheWay: inTheWayOf(judged.filter(each => each.conflicts.length > 0)),
  }
}

export const cures = query({
  name: 'attendance.cures',
  says: 'Of clients whose week ends short: the sessions that together would still close the gap, and how many fit.',
  who: ['intake', 'counselor', 'facilitator', 'nurse', 'case-manager', 'director', 'prescriber'],
  input: z.strictObject({ clientIds: z.array(z.uuid()).min(1).max(50), monday: daySchema.optional() }),
  private: true,
  about: input => input.clientIds,
  discloses: ['hours', 'roster', 'attendance'],
  run: async (work, input) => {
    const zone = await zoneFor(work)
    const monday = mondayOf(input.monday ?? dayIn(zone, work.now))
    const persons = await personsOf(work, input.clientIds)
    const offers = await offersFor(work, persons, { monday, zone })
    return {
      monday,
      cures: offers.map(({ missing, fits }, at) => ({
        clientId: persons[at]?.id ?? '',
        missing,
        /** How many sessions fit at all. */
        fits: fits.length,
        /** The fewest that close the gap, the soonest first; empty when nothing does. */
        sessions: together(fits, missing)
          .map(({ id, group, startsAt, endsAt, zone: at, minutes }) => ({
            sessionId: id,
            ...{ group, startsAt, endsAt, zone: at, minutes },
          }))
          .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1)),
      })),
    }
  },
  shows: answer => answer.cures.map(each => each.clientId),
})
