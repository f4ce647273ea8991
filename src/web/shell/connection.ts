import { useSyncExternalStore } from 'react'
import { onProblem } from '#kernel/client.ts'

/** How the page stands with the server. */
export type Connection = { kind: 'fine' } | { kind: 'offline' | 'resting'; since: string }

let now: Connection = { kind: 'fine' }
let newVersion = false
const listeners = new Set<() => void>()
const backListeners = new Set<() => void>()
let timer: ReturnType<typeof setTimeout> | undefined

function tell(): void {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Asks whether the server is ready; when it is, everyone who waits hears it. */
export async function tryNow(): Promise<void> {
  clearTimeout(timer)
  try {
    const response = await fetch('/readyz', { cache: 'no-store' })
    if (response.ok) return back()
    trouble('resting')
  } catch {
    trouble('offline')
  }
}

function back(): void {
  if (now.kind === 'fine') return
  now = { kind: 'fine' }
  tell()
  for (const listener of backListeners) listener()
}

function trouble(kind: 'offline' | 'resting'): void {
  if (now.kind !== kind) now = { kind, since: now.kind === 'fine' ? new Date().toISOString() : now.since }
  clearTimeout(timer)
  timer = setTimeout(() => void tryNow(), 3000)
  tell()
}

/** Hears when the server answers again. */
export function onBack(listener: () => void): () => void {
  backListeners.add(listener)
  return () => backListeners.delete(listener)
}

/** Starts watching; once, at the start. */
export function watchConnection(): void {
  onProblem(problem => {
    if (problem.code === 'offline' || problem.code === 'resting') trouble(problem.code)
    if (problem.code === 'new-version') {
      newVersion = true
      tell()
    }
  })
  window.addEventListener('offline', () => trouble('offline'))
  window.addEventListener('online', () => void tryNow())
}

export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => now)
}

export function useNewVersion(): boolean {
  return useSyncExternalStore(subscribe, () => newVersion)
}
