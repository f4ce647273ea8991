import { Button } from '#web/ui/button.tsx'
import { CheckField, FieldRow, SelectField, TextField } from '#web/ui/field.tsx'
import { useHere } from '#web/ui/me.tsx'
import { weekdayWords } from '#web/words.ts'
import type { Counting } from '../timetable.ts'
import { countedSentence } from './counted-words.ts'
import { type PauseDraft, plannedOf, type TimeDraft } from './group-draft.ts'

/** A time that nothing is known of yet. */
export const emptyTime = (): TimeDraft => ({
  key: crypto.randomUUID(),
  weekdays: [],
  starts: '17:30',
  lengthMinutes: '60',
  roomId: '',
  breaks: [],
})

/** A list with an item in it or not. */
export function toggled<Item>(list: readonly Item[], item: Item, on: boolean): Item[] {
  return on ? [...list, item] : list.filter(each => each !== item)
}

type PauseProps = { pause: PauseDraft; at: number; change: (part: Partial<PauseDraft>) => void; drop: () => void }

function Pause({ pause, at, change, drop }: PauseProps) {
  return (
    <fieldset className="one pause">
      <legend className="vh">Pause {at + 1}</legend>
      <FieldRow>
        <SelectField
          label="Pause"
          value={pause.kind}
          onValue={kind => change({ kind: kind === 'meal' ? 'meal' : 'break' })}
          options={[
            { value: 'break', label: 'Break' },
            { value: 'meal', label: 'Meal' },
          ]}
        />
        <TextField
          label="After minutes"
          inputMode="numeric"
          value={pause.afterMinutes}
          onValue={afterMinutes => change({ afterMinutes })}
        />
        <TextField
          label="Minutes long"
          inputMode="numeric"
          value={pause.minutes}
          onValue={minutes => change({ minutes })}
        />
      </FieldRow>
      <Button small kind="quiet" label={`Leave out pause ${at + 1}`} onPress={drop}>
        Leave out
      </Button>
    </fieldset>
  )
}

type TimeProps = {
  time: TimeDraft
  rooms: readonly { value: string; label: string }[] | null
  counting: Counting
  change: (part: Partial<TimeDraft>) => void
  drop: (() => void) | null
}

/** A time of day on some days, with its pauses and, if it differs, its room. */
export function TimeFields({ time, rooms, counting, change, drop }: TimeProps) {
  const { me } = useHere()
  const changePause = (key: string, part: Partial<PauseDraft>) =>
    change({ breaks: time.breaks.map(each => (each.key === key ? { ...each, ...part } : each)) })
  const middle = String(Math.max(15, Math.round(Number(time.lengthMinutes) / 2 / 15) * 15 || 60))
  const pause: PauseDraft = { key: crypto.randomUUID(), afterMinutes: middle, minutes: '15', kind: 'break' }
  return (
    <div className="meeting-time">
      <fieldset className="one">
        <legend>Days of the week</legend>
        <div className="pick-days">
          {weekdayWords.map((word, at) => (
            <CheckField
              key={word}
              label={word}
              checked={time.weekdays.includes(at + 1)}
              onChecked={on => change({ weekdays: toggled(time.weekdays, at + 1, on).sort() })}
            />
          ))}
        </div>
      </fieldset>
      <FieldRow>
        <TextField label="Starts at" type="time" value={time.starts} onValue={starts => change({ starts })} required />
        <TextField
          label="Length in minutes"
          inputMode="numeric"
          value={time.lengthMinutes}
          onValue={lengthMinutes => change({ lengthMinutes })}
          required
        />
        {rooms ? (
          <SelectField
            label="Room"
            value={time.roomId}
            onValue={roomId => change({ roomId })}
            options={[{ value: '', label: 'The group’s room' }, ...rooms]}
          />
        ) : null}
      </FieldRow>
      {time.breaks.map((each, at) => (
        <Pause
          key={each.key}
          pause={each}
          at={at}
          change={part => changePause(each.key, part)}
          drop={() => change({ breaks: time.breaks.filter(other => other !== each) })}
        />
      ))}
      <div className="row spread">
        <p className="small" aria-live="polite">
          {countedSentence(plannedOf(time), counting, me.organization.clock)}
        </p>
        <span className="row">
          {time.breaks.length < 4 ? (
            <Button small kind="quiet" icon="plus" onPress={() => change({ breaks: [...time.breaks, pause] })}>
              Add a break or meal
            </Button>
          ) : null}
          {drop ? (
            <Button small kind="quiet" onPress={drop}>
              Leave this time out
            </Button>
          ) : null}
        </span>
      </div>
    </div>
  )
}
