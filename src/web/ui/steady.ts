import { useCallback, useRef } from 'react'

/**
 * One function for as long as a page is shown, which always does what the newest one would: who gets it need not be
 * drawn anew because whoever gave it was.
 */
export function useSteady<Args extends unknown[]>(run: (...args: Args) => void): (...args: Args) => void {
  const now = useRef(run)
  now.current = run
  return useCallback((...args: Args) => now.current(...args), [])
}
