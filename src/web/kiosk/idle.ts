import { useEffect, useRef } from 'react'

const touches = ['pointerdown', 'pointermove', 'keydown'] as const

/** Does something when nobody has touched the screen or a key for so many seconds; anew with every touch. */
export function useIdle(seconds: number, onIdle: () => void): void {
  const last = useRef(onIdle)
  last.current = onIdle
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const again = () => {
      clearTimeout(timer)
      timer = setTimeout(() => last.current(), seconds * 1000)
    }
    again()
    for (const touch of touches) window.addEventListener(touch, again)
    return () => {
      clearTimeout(timer)
      for (const touch of touches) window.removeEventListener(touch, again)
    }
  }, [seconds])
}

/** Does something after so many seconds, whatever is touched. */
export function useAfter(seconds: number, then: () => void): void {
  const last = useRef(then)
  last.current = then
  useEffect(() => {
    const timer = setTimeout(() => last.current(), seconds * 1000)
    return () => clearTimeout(timer)
  }, [seconds])
}
