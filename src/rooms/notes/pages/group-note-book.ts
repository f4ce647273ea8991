import { type RefObject, useEffect, useRef, useSyncExternalStore } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { useHere } from '#web/ui/me.tsx'
import type { Saving } from '#web/ui/state.tsx'
import type { groupNote } from '../group-note.ts'
import type { DraftBook } from './group-note-drafts.ts'
import { bookOf } from './group-note-send.ts'

/** A group note as the server tells it. */
export type Note = OutputOf<typeof groupNote>
/** One person of it. */
export type NoteRow = Note['people'][number]

const retryEveryMs = 3000

/** While the page lies under the lock, nothing is tried: the veil makes it inert. */
function isVeiled(place: HTMLElement | null): boolean {
  return place?.closest('[inert]') != null
}

/** The drafts of this note, fed by what the server says; saves again by itself after trouble and before leaving. */
export function useBook(note: Note, again: () => void, place: RefObject<HTMLElement | null>): DraftBook {
  const { me } = useHere()
  const book = bookOf(note.session.id, me.accountId)
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
      if (book.onPageOnly) event.preventDefault()
    }
    // A page that is put away may be ended without a word.
    const putAway = () => {
      if (document.visibilityState === 'hidden') void book.lay()
    }
    window.addEventListener('beforeunload', warn)
    document.addEventListener('visibilitychange', putAway)
    return () => {
      clearInterval(timer)
      window.removeEventListener('beforeunload', warn)
      document.removeEventListener('visibilitychange', putAway)
      book.onNews = () => undefined
      if (book.unsaved) void book.save()
    }
  }, [book, place])
  return book
}

const waitsQuietly = new Set(['locked', 'signed-out'])

/** Where what was written stands, for the word beside it. */
export function savingOf(book: DraftBook): Saving | undefined {
  const { trouble } = book
  if (book.conflict) return 'conflict'
  if (book.stuck.length > 0) return 'failed'
  if (!trouble) return book.unsaved ? 'saving' : book.savedAt ? 'saved' : undefined
  if (!book.onPageOnly) return 'kept'
  if (trouble.status === 0 || trouble.status === 503) return 'offline'
  return waitsQuietly.has(trouble.code) ? 'unsaved' : 'failed'
}
