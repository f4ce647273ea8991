import { act, ask, Problem } from '#kernel/client.ts'
import { type DraftShelf, draftShelf } from '#web/ui/draft-shelf.ts'
import type { groupNote, saveLine, saveShared } from '../group-note.ts'
import { DraftBook, type LaidDraft, type Send } from './group-note-drafts.ts'

// Every group note that is being written on this page, and how what lies on this device of others gets to the house.

const door = 'notes.save-line'
const books = new Map<string, DraftBook>()
const listeners = new Set<() => void>()
let turn = 0

function tell(): void {
  turn += 1
  for (const listener of listeners) listener()
}

/** Hears every change in any of the books. */
export function onBooks(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
export const booksTurn = (): number => turn
export const booksHere = (): ReadonlyMap<string, DraftBook> => books

const shelfOf = (accountId: string): DraftShelf<LaidDraft> => draftShelf(accountId, door)

/** The drafts of a session: the same ones whenever its page is opened again. */
export function bookOf(sessionId: string, accountId: string): DraftBook {
  const known = books.get(sessionId)
  if (known) return known
  const send: Send = {
    shared: (text, version) => act<typeof saveShared>('notes.save-shared', { sessionId, version, ...text }),
    line: (clientId, text, version) =>
      act<typeof saveLine>('notes.save-line', { sessionId, clientId, version, ...text }),
  }
  const book = new DraftBook(send, { sessionId, shelf: shelfOf(accountId) })
  book.subscribe(tell)
  books.set(sessionId, book)
  void book.putBack()
  return book
}

const mostRounds = 3

/** Hears a note and saves what is written of it here; false when the way to the house is closed. */
async function settle(book: DraftBook, sessionId: string): Promise<boolean> {
  for (let round = 0; round < mostRounds && book.unsaved; round++) {
    try {
      book.heard(await ask<typeof groupNote>('notes.group-note', { sessionId }, { quiet: true }))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (error.status !== 403 && error.status !== 404) return false
      book.refused('This session’s notes are not yours to write any more.')
      return true
    }
    await book.save()
    if (!book.stale) break
  }
  return book.trouble === null
}

/** Sends what a person wrote on this device and the house does not have, whichever page is open. */
export default async function sendDrafts(accountId: string) {
  const lying = new Set((await shelfOf(accountId).left()).map(draft => draft.sessionId))
  const writing = [...books].flatMap(([sessionId, book]) => (book.unsaved ? [sessionId] : []))
  let saved = false
  for (const sessionId of new Set([...lying, ...writing])) {
    const book = bookOf(sessionId, accountId)
    await book.putBack()
    book.tryAgain()
    const before = book.savedAt
    if (!(await settle(book, sessionId))) return undefined
    saved ||= book.savedAt !== before
    // What the house has by now lies here no longer.
    await book.lay()
  }
  const open = [...books.values()].some(book => book.conflict || book.stuck.length > 0)
  if (open) return { says: 'Something you wrote on this device waits for you: see Notes.', kind: 'info' as const }
  return saved ? { says: 'What you had written on this device is saved.', kind: 'done' as const } : undefined
}
