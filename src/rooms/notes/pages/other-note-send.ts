import { act, ask } from '#kernel/client.ts'
import type { draftOf } from '../other-drafts.ts'
import type { saveDraft } from '../other-notes.ts'
import { Books } from './draft-books.ts'
import { type LaidNote, OneDraft } from './one-draft.ts'
import { nothingWritten, partsIn, type Written, writtenOf } from './other-note-words.ts'

const signedMeanwhile = 'This note was signed before this came. Add it to the note in the chart, or let it go.'

/** The notes of one client that are being written on this page, by their drafts. */
export const otherBooks = new Books<Written, LaidNote<Written>, OneDraft<Written>>({
  door: 'notes.save-draft',
  make: (draftId, shelf) =>
    new OneDraft<Written>(
      ({ startsAt, minutes, restricted, ...parts }, version) =>
        act<typeof saveDraft>('notes.save-draft', {
          draftId,
          version,
          startsAt,
          minutes,
          restricted,
          parts: partsIn(parts),
        }),
      { text: nothingWritten, version: 0 },
      { noteId: draftId, shelf },
    ),
  noteOf: draft => draft.draftId,
  hear: async (book, draftId) =>
    hearDraft(book, await ask<typeof draftOf>('notes.draft', { draftId }, { quiet: true })),
  goneSays: 'This note is not yours to write any more, or it was thrown away.',
  waitsSays: 'Something you wrote on this device waits for you: see Notes.',
})

/** Takes what the house says of a draft. */
export function hearDraft(book: OneDraft<Written>, draft: Parameters<typeof writtenOf>[0] & Told): void {
  book.heard(writtenOf(draft), draft.version)
  if (draft.noteId) book.refused(signedMeanwhile)
}
type Told = { version: number; noteId: string | null }

/** Sends what a person wrote of one client on this device and the house does not have. */
export default function sendDrafts(accountId: string) {
  return otherBooks.send(accountId)
}
