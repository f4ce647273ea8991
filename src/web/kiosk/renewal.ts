import { useSyncExternalStore } from 'react'

// The pages lie on the tablet, kept by a worker. A newer version is fetched while it stands there, and waits: to begin
// anew locks the tablet, so that is left to staff, or done while it is locked in any case.

const workerFile = '/kiosk-worker.js'
const lookEveryMs = 60 * 60_000

let newer: ServiceWorker | null = null
const listeners = new Set<() => void>()

function waits(worker: ServiceWorker | null): void {
  // The very first one is no newer one.
  if (!worker || !navigator.serviceWorker.controller) return
  newer = worker
  for (const listener of listeners) listener()
}

/** Keeps the pages on this tablet, and looks for newer ones every hour. */
export async function keepPages(): Promise<void> {
  const kept = await navigator.serviceWorker?.register(workerFile, { scope: '/kiosk', updateViaCache: 'none' })
  if (!kept) return
  waits(kept.waiting)
  kept.addEventListener('updatefound', () => {
    const { installing } = kept
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed') waits(installing)
    })
  })
  // Without a network there is nothing newer; it is looked for again.
  setInterval(() => void kept.update().catch(() => undefined), lookEveryMs)
}

/** Whether a newer version of the pages waits. */
export function useNewer(): boolean {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => newer !== null,
  )
}

/** Begins anew with the newer version. */
export function takeNewer(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  newer?.postMessage('take-over')
}
