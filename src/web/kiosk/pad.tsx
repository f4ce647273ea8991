import { useEffect, useRef, useState } from 'react'
import { useWords } from './language.ts'

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

type PadProps = {
  length: 4 | 6
  /** What the digits are, for readers. */
  label: string
  /** All digits are typed. Until it is done nothing more is taken; then the pad is empty again. */
  onTyped: (typed: string) => Promise<void>
  /** Nothing is taken now. */
  resting?: boolean
  /** The key beside 0, and what Escape does. */
  back?: { word: string; onBack: () => void } | undefined
}

/** Ten large keys; the keys of a keyboard do the same. */
export function Pad({ length, label, onTyped, resting = false, back }: PadProps) {
  const words = useWords()
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const off = busy || resting
  async function press(digit: string) {
    if (off || typed.length >= length) return
    const next = typed + digit
    setTyped(next)
    if (next.length < length) return
    setBusy(true)
    try {
      await onTyped(next)
    } finally {
      setTyped('')
      setBusy(false)
    }
  }
  const erase = () => !off && setTyped(typed.slice(0, -1))
  useKeys(key => {
    if (/^\d$/.test(key)) void press(key)
    else if (key === 'Backspace') erase()
    else if (key === 'Escape') back?.onBack()
  })
  return (
    <div className="padding">
      <div className="dots" role="img" aria-label={`${label}: ${words.pad.typed(typed.length, length)}`}>
        {digits.slice(0, length).map((place, at) => (
          <i key={place} className={at < typed.length ? 'filled' : at === typed.length ? 'next' : ''} />
        ))}
      </div>
      <p className="vh" role="status">
        {busy ? words.pad.checking : words.pad.typed(typed.length, length)}
      </p>
      <fieldset className="keys" aria-label={label}>
        {digits.map(digit => (
          <Key key={digit} word={digit} off={off} onPress={() => void press(digit)} />
        ))}
        {back ? <Key word={back.word} wordy onPress={back.onBack} /> : <span />}
        <Key word="0" off={off} onPress={() => void press('0')} />
        <Key word={words.pad.erase} wordy off={off || typed === ''} onPress={erase} />
      </fieldset>
    </div>
  )
}

type KeyProps = { word: string; wordy?: boolean; off?: boolean; onPress: () => void }

function Key({ word, wordy, off, onPress }: KeyProps) {
  return (
    <button type="button" className={wordy ? 'word' : ''} aria-disabled={off || undefined} onClick={onPress}>
      {word}
    </button>
  )
}

/** Hears a keyboard, wherever the focus is; but not where something is written, and not a key pressed with others. */
export function useKeys(onKey: (key: string) => void): void {
  const last = useRef(onKey)
  last.current = onKey
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const withOthers = event.ctrlKey || event.metaKey || event.altKey
      if (!withOthers && !event.repeat && !(event.target instanceof HTMLInputElement)) last.current(event.key)
    }
    window.addEventListener('keydown', hear)
    return () => window.removeEventListener('keydown', hear)
  }, [])
}
