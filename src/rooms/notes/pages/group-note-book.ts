import { type RefObject, useEffect, useRef, useSyncExternalStore } from 'react'
import { act } from '#kernel/client.ts'
import type { OutputOf } from '#kernel/door.ts'
import type { Saving } from '#web/ui/state.tsx'
import type { saveLine, saveShared } from '../commands.ts'
import type { groupNote } from '../queries.ts'
import { DraftBook } from './group-note-drafts.ts'

/** A group note as the server tells it. */
export type Note = OutputOf<typeof groupNote>
/** One person of it. */
export type NoteRow = Note['people'][number]

const books = new Map<string, DraftBook>()
const retryEveryMs = 3000

/** The drafts of a session: the same ones whenever its page is opened again. */
function bookOf(sessionId: string): DraftBook {
  const known = books.get(sessionId)
  if (known) return known
  const book = new DraftBook({
    shared: (text, version) => act<typeof saveShared>('notes.save-shared', { sessionId, version, ...text }),
    line: (clientId, text, version) =>
      act<typeof saveLine>('notes.save-line', { sessionId, clientId, version, ...text }),
  })
  books.set(sessionId, book)
  return book
}

/** While the page lies under the lock, nothing is tried: the veil makes it inert. */
function isVeiled(place: HTMLElement | null): boolean {
  return place?.closest('[inert]') != null
}

/** The drafts of this note, fed by what the server says; saves again by itself after trouble and before leaving. */
export function useBook(note: Note, again: () => void, place: RefObject<HTMLElement | null>): DraftBook {
  const book = bookOf(note.session.id)
  const ask = useRef(again)
  ask.current = again
  useSyncExternalStore(book.subscribe, book.turn)
  useEffect(() => book.heard(note), [book, note])
  useEffect(() => {
    book.onNews = () => ask.current()
    const timer = setInterval(() => {
      if (book.unsaved && book.trouble && !isVeiled(place.current)) void book.save()
    }, retryEveryMs)
    const warn = (event: BeforeUnloadEvent) => {
      if (book.unsaved) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => {
      clearInterval(timer)
      window.removeEventListener('beforeunload', warn)
      book.onNews = () => undefined
      if (book.unsaved) void book.save()
    }
  }, [book, place])
  return book
}

const waitsQuietly = new Set(['locked', 'signed-out'])

/** Where what was written stands, for the word beside it. */
export function savingOf(book: DraftBook): Saving | undefined {
  if (book.conflict) return 'conflict'
  if (book.trouble?.status === 0 || book.trouble?.status === 503) return 'offline'
  if (book.trouble) return waitsQuietly.has(book.trouble.code) ? 'unsaved' : 'failed'
  if (book.unsaved) return 'saving'
  return book.savedAt ? 'saved' : undefined
}
