import { useEffect, useRef, useSyncExternalStore } from 'react'

/** A key and what it does. `g t` is one after the other; `ctrl+k` together. `anywhere` works while typing too. */
export type Key = { key: string; says: string; run: () => void; anywhere?: boolean }

type Group = { name: string; keys: readonly Key[] }
let groups: readonly Group[] = []
const listeners = new Set<() => void>()

function change(next: readonly Group[]): void {
  groups = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** All keys that work now, for the map on `?`. */
export function useKeyGroups(): readonly Group[] {
  return useSyncExternalStore(subscribe, () => groups)
}

/** Adds keys to the page while it is shown: `useKeys('This page', [{ key: 'a', says: 'Mark all present', run }])`. */
export function useKeys(name: string, keys: readonly Key[]): void {
  const now = useRef(keys)
  now.current = keys
  const signature = keys.map(each => `${each.key} ${each.says}`).join('|')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for the keys
  useEffect(() => {
    const live = now.current.map((each, at) => ({ ...each, run: () => now.current[at]?.run() }))
    const group = { name, keys: live }
    change([...groups, group])
    return () => change(groups.filter(each => each !== group))
  }, [name, signature])
}

let first = ''
let firstAt = 0

function pressed(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  return event.ctrlKey || event.metaKey ? `ctrl+${key}` : key
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !['radio', 'checkbox', 'button', 'submit'].includes(target.type)
  return target.isContentEditable || target.matches('textarea, select')
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.isComposing) return
  const key = pressed(event)
  const two = first && event.timeStamp - firstAt < 1200 ? `${first} ${key}` : ''
  const all = groups.flatMap(group => group.keys)
  const typing = isTyping(event.target)
  const free = [...all].reverse().filter(each => each.anywhere || !typing)
  const found = free.find(each => each.key === two) ?? free.find(each => each.key === key)
  first = !typing && !found && key.length === 1 ? key : ''
  firstAt = event.timeStamp
  if (!found) return
  event.preventDefault()
  found.run()
}

/** Starts listening; once, in the shell. */
export function useKeyboard(on: boolean): void {
  useEffect(() => {
    if (!on) return
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [on])
}

const written: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  ctrl: 'Ctrl',
}

function capsOf(key: string): string[] {
  return key.split(/[ +]/).map(each => written[each] ?? (each.length === 1 ? each.toUpperCase() : each))
}

/** One key as a cap. */
export function KeyCap({ keys }: { keys: string }) {
  return capsOf(keys).map(cap => <kbd key={cap}>{cap}</kbd>)
}

/** Quiet hints at the foot of a page; hidden on touch. */
export function KeyHints({ hints }: { hints: readonly { key: string; says: string }[] }) {
  return (
    <p className="keys">
      {hints.map(hint => (
        <span key={hint.key}>
          <KeyCap keys={hint.key} />
          {hint.says}
        </span>
      ))}
    </p>
  )
}
