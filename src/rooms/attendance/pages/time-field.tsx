import { type KeyboardEvent, useState } from 'react'
import type { Instant } from '#kernel/time.ts'
import { useWords } from '#web/ui/me.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { Sheet } from './sheet-rows.ts'
import { momentIn } from './wall-time.ts'

type TimeFieldProps = {
  /** `Arrived` or `Left`: with the name it is the field's label. */
  word: 'Arrived' | 'Left'
  name: string
  session: Sheet['session']
  value: Instant | null
  /** What holds while nothing is written. */
  otherwise: string
  onTime: (moment: Instant | null) => void
}

const steps: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 }

/** The same field in the row above or below. */
function nextField(from: HTMLInputElement, step: number): HTMLInputElement | undefined {
  const column = [...document.querySelectorAll<HTMLInputElement>(`input[data-column="${from.dataset.column}"]`)]
  return column[column.indexOf(from) + step]
}

/** A time on the wall clock of the session's site; Enter or leaving the field writes it. */
export function TimeField({ word, name, session, value, otherwise, onTime }: TimeFieldProps) {
  const words = useWords(session.zone)
  const [text, setText] = useState<string>()
  const [wrong, setWrong] = useState(false)
  const shown = value ? words.time(value) : ''

  function write() {
    if (text === undefined) return
    const moment = text.trim() === '' ? null : momentIn(session, text)
    setWrong(moment === undefined)
    if (moment === undefined) return toast(`Write a time such as ${words.time(session.startsAt)}.`, { kind: 'risk' })
    setText(undefined)
    if (moment !== value) onTime(moment)
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    const step = steps[event.key]
    if (event.key === 'Enter') write()
    else if (event.key === 'Escape') {
      setText(undefined)
      setWrong(false)
    } else if (step) {
      event.preventDefault()
      nextField(event.currentTarget, step)?.focus()
    }
  }

  return (
    <input
      className="time-in"
      type="text"
      autoComplete="off"
      aria-label={`${word}, ${name}`}
      aria-invalid={wrong || undefined}
      data-column={word}
      placeholder={otherwise}
      value={text ?? shown}
      onChange={event => setText(event.currentTarget.value)}
      onFocus={event => event.currentTarget.select()}
      onBlur={write}
      onKeyDown={onKeyDown}
    />
  )
}
