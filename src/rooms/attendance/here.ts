import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { type Day, dayIn, type Instant, instantAt, plusDays, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { sitesOf } from '#rooms/people/facts.ts'
import { namesSeen } from '#rooms/people/queries.ts'
import { expectedHours } from '#rooms/timetable/hours.ts'
import { weekOf } from '#rooms/timetable/queries.ts'
import { earlier } from './attendance.ts'
import { stretchesOf } from './presence.ts'
import { hoursRule } from './rules.ts'
import { type Person, personsOf, type SettledSession, settledIn } from './settled.ts'
import { type Sign, signsAt } from './signs-store.ts'
import * as store from './store.ts'

/** Since when somebody is in the house by what they signed; undefined when they are not. */
function insideSince(signs: readonly Sign[]): Instant | undefined {
  const last = stretchesOf(signs).at(-1)
  return last && last.until === null ? last.from : undefined
}

/** Somebody who is in the house, and in which running session; none of them when it is null. */
type Inside = { person: Person; sessionId: string | null; since: Instant }

/** Who is in which running session now: by a mark, or by a sign where nobody marked them. */
async function whoIsWhere(work: Work, { siteId, zone }: { siteId: string; zone: string }) {
  const today = dayIn(zone, work.now)
  // Whoever came before midnight is still here after it.
  const began = earlier(instantAt(zone, today, '00:00'), plusMinutes(work.now, -hoursRule('sign-in-holds', today)))
  const days = [...new Set([dayIn(zone, began), today])]
  const weeks = await Promise.all(days.map(on => work.ask(weekOf, { siteId, on })))
  // Who takes part by video or phone is not in the house, and nobody is to look for them in it.
  const running = weeks
    .flatMap(({ sessions }) => sessions)
    .filter(session => session.state === 'running' && session.mode === 'in-person')
  const span = { from: began, until: instantAt(zone, plusDays(today, 1), '00:00') }
  const runningIds = running.map(session => session.id)
  const [marks, signs] = await Promise.all([store.marksOfSessions(work, runningIds), signsAt(work, [siteId], span)])
  const ids = [...new Set([...marks, ...signs].map(each => each.clientId))]
  const once = new Map(
    (await personsOf(work, ids)).map(person => [person.clientId, { ...person, id: person.clientId }]),
  )
  const persons = [...once.values()]
  const signsBy = Map.groupBy(signs, sign => sign.clientId)
  const expected = await expectedNow(work, persons, today)
  const holds = await settledIn(work, { sessions: running, persons })
  const found = persons.flatMap((person): Inside[] => {
    const inside = insideSince(person.chartIds.flatMap(id => signsBy.get(id) ?? []))
    const session = running.find(each => {
      const { presence, mark } = holds(each, person)
      if (presence?.kind !== 'here' || (presence.leftAt && presence.leftAt <= work.now)) return false
      if (mark) return mark.mode === null || mark.mode === 'in-person'
      return person.chartIds.some(id => expected.has(`${each.id} ${id}`))
    })
    const arrivedAt = session && holds(session, person).presence?.arrivedAt
    if (session) return [{ person, sessionId: session.id, since: inside ?? arrivedAt ?? session.startsAt }]
    return inside ? [{ person, sessionId: null, since: inside }] : []
  })
  return { running, found }
}

/** The pairs of session and chart that are expected today. */
async function expectedNow(work: Work, persons: readonly Person[], today: Day) {
  const clientIds = persons.flatMap(person => person.chartIds)
  const { expected } = await work.ask(expectedHours, { clientIds, from: today, until: today })
  return new Set(expected.map(each => `${each.sessionId} ${each.clientId}`))
}

/** How many of each of these sessions of one day signed in by a tablet and are marked by nobody. */
export async function signedOnly(
  work: Work,
  day: { on: Day; zone: string; siteId: string | undefined },
  sessions: readonly SettledSession[],
): Promise<Map<string, number>> {
  const { on, zone, siteId } = day
  const span = { from: instantAt(zone, on, '00:00'), until: instantAt(zone, plusDays(on, 1), '00:00') }
  const signs = sessions.length > 0 ? await signsAt(work, siteId ? [siteId] : null, span) : []
  const found = await personsOf(work, [...new Set(signs.map(sign => sign.clientId))])
  const persons = [...new Map(found.map(person => [person.clientId, person])).values()]
  const [expected, holds] = await Promise.all([expectedNow(work, persons, on), settledIn(work, { sessions, persons })])
  const signedIn = (session: SettledSession) =>
    persons.filter(person => {
      const { mark, presence } = holds(session, person)
      return !mark && presence !== null && person.chartIds.some(id => expected.has(`${session.id} ${id}`))
    }).length
  return new Map(sessions.map(session => [session.id, signedIn(session)]))
}

export const hereNow = query({
  name: 'attendance.here-now',
  says: 'Who is in the house now: session by session, and who signed in and is in none. Who is not yours is counted.',
  who: ['intake', 'counselor', 'facilitator', 'nurse', 'prescriber', 'case-manager', 'director', 'auditor'],
  input: z.strictObject({ siteId: z.uuid().optional() }),
  discloses: ['name', 'attendance'],
  run: async (work, input) => {
    const { sites } = await work.ask(sitesOf, {})
    const site = input.siteId ? sites.find(each => each.id === input.siteId) : sites[0]
    if (!site) return work.refuse('not-here', 'There is no such site.', {}, 404)
    const { running, found } = await whoIsWhere(work, { siteId: site.id, zone: site.zone })
    const { clients } = await work.ask(namesSeen, { ids: found.map(each => each.person.id) })
    const nameOf = new Map(clients.map(client => [client.id, client.name]))
    const inside = (sessionId: string | null) => {
      const those = found.filter(each => each.sessionId === sessionId)
      const here = those.flatMap(({ person, since }) => {
        const name = nameOf.get(person.id)
        return name === undefined ? [] : [{ clientId: person.id, name, since }]
      })
      return { here: here.sort((a, b) => a.name.localeCompare(b.name)), unseen: those.length - here.length }
    }
    const elsewhere = inside(null)
    return {
      now: work.now,
      zone: site.zone,
      site: site.name,
      sessions: running.map(session => ({
        id: session.id,
        title: session.group,
        room: session.room,
        startsAt: session.startsAt,
        endsAt: session.endsAt,
        staff: session.facilitators.map(each => each.name),
        ...inside(session.id),
      })),
      elsewhere: elsewhere.here,
      unseenElsewhere: elsewhere.unseen,
      clients: found.length,
      staff: new Set(running.flatMap(session => session.facilitators.map(each => each.staffId))).size,
    }
  },
  shows: answer => [...answer.sessions.flatMap(each => each.here), ...answer.elsewhere].map(each => each.clientId),
})

export const hereQueries = [hereNow]
