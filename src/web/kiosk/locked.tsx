import { useEffect, useState } from 'react'
import { Frame, Head } from './frame.tsx'
import { useWords } from './language.ts'
import { Pair } from './pair.tsx'
import { Pin } from './pin.tsx'
import { takeNewer, useNewer } from './renewal.ts'
import type { Tablet } from './tablet.ts'
import type { TabletState } from './tablet-state.ts'

/** Locked until staff type their PIN. Whoever forgot it pairs anew; what waits here stays. */
export function Locked({ tablet, state }: { tablet: Tablet; state: TabletState }) {
  const words = useWords()
  const newer = useNewer()
  const [forgot, setForgot] = useState<'no' | 'asked' | 'pairing'>('no')
  // Nothing is lost by beginning anew now: it is locked in any case.
  useEffect(() => {
    if (newer && forgot === 'no') takeNewer()
  }, [newer, forgot])
  if (forgot === 'pairing')
    return <Pair onPair={(code, pin) => tablet.pair(code, pin)} onBack={() => setForgot('no')} />
  if (forgot === 'asked')
    return (
      <Frame shape="words">
        <Head>{words.locked.forgot}</Head>
        <p className="large">{words.locked.forgotHow}</p>
        <div className="choices">
          <button type="button" className="go" onClick={() => setForgot('pairing')}>
            {words.locked.pair}
          </button>
          <button type="button" className="second" onClick={() => setForgot('no')}>
            {words.pair.cancel}
          </button>
        </div>
      </Frame>
    )
  return (
    <Frame shape="pad">
      <Pin
        tablet={tablet}
        head={words.locked.head}
        says={words.locked[state.lockedBecause]}
        onTry={pin => tablet.tryPin(pin)}
        onRight={() => undefined}
      >
        <p className="large">{words.locked.here}</p>
        {state.unsent > 0 ? <p className="quiet">{words.locked.unsent(state.unsent)}</p> : null}
        <button type="button" className="link" onClick={() => setForgot('asked')}>
          {words.locked.forgot}
        </button>
      </Pin>
    </Frame>
  )
}

/** The house no longer knows this tablet. What was not sent stays, and it can be paired again. */
export function Ended({ tablet, state }: { tablet: Tablet; state: TabletState }) {
  const words = useWords()
  const [pairing, setPairing] = useState(false)
  if (pairing) return <Pair keepsPin onPair={code => tablet.pairAgain(code)} onBack={() => setPairing(false)} />
  const waiting = state.unsent + state.aside.otherPairing + state.aside.shut
  return (
    <Frame shape="words">
      <Head>{words.ended.head}</Head>
      <p className="large">{words.ended.here}</p>
      {waiting > 0 ? <p className="large">{words.ended.kept(waiting)}</p> : null}
      <p className="quiet">{words.ended.staff}</p>
      <button type="button" className="second" onClick={() => setPairing(true)}>
        {words.ended.pair}
      </button>
    </Frame>
  )
}

/** There is nothing to do here but to read why. */
export function Stopped({ because }: { because: 'elsewhere' | 'unfit' }) {
  const words = useWords()
  return (
    <Frame shape="words">
      <Head>{words[because].head}</Head>
      <p className="large">{words[because].how}</p>
    </Frame>
  )
}
