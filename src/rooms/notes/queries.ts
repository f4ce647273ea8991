import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { plusDays } from '#kernel/time.ts'
import { weekOf } from '#rooms/timetable/queries.ts'
import { signedQueries } from './after-signing.ts'
import * as store from './drafts-store.ts'
import { groupQueries } from './group-note.ts'

/** How many weeks back unsigned groups are looked for, this one included. */
const weeksBack = 5

export const openNotes = query({
  name: 'notes.open',
  says: 'Your own group sessions of the last weeks that are over, with who has still to be documented and what is signed.',
  who: ['facilitator', 'counselor'],
  input: z.strictObject({}),
  discloses: [],
  run: async work => {
    const current = await work.ask(weekOf, { mine: true })
    const weeks = [current]
    for (let back = 1; back < weeksBack; back++)
      weeks.push(await work.ask(weekOf, { mine: true, monday: plusDays(current.monday, -7 * back) }))
    const sessions = weeks
      .flatMap(week => week.sessions)
      .filter(session => session.format === 'group' && session.expected > 0)
      .filter(session => session.state === 'over' || session.state === 'running')
    const begun = await store.groupNotesOf(
      work,
      sessions.map(session => session.id),
    )
    return {
      now: work.now,
      sessions: sessions
        .map(session => {
          const note = begun.find(each => each.sessionId === session.id)
          return { ...session, begun: note !== undefined, signedAt: note?.signedAt ?? null }
        })
        .sort((a, b) => (a.startsAt < b.startsAt ? 1 : -1)),
    }
  },
  shows: () => [],
})

export const queries = [openNotes, ...groupQueries, ...signedQueries]
