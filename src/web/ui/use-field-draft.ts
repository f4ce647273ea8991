import { useEffect, useSyncExternalStore } from 'react'
import type { FieldDraft } from './field-draft.ts'
import type { Saving } from './state.tsx'

const retryEveryMs = 3000
/** Trouble that passes by itself; what was refused waits for whoever writes. */
const passes = (status: number) => status === 0 || status === 401 || status >= 500

/** A draft fed by what the house says; it saves again by itself after trouble, and before the page is left. */
export function useFieldDraft<Fields extends object>(
  draft: FieldDraft<Fields>,
  told: { fields: Fields; version: number } | undefined,
): void {
  useSyncExternalStore(draft.subscribe, draft.turn)
  useEffect(() => {
    if (told) draft.heard(told.fields, told.version)
  }, [draft, told])
  useEffect(() => {
    const timer = setInterval(() => {
      if (draft.unsaved && draft.trouble && passes(draft.trouble.status)) void draft.save()
    }, retryEveryMs)
    const warn = (event: BeforeUnloadEvent) => {
      // What lies on this device is found again; only what does not would be lost.
      if (draft.unsaved && !draft.lies) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => {
      clearInterval(timer)
      window.removeEventListener('beforeunload', warn)
      if (draft.unsaved) void draft.save()
    }
  }, [draft])
}

/** Where what stands in a draft is; undefined while nothing was written in it. */
export function savingOf<Fields extends object>(draft: FieldDraft<Fields>): Saving | undefined {
  if (Object.keys(draft.theirs).length > 0) return 'conflict'
  const { trouble } = draft
  if (!trouble && draft.goes) return 'saving'
  if (!draft.unsaved) return draft.savedAt ? 'saved' : undefined
  if (draft.lies) return 'kept'
  // Half a day, or an amount that cannot be read.
  if (!trouble) return 'unsaved'
  return trouble.status === 0 || trouble.status === 503 ? 'offline' : 'failed'
}
