import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { plusDays, plusMinutes } from '#kernel/time.ts'
import { weekOf } from '#rooms/timetable/queries.ts'
import * as store from './drafts-store.ts'
import { notesRule } from './rules.ts'

/** How many weeks before this one are looked through. */
const weeksBefore = 4

export const overdueNotes = query({
  name: 'notes.overdue',
  says: 'Groups of the last weeks that are over and whose notes are not signed in time, with who leads them.',
  who: ['director'],
  input: z.strictObject({}),
  discloses: [],
  run: async work => {
    const current = await work.ask(weekOf, {})
    const before = await work.ask(weekOf, {
      monday: plusDays(current.monday, -7 * weeksBefore),
      weeks: weeksBefore,
    })
    const sessions = [...before.sessions, ...current.sessions]
      .filter(session => session.format === 'group' && session.expected > 0 && session.state === 'over')
      .map(session => ({ ...session, signBy: plusMinutes(session.endsAt, notesRule('sign-within', session.onDay)) }))
      .filter(session => session.signBy < work.now)
    const begun = await store.groupNotesOf(
      work,
      sessions.map(session => session.id),
    )
    const signed = new Set(begun.filter(note => note.signedAt).map(note => note.sessionId))
    return {
      now: work.now,
      sessions: sessions
        .filter(session => !signed.has(session.id))
        .map(({ id, group, room, onDay, startsAt, endsAt, zone, expected, facilitators, signBy }) => ({
          ...{ id, group, room, onDay, startsAt, endsAt, zone, expected, signBy },
          facilitators: facilitators.map(({ staffId, name }) => ({ staffId, name })),
        }))
        .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1)),
    }
  },
  shows: () => [],
})
