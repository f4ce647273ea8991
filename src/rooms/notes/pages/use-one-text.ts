import { type RefObject, useEffect, useRef, useSyncExternalStore } from 'react'
import type { Saving } from '#web/ui/state.tsx'
import { OneText, type SendText } from './one-text.ts'

const retryEveryMs = 3000

/** While the page lies under the lock, nothing is tried: the veil makes it inert. */
const isVeiled = (place: HTMLElement | null) => place?.closest('[inert]') != null

type Told<Text> = {
  /** Made once for each text, and the same one whenever its page is opened again. */
  text: OneText<Text>
  heard: Text
  version: number
  again: () => void
  place: RefObject<HTMLElement | null>
}

/** A text fed by what the house says; it saves again by itself after trouble, and before the page is left. */
export function useOneText<Text>({ text, heard, version, again, place }: Told<Text>): void {
  const ask = useRef(again)
  ask.current = again
  useSyncExternalStore(text.subscribe, text.turn)
  useEffect(() => text.heard(heard, version), [text, heard, version])
  useEffect(() => {
    text.onNews = () => ask.current()
    const timer = setInterval(() => {
      if (text.unsaved && text.trouble && !isVeiled(place.current)) void text.save()
    }, retryEveryMs)
    const warn = (event: BeforeUnloadEvent) => {
      if (text.unsaved) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => {
      clearInterval(timer)
      window.removeEventListener('beforeunload', warn)
      text.onNews = () => undefined
      if (text.unsaved) void text.save()
    }
  }, [text, place])
}

/** The texts of one kind that this page has written on, by their ids. */
export function texts<Text>(send: (id: string) => SendText<Text>) {
  const open = new Map<string, OneText<Text>>()
  return (id: string, begun: Text, version: number): OneText<Text> => {
    const known = open.get(id)
    if (known) return known
    const made = new OneText<Text>(send(id), begun, version)
    open.set(id, made)
    return made
  }
}

const waitsQuietly = new Set(['locked', 'signed-out'])

/** Where what was written stands, for the word beside it. */
export function savingOf<Text>(text: OneText<Text>): Saving | undefined {
  const { trouble } = text
  // It is one’s own from another page, and the choice stands below.
  if (text.theirs) return 'unsaved'
  if (!trouble) return text.unsaved ? 'saving' : text.savedAt ? 'saved' : undefined
  if (trouble.status === 0 || trouble.status === 503) return 'offline'
  return waitsQuietly.has(trouble.code) ? 'unsaved' : 'failed'
}
