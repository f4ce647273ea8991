import { type FocusEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Button } from './button.tsx'
import { focusPlace } from './focus-back.ts'
import { Icon } from './icon.tsx'

type Toast = {
  id: number
  says: string
  kind: 'done' | 'risk' | 'info'
  act?: { word: string; run: () => void } | undefined
  /** Takes the place of the one before it of this word, so that a row of acts is one message. */
  instead?: string | undefined
}

let toasts: readonly Toast[] = []
let last = 0
const listeners = new Set<() => void>()

function change(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Says what happened, for 8 s, with the way back: `toast('12 notes signed.', { act: { word: 'Undo', run } })`. */
export function toast(
  says: string,
  { kind = 'done', act, instead }: Partial<Pick<Toast, 'kind' | 'act' | 'instead'>> = {},
): void {
  last += 1
  const others = instead ? toasts.filter(each => each.instead !== instead) : toasts
  change([...others.slice(-2), { id: last, says, kind, act, instead }])
}

function end(id: number): void {
  change(toasts.filter(each => each.id !== id))
}

const shapes = { done: 'check', risk: 'warning', info: 'info' } as const

function OneToast({ id, says, kind, act }: Toast) {
  const [held, setHeld] = useState(false)
  const giveBack = useRef<() => void>(undefined)
  const entered = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
    setHeld(true)
    const from = relatedTarget instanceof Element ? relatedTarget : null
    if (!currentTarget.contains(from)) giveBack.current = focusPlace(from)
  }
  // A message that is answered is gone, and the keyboard must not go with it.
  const answered = () => {
    end(id)
    setTimeout(() => giveBack.current?.())
  }
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => end(id), 8000)
    return () => clearTimeout(timer)
  }, [held, id])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the pointer only holds the time; the buttons do the acts
    <div
      className={`toast ${kind}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={entered}
      onBlur={() => setHeld(false)}
    >
      <Icon name={shapes[kind]} />
      <span className="grow">{says}</span>
      {act ? (
        <Button
          kind="quiet"
          small
          onPress={() => {
            answered()
            act.run()
          }}
        >
          {act.word}
        </Button>
      ) : null}
      <button type="button" className="x" aria-label="Dismiss" onClick={answered}>
        <Icon name="cross" />
      </button>
    </div>
  )
}

/** Where toasts appear; once, in the shell. */
export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    <section className="toasts" aria-label="Messages" aria-live="polite">
      {shown.map(each => (
        <OneToast key={each.id} {...each} />
      ))}
    </section>
  )
}
