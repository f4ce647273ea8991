import { z } from 'zod'
import { type OutputOf, query } from '#kernel/door.ts'
import { dayIn, mondayOf, plusDays, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { heldOf } from '#rooms/attendance/held.ts'
import { weekOf } from '#rooms/timetable/queries.ts'
import * as otherStore from './other-store.ts'
import { notesRule } from './rules.ts'
import { otherWriters } from './templates.ts'

type Session = OutputOf<typeof weekOf>['sessions'][number]

/**
 * Hours that were booked by name, are over and were held, and that have no note of somebody who was there. Whoever may
 * lead them without a license may sign none, so that of such an hour no note is asked for.
 */
export async function unsignedHours(work: Work, sessions: readonly Session[]) {
  const booked = sessions.filter(session => session.format !== 'group' && session.state === 'over')
  const noted = await otherStore.documentedIn(
    work,
    booked.map(session => session.id),
  )
  const notedBy = Map.groupBy(noted, each => each.sessionId)
  // One note is all that the hour of one person asks for; with whom a family was is known by the roster alone.
  const open = booked.filter(session => session.format !== 'one' || !notedBy.has(session.id))
  const { sessions: held } = await work.ask(heldOf, { sessionIds: open.map(session => session.id) })
  const heldBy = new Map(held.map(each => [each.id, each]))
  return open.flatMap(session => {
    const { ledBy = [], people = [] } = heldBy.get(session.id) ?? {}
    const done = new Set((notedBy.get(session.id) ?? []).map(each => each.clientId))
    const missing = people.filter(person => !person.chartIds.some(id => done.has(id)))
    const signBy = plusMinutes(session.endsAt, notesRule('sign-within', session.onDay))
    return ledBy.length > 0 && missing.length > 0 ? [{ ...session, missing, signBy }] : []
  })
}

/** How many weeks are looked through, this one included. */
const weeks = 5

export const unsignedOf = query({
  name: 'notes.hours',
  says: 'Hours of the last weeks that you led, that are over and were held, and that you have begun no note of.',
  who: otherWriters,
  input: z.strictObject({}),
  discloses: ['name', 'roster', 'attendance'],
  run: async work => {
    const monday = plusDays(mondayOf(dayIn('UTC', work.now)), -7 * (weeks - 1))
    const { sessions } = await work.ask(weekOf, { monday, weeks, mine: true })
    // Of two who lead an hour the first writes its note, unless the other does.
    const led = sessions.filter(session =>
      session.facilitators.some(each => each.lead && each.staffId === work.actor.personId),
    )
    const [open, drafts] = await Promise.all([unsignedHours(work, led), otherStore.openDrafts(work)])
    const begun = (sessionId: string, chartIds: readonly string[]) =>
      drafts.some(draft => draft.sessionId === sessionId && chartIds.includes(draft.clientId))
    return {
      now: work.now,
      hours: open
        .flatMap(({ id, group, startsAt, endsAt, zone, signBy, missing }) =>
          missing
            .filter(person => !begun(id, person.chartIds))
            .map(({ clientId, name }) => ({
              sessionId: id,
              title: group,
              startsAt,
              endsAt,
              zone,
              signBy,
              clientId,
              name,
            })),
        )
        .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1)),
    }
  },
  shows: answer => answer.hours.map(hour => hour.clientId),
})

export const hourQueries = [unsignedOf]
