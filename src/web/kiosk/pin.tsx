import { type ReactNode, useEffect, useState } from 'react'
import { Head } from './frame.tsx'
import { useWords } from './language.ts'
import { Pad } from './pad.tsx'
import type { Tablet } from './tablet.ts'
import type { PinTried } from './tablet-state.ts'

type PinProps = {
  tablet: Tablet
  head: string
  says: string
  onTry: (pin: string) => Promise<PinTried>
  onRight: () => void
  onBack?: (() => void) | undefined
  /** What stands under the words. */
  children?: ReactNode
}

/** Seconds until a PIN is taken again; counts down. */
function useRest(tablet: Tablet): number {
  const [left, setLeft] = useState(() => tablet.pinRests())
  useEffect(() => {
    const timer = setInterval(() => setLeft(tablet.pinRests()), 500)
    return () => clearInterval(timer)
  }, [tablet])
  return Math.ceil(left / 1000)
}

const minuteClock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`

/** Staff type their PIN. After five wrong ones there are pauses, each twice as long. */
export function Pin({ tablet, head, says, onTry, onRight, onBack, children }: PinProps) {
  const words = useWords()
  const rest = useRest(tablet)
  const [wrong, setWrong] = useState(false)
  async function typed(pin: string) {
    setWrong(false)
    const tried = await onTry(pin)
    if (tried.kind === 'right') return onRight()
    setWrong(tried.kind === 'wrong')
  }
  return (
    <>
      <div className="beside">
        <Head>{head}</Head>
        <p className="large">{says}</p>
        <p role="alert" className="large wrong">
          {wrong && rest === 0 ? words.pin.wrong : ''}
        </p>
        <p role="timer" className="large wrong">
          {rest > 0 ? words.pin.wait(minuteClock(rest)) : ''}
        </p>
        {children}
      </div>
      <Pad
        length={6}
        label={head}
        onTyped={typed}
        resting={rest > 0}
        back={onBack ? { word: words.pair.cancel, onBack } : undefined}
      />
    </>
  )
}
