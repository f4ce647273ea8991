import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { notHere } from '#kernel/refusal.ts'
import { plusDays } from '#kernel/time.ts'
import { chartsOf } from '#rooms/people/queries.ts'
import { sessionOf, weekOf } from '#rooms/timetable/queries.ts'
import { peopleOf } from './commands.ts'
import { beforeSigning } from './notes.ts'
import * as store from './store.ts'

export const groupNote = query({
  name: 'notes.group-note',
  says: 'A session’s group note as it is being written: shared part, each person, and what stands before signing.',
  who: ['facilitator', 'counselor'],
  input: z.strictObject({ sessionId: z.uuid() }),
  discloses: ['name', 'roster', 'attendance', 'note-draft'],
  run: async (work, input) => {
    const session = await work.ask(sessionOf, { id: input.sessionId })
    // What is not signed belongs to those who write it; only a group has such a note.
    if (!session.mine || session.format !== 'group') throw notHere()
    const [note, people] = [await store.groupNoteOf(work, input.sessionId), await peopleOf(work, input.sessionId)]
    return {
      session,
      shared: note?.shared ?? '',
      topic: note?.topic ?? '',
      version: note?.version ?? 0,
      signedAt: note?.signedAt ?? null,
      people: people.map(({ names: _, ...person }) => person),
      stops: beforeSigning(note?.shared ?? '', people),
    }
  },
  shows: answer => answer.people.map(person => person.clientId),
})

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

export const notesOf = query({
  name: 'notes.signed',
  says: 'A client’s signed notes, newest first. Unsigned text never shows in a chart.',
  who: ['counselor', 'nurse', 'prescriber', 'case-manager', 'director', 'auditor'],
  input: z.strictObject({ clientId: z.uuid() }),
  about: input => [input.clientId],
  discloses: ['note'],
  run: async (work, input) => {
    const { charts } = await work.ask(chartsOf, { ids: [input.clientId] })
    const chart = charts[0] ?? { clientId: input.clientId, chartIds: [input.clientId] }
    return { clientId: chart.clientId, notes: await store.signedOf(work, chart.chartIds, 100) }
  },
  shows: answer => [answer.clientId],
})

export const queries = [groupNote, openNotes, notesOf]
