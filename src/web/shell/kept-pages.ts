const workerFile = '/staff-worker.js'
/** The first page is drawn before others are fetched. */
const afterMs = 2000

/** Keeps the staff pages on this device, so that they open without a network. */
export function keepPages(): void {
  // Without it, or where it cannot be had, pages are fetched as ever.
  const keep = () =>
    void navigator.serviceWorker
      ?.register(workerFile, { scope: '/staff', updateViaCache: 'none' })
      .catch(() => undefined)
  window.addEventListener('load', () => setTimeout(keep, afterMs), { once: true })
}
