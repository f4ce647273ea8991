import { useState } from 'react'
import { Problem } from '#kernel/client.ts'
import { Frame, Head } from './frame.tsx'
import { useWords } from './language.ts'
import { Pad } from './pad.tsx'
import { isEasyPin } from './tries.ts'

const codeLength = 10

type PairProps = {
  /** Pairs; with the PIN that was chosen, when one is. */
  onPair: (code: string, pin: string) => Promise<void>
  /** The tablet has its PIN already. */
  keepsPin?: boolean
  onBack?: (() => void) | undefined
}

const lettersIn = (typed: string) => typed.toUpperCase().replace(/[^A-Z0-9]/g, '')

/**
 * A tablet is paired: the code that staff read out, then a PIN twice. The code is spent last, when everything is ready
 * to keep what comes for it.
 */
export function Pair({ onPair, keepsPin = false, onBack }: PairProps) {
  const words = useWords()
  const [step, setStep] = useState<'code' | 'pin' | 'again'>('code')
  const [code, setCode] = useState('')
  const [pin, setPin] = useState('')
  const [wrong, setWrong] = useState('')
  const [busy, setBusy] = useState(false)
  async function spend(chosen: string) {
    setBusy(true)
    try {
      await onPair(lettersIn(code), chosen)
    } catch (problem) {
      setWrong(problem instanceof Problem ? words.pair.over : words.pair.away)
      setStep('code')
      setBusy(false)
    }
  }
  async function goOn() {
    if (busy) return
    if (lettersIn(code).length !== codeLength) return setWrong(words.pair.short)
    setWrong('')
    // A PIN that was chosen before a wrong code need not be chosen again.
    if (keepsPin || pin) return spend(pin)
    setStep('pin')
  }
  async function choose(typed: string) {
    if (isEasyPin(typed)) return setWrong(words.pair.easy)
    setWrong('')
    setPin(typed)
    setStep('again')
  }
  async function repeat(typed: string) {
    if (typed === pin) return spend(pin)
    setPin('')
    setWrong(words.pair.different)
    setStep('pin')
  }
  const back = () => {
    setWrong('')
    setPin('')
    setStep('code')
  }
  if (step === 'code')
    return (
      <Frame shape="words">
        <Head>{words.pair.head}</Head>
        <p className="large">{words.pair.how}</p>
        <form
          noValidate
          onSubmit={event => {
            event.preventDefault()
            void goOn()
          }}
        >
          <CodeField code={code} wrong={wrong} onCode={setCode} />
          <div className="choices">
            <button type="submit" className="go" aria-disabled={busy || undefined}>
              {busy ? words.pad.checking : words.pair.next}
            </button>
            {onBack ? (
              <button type="button" className="second" onClick={onBack}>
                {words.pair.cancel}
              </button>
            ) : null}
          </div>
        </form>
      </Frame>
    )
  const choosing = step === 'pin'
  return (
    <Frame shape="pad">
      <div className="beside">
        <Head key={step}>{choosing ? words.pair.pin : words.pair.again}</Head>
        <p className="large">{choosing ? words.pair.pinHow : words.pair.againHow}</p>
        <p role="alert" className="large wrong">
          {wrong}
        </p>
      </div>
      <Pad
        key={step}
        length={6}
        label={choosing ? words.pair.pin : words.pair.again}
        onTyped={choosing ? choose : repeat}
        back={{ word: words.pair.cancel, onBack: back }}
      />
    </Frame>
  )
}

function CodeField({ code, wrong, onCode }: { code: string; wrong: string; onCode: (code: string) => void }) {
  const words = useWords()
  return (
    <div className="field">
      <label htmlFor="pairing-code">{words.pair.code}</label>
      <input
        id="pairing-code"
        value={code}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={20}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={wrong ? 'pairing-wrong' : undefined}
        onChange={event => onCode(event.currentTarget.value.toUpperCase())}
      />
      {wrong ? (
        <p className="wrong" id="pairing-wrong" role="alert">
          {wrong}
        </p>
      ) : null}
    </div>
  )
}
