import { startTransition, useCallback, useEffect, useRef, useState } from 'react'

/**
 * One function for as long as a page is shown, which always does what the newest one would: who gets it need not be
 * drawn anew because whoever gave it was.
 */
export function useSteady<Args extends unknown[]>(run: (...args: Args) => void): (...args: Args) => void {
  const now = useRef(run)
  now.current = run
  return useCallback((...args: Args) => now.current(...args), [])
}

/** A value once it has rested for so many milliseconds: what is costly to find out waits until the hand does. */
export function useRested<Value>(value: Value, restMs: number): Value {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => startTransition(() => setRested(value)), restMs)
    return () => clearTimeout(timer)
  }, [value, restMs])
  return rested
}
