import { useState } from 'react'
import { day, dayIn, instant, instantAt, isDay, wallClock } from '#kernel/time.ts'
import { FieldRow, TextField } from '#web/ui/field.tsx'

type When = { startsAt: string; minutes: number }
type WhenFieldsProps = When & { zone: string; onWhen: (when: When) => void }

const wholeTime = /^\d{2}:\d{2}$/
const wholeMinutes = /^\d{1,4}$/

const mostMinutes = 1440

const wordsOf = ({ zone, startsAt, minutes }: When & { zone: string }) => ({
  on: String(dayIn(zone, instant(startsAt))),
  time: wallClock(zone, instant(startsAt)).slice(11),
  minutes: String(minutes),
})

/** The day, time and length of a contact. What is half typed is not said yet. */
export function WhenFields({ zone, startsAt, minutes, onWhen }: WhenFieldsProps) {
  const [typed, setTyped] = useState(() => wordsOf({ zone, startsAt, minutes }))
  const [told, setTold] = useState<When>({ startsAt, minutes })
  // What was put back from this device, or came from elsewhere, stands in the fields too.
  if (told.startsAt !== startsAt || told.minutes !== minutes) {
    setTold({ startsAt, minutes })
    setTyped(wordsOf({ zone, startsAt, minutes }))
  }
  function type(part: Partial<typeof typed>) {
    const next = { ...typed, ...part }
    setTyped(next)
    if (!isDay(next.on) || !wholeTime.test(next.time) || !wholeMinutes.test(next.minutes)) return
    const when = {
      startsAt: instantAt(zone, day(next.on), next.time),
      minutes: Math.min(Number(next.minutes), mostMinutes),
    }
    setTold(when)
    onWhen(when)
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
