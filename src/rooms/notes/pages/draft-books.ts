import { Problem } from '#kernel/client.ts'
import { type DraftShelf, draftShelf } from '#web/ui/draft-shelf.ts'
import type { DraftBook, LaidDraft } from './draft-book.ts'

// Every note that is being written on this page, and how what lies on this device of others gets to the house.

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

/** What notes of one kind need: the door their words go through, and how a book of one is made and fed. */
export type Kind<Laid extends LaidDraft, Book> = {
  door: string
  make(noteId: string, shelf: DraftShelf<Laid>): Book
  noteOf(draft: Laid): string
  /** Feeds a book with what the house says of its note. */
  hear(book: Book, noteId: string): Promise<void>
  /** Why the house takes no word of a note that is no longer somebody’s to write. */
  goneSays: string
  /** Where somebody looks for what waits for them. */
  waitsSays: string
}

const mostRounds = 3

/** The notes of one kind that this page has written on, by their ids. */
export class Books<Text extends object, Laid extends LaidDraft, Book extends DraftBook<Text, Laid>> {
  readonly #kind: Kind<Laid, Book>
  readonly #books = new Map<string, Book>()

  constructor(kind: Kind<Laid, Book>) {
    this.#kind = kind
  }

  get here(): ReadonlyMap<string, Book> {
    return this.#books
  }

  #shelfOf(accountId: string): DraftShelf<Laid> {
    return draftShelf(accountId, this.#kind.door)
  }

  /** The book of a note: the same one whenever its page is opened again. */
  bookOf(noteId: string, accountId: string): Book {
    const known = this.#books.get(noteId)
    if (known) return known
    const book = this.#kind.make(noteId, this.#shelfOf(accountId))
    book.subscribe(tell)
    this.#books.set(noteId, book)
    void book.putBack()
    return book
  }

  /** Hears a note and saves what is written of it here; false when the way to the house is closed. */
  async #settle(book: Book, noteId: string): Promise<boolean> {
    for (let round = 0; round < mostRounds && book.unsaved; round++) {
      try {
        await this.#kind.hear(book, noteId)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        if (error.status !== 403 && error.status !== 404) return false
        book.refused(this.#kind.goneSays)
        return true
      }
      await book.save()
      if (!book.stale) break
    }
    return book.trouble === null
  }

  /** Sends what a person wrote on this device and the house does not have, whichever page is open. */
  async send(accountId: string) {
    const lying = new Set((await this.#shelfOf(accountId).left()).map(draft => this.#kind.noteOf(draft)))
    const writing = [...this.#books].flatMap(([noteId, book]) => (book.unsaved ? [noteId] : []))
    let saved = false
    for (const noteId of new Set([...lying, ...writing])) {
      const book = this.bookOf(noteId, accountId)
      await book.putBack()
      book.tryAgain()
      const before = book.savedAt
      if (!(await this.#settle(book, noteId))) return undefined
      saved ||= book.savedAt !== before
      // What the house has by now lies here no longer.
      await book.lay()
    }
    const open = [...this.#books.values()].some(book => book.conflict || book.stuck.length > 0)
    if (open) return { says: this.#kind.waitsSays, kind: 'info' as const }
    return saved ? { says: 'What you had written on this device is saved.', kind: 'done' as const } : undefined
  }
}
