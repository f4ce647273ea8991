import { type RefObject, useEffect } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { useHere } from '#web/ui/me.tsx'
import type { groupNote } from '../group-note.ts'
import type { GroupBook } from './group-note-drafts.ts'
import { groupBooks } from './group-note-send.ts'
import { useDrafts } from './use-drafts.ts'

/** A group note as the server tells it. */
export type Note = OutputOf<typeof groupNote>
/** One person of it. */
export type NoteRow = Note['people'][number]

/** The drafts of this note, fed by what the server says. */
export function useBook(note: Note, again: () => void, place: RefObject<HTMLElement | null>): GroupBook {
  const { me } = useHere()
  const book = groupBooks.bookOf(note.session.id, me.accountId)
  useDrafts({ book, again, place })
  useEffect(() => book.heard(note), [book, note])
  return book
}
