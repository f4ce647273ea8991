import { useEffect, useSyncExternalStore } from 'react'
import { act, onProblem } from '#kernel/client.ts'
import type { LockDoor } from '../doors.ts'

/** Without a key, a press or a touch for this long, the page locks itself. */
export const idleMinutes = 15
const shared = 'footbridge-last-use'

/** Why the page cannot be used: locked, or signed out while it was open. */
export type Veil = 'none' | 'locked' | 'signed-out'

let veil: Veil = 'none'
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Draws or lifts the veil. */
export function setVeil(next: Veil): void {
  if (next === 'none') localStorage.setItem(shared, String(Date.now()))
  veil = next
  for (const listener of listeners) listener()
}

export function useVeil(): Veil {
  return useSyncExternalStore(subscribe, () => veil)
}

/** Locks now, here and on the server; what is on the page stays. */
export function lockNow(): void {
  setVeil('locked')
  act<LockDoor>('sign-in.lock', {}).catch(() => undefined)
}

const uses = ['pointerdown', 'keydown', 'wheel', 'touchstart', 'pointermove'] as const

/** Watches for use in this tab and the others, and for what the server says. */
export function useIdleLock(): void {
  useEffect(() => {
    let last = Date.now()
    const used = () => {
      if (veil !== 'none' || Date.now() - last < 5000) return
      last = Date.now()
      localStorage.setItem(shared, String(last))
    }
    const look = () => {
      const elsewhere = Number(localStorage.getItem(shared) ?? 0)
      const idle = Date.now() - Math.max(last, elsewhere)
      if (veil === 'none' && idle > idleMinutes * 60_000) lockNow()
    }
    localStorage.setItem(shared, String(last))
    for (const use of uses) window.addEventListener(use, used, { passive: true, capture: true })
    const timer = setInterval(look, 5000)
    document.addEventListener('visibilitychange', look)
    const stop = onProblem(problem => {
      if (problem.code === 'locked') setVeil('locked')
      if (problem.code === 'signed-out') setVeil('signed-out')
    })
    return () => {
      for (const use of uses) window.removeEventListener(use, used, { capture: true })
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
      stop()
    }
  }, [])
}
