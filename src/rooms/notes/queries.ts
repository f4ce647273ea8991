import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { sessionOf } from '#rooms/timetable/queries.ts'
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

export const notesOf = query({
  name: 'notes.signed',
  says: 'A client’s signed notes, newest first. Unsigned text never shows in a chart.',
  who: ['counselor', 'nurse', 'prescriber', 'case-manager', 'director', 'auditor'],
  input: z.strictObject({ clientId: z.uuid() }),
  about: input => [input.clientId],
  discloses: ['note'],
  run: async (work, input) => ({ clientId: input.clientId, notes: await store.signedOf(work, input.clientId, 100) }),
  shows: answer => [answer.clientId],
})

export const queries = [groupNote, notesOf]
