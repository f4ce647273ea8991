/** Asks that the screen stays on while the pages are seen: who comes in should not have to wake a tablet first. */
export function keepAwake(): void {
  const ask = () => {
    if (!document.hidden) navigator.wakeLock?.request('screen').catch(() => undefined)
  }
  document.addEventListener('visibilitychange', ask)
  ask()
}
