import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { dayIn, plusDays, plusMinutes } from '#kernel/time.ts'
import { weekOf } from '#rooms/timetable/queries.ts'
import * as store from './drafts-store.ts'
import * as otherStore from './other-store.ts'
import { notesRule } from './rules.ts'
import { unsignedHours } from './unsigned-hours.ts'

/** How many weeks before this one are looked through. */
const weeksBefore = 4

export const overdueNotes = query({
  name: 'notes.overdue',
  says: 'What of the last weeks is not signed in time, with who leads it: groups, hours that were held, others’ drafts by number.',
  who: ['director'],
  input: z.strictObject({}),
  discloses: [],
  run: async work => {
    const current = await work.ask(weekOf, {})
    const before = await work.ask(weekOf, {
      monday: plusDays(current.monday, -7 * weeksBefore),
      weeks: weeksBefore,
    })
    const all = [...before.sessions, ...current.sessions]
    const groups = all
      .filter(session => session.format === 'group' && session.expected > 0 && session.state === 'over')
      .map(session => ({ ...session, signBy: plusMinutes(session.endsAt, notesRule('sign-within', session.onDay)) }))
      .filter(session => session.signBy < work.now)
    const within = notesRule('sign-within', dayIn('UTC', work.now))
    const [begun, hours, drafts] = await Promise.all([
      store.groupNotesOf(
        work,
        groups.map(session => session.id),
      ),
      unsignedHours(work, all),
      otherStore.draftsPast(work, plusMinutes(work.now, -within)),
    ])
    const signed = new Set(begun.filter(note => note.signedAt).map(note => note.sessionId))
    const late = [
      ...groups.filter(session => !signed.has(session.id)).map(session => ({ ...session, kind: 'group' as const })),
      ...hours
        .filter(session => session.signBy < work.now)
        .map(session => ({ ...session, kind: 'hour' as const, expected: session.missing.length })),
    ]
    return {
      now: work.now,
      sessions: late
        .map(({ id, kind, group, room, onDay, startsAt, endsAt, zone, expected, facilitators, signBy }) => ({
          ...{ id, kind, group, room, onDay, startsAt, endsAt, zone, expected, signBy },
          facilitators: facilitators.map(({ staffId, name }) => ({ staffId, name })),
        }))
        .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1)),
      /** Of contacts that were not booked: how many each has begun, and by when the first was to be signed. */
      drafts: drafts.map(({ since, ...each }) => ({ ...each, signBy: plusMinutes(since, within) })),
    }
  },
  shows: () => [],
})
