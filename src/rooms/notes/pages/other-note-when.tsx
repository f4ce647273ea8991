import { useState } from 'react'
import { day, dayIn, instant, instantAt, isDay, wallClock } from '#kernel/time.ts'
import { FieldRow, TextField } from '#web/ui/field.tsx'

type When = { startsAt: string; minutes: number }
type WhenFieldsProps = When & { zone: string; onWhen: (when: When) => void }

const wholeTime = /^\d{2}:\d{2}$/
const wholeMinutes = /^\d{1,4}$/

/** The day, time and length of a contact. What is half typed is not said yet. */
export function WhenFields({ zone, startsAt, minutes, onWhen }: WhenFieldsProps) {
  const [typed, setTyped] = useState({
    on: String(dayIn(zone, instant(startsAt))),
    time: wallClock(zone, instant(startsAt)).slice(11),
    minutes: String(minutes),
  })
  function type(part: Partial<typeof typed>) {
    const next = { ...typed, ...part }
    setTyped(next)
    if (!isDay(next.on) || !wholeTime.test(next.time) || !wholeMinutes.test(next.minutes)) return
    onWhen({ startsAt: instantAt(zone, day(next.on), next.time), minutes: Math.min(Number(next.minutes), 1440) })
  }
  return (
    <FieldRow>
      <TextField label="Day" type="date" value={typed.on} onValue={on => type({ on })} />
      <TextField label="Began at" type="time" value={typed.time} onValue={time => type({ time })} />
      <TextField
        label="Minutes"
        inputMode="numeric"
        maxLength={4}
        value={typed.minutes}
        onValue={said => type({ minutes: said })}
      />
    </FieldRow>
  )
}
