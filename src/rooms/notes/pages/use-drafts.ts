import { type RefObject, useEffect, useRef, useSyncExternalStore } from 'react'
import type { Saving } from '#web/ui/state.tsx'
import type { DraftBook, LaidDraft } from './draft-book.ts'

const retryEveryMs = 3000
/** Nobody needs the newer state of the house between two words; it is asked for when the hand rests, or at last. */
const [newsRestMs, newsLatestMs] = [700, 6000]

/** While the page lies under the lock, nothing is tried: the veil makes it inert. */
const isVeiled = (place: HTMLElement | null): boolean => place?.closest('[inert]') != null

type Told<Text extends object, Laid extends LaidDraft> = {
  book: DraftBook<Text, Laid>
  /** Asks the house again. */
  again: () => void
  place: RefObject<HTMLElement | null>
}

/** A book on its page: saves again by itself after trouble, and before the page is left or put away. */
export function useDrafts<Text extends object, Laid extends LaidDraft>({ book, again, place }: Told<Text, Laid>): void {
  const ask = useRef(again)
  ask.current = again
  useSyncExternalStore(book.subscribe, book.turn)
  useEffect(() => {
    let news: ReturnType<typeof setTimeout> | undefined
    const askNow = () => {
      clearTimeout(news)
      news = undefined
      ask.current()
    }
    const askAtRest = (since: number, turn: number) => {
      clearTimeout(news)
      news = setTimeout(() => {
        const rests = book.turn() === turn || Date.now() - since > newsLatestMs
        if (rests) askNow()
        else askAtRest(since, book.turn())
      }, newsRestMs)
    }
    book.onNews = () => (book.stale ? askNow() : askAtRest(Date.now(), book.turn()))
    const timer = setInterval(() => {
      if (book.unsaved && book.trouble && !isVeiled(place.current)) void book.save()
    }, retryEveryMs)
    const warn = (event: BeforeUnloadEvent) => {
      if (book.onPageOnly) event.preventDefault()
    }
    // A page that is put away may be ended without a word.
    const lay = () => {
      if (book.onPageOnly) void book.lay()
    }
    window.addEventListener('beforeunload', warn)
    window.addEventListener('pagehide', lay)
    window.addEventListener('blur', lay)
    document.addEventListener('visibilitychange', lay)
    return () => {
      clearInterval(timer)
      if (news) askNow()
      window.removeEventListener('beforeunload', warn)
      window.removeEventListener('pagehide', lay)
      window.removeEventListener('blur', lay)
      document.removeEventListener('visibilitychange', lay)
      book.onNews = () => undefined
      if (book.unsaved) void book.save()
    }
  }, [book, place])
}

const waitsQuietly = new Set(['locked', 'signed-out'])

/** Where what was written stands, for the word beside it. */
export function savingOf<Text extends object, Laid extends LaidDraft>(book: DraftBook<Text, Laid>): Saving | undefined {
  const { trouble } = book
  if (book.conflict) return 'conflict'
  if (book.stuck.length > 0) return 'failed'
  if (!trouble) return book.unsaved ? 'saving' : book.savedAt ? 'saved' : undefined
  if (!book.onPageOnly) return 'kept'
  if (trouble.status === 0 || trouble.status === 503) return 'offline'
  return waitsQuietly.has(trouble.code) ? 'unsaved' : 'failed'
}

/** The same of a note that nobody else writes: two texts are its author’s own, and the choice stands on the page. */
export function ownSavingOf<Text extends object, Laid extends LaidDraft>(book: DraftBook<Text, Laid>) {
  const saving = savingOf(book)
  return saving === 'conflict' ? 'unsaved' : saving
}
