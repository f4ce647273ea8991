/** Asks that the screen stays on while the pages are seen: a tablet that sleeps has to be woken before one can sign in. */
export function keepAwake(): void {
  const ask = () => {
    if (!document.hidden) navigator.wakeLock?.request('screen').catch(() => undefined)
  }
  document.addEventListener('visibilitychange', ask)
  ask()
}
