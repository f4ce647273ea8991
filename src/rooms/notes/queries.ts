import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { plusDays, plusMinutes } from '#kernel/time.ts'
import { weekOf } from '#rooms/timetable/queries.ts'
import { signedQueries } from './after-signing.ts'
import { counselingQueries } from './counseling.ts'
import * as store from './drafts-store.ts'
import { groupQueries } from './group-note.ts'
import { otherQueries } from './other-drafts.ts'
import { overdueNotes } from './overdue.ts'
import { pdfQueries } from './pdf.ts'
import { notesRule } from './rules.ts'
import { snippetQueries } from './snippets.ts'
import { timelineQueries } from './timeline.ts'
import { hourQueries } from './unsigned-hours.ts'

/** How many weeks before this one unsigned groups are looked for. */
const weeksBefore = 4

export const openNotes = query({
  name: 'notes.open',
  says: 'Your own group sessions of the last weeks that are over, with who has still to be documented and what is signed.',
  who: ['facilitator', 'counselor'],
  input: z.strictObject({}),
  discloses: [],
  run: async work => {
    const current = await work.ask(weekOf, { mine: true })
    const monday = plusDays(current.monday, -7 * weeksBefore)
    const before = await work.ask(weekOf, { mine: true, monday, weeks: weeksBefore })
    const sessions = [...before.sessions, ...current.sessions]
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
          const signBy = plusMinutes(session.endsAt, notesRule('sign-within', session.onDay))
          return { ...session, begun: note !== undefined, signedAt: note?.signedAt ?? null, signBy }
        })
        .sort((a, b) => (a.startsAt < b.startsAt ? 1 : -1)),
    }
  },
  shows: () => [],
})

export const queries = [
  openNotes,
  overdueNotes,
  ...hourQueries,
  ...groupQueries,
  ...signedQueries,
  ...timelineQueries,
  ...pdfQueries,
  ...otherQueries,
  ...snippetQueries,
  ...counselingQueries,
]
