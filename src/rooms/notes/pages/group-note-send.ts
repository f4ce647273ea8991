import { act, ask } from '#kernel/client.ts'
import type { groupNote, saveLine, saveShared } from '../group-note.ts'
import { Books } from './draft-books.ts'
import { GroupBook, type GroupText, type LaidPart } from './group-note-drafts.ts'

/** The group notes that are being written on this page, by their sessions. */
export const groupBooks = new Books<GroupText, LaidPart, GroupBook>({
  door: 'notes.save-line',
  make: (sessionId, shelf) =>
    new GroupBook(
      {
        shared: (text, version) => act<typeof saveShared>('notes.save-shared', { sessionId, version, ...text }),
        line: (clientId, text, version) =>
          act<typeof saveLine>('notes.save-line', { sessionId, clientId, version, ...text }),
      },
      { noteId: sessionId, shelf },
    ),
  noteOf: draft => draft.sessionId,
  hear: async (book, sessionId) =>
    book.heard(await ask<typeof groupNote>('notes.group-note', { sessionId }, { quiet: true })),
  goneSays: 'This session’s notes are not yours to write any more.',
  waitsSays: 'Something you wrote on this device waits for you: see Notes.',
})

/** Sends what a person wrote of groups on this device and the house does not have. */
export default function sendDrafts(accountId: string) {
  return groupBooks.send(accountId)
}
