import { useState } from 'react'
import type { setUnavailable } from '#rooms/calendar/commands.ts'
import { dayIn, weekdayWords } from '../words.ts'
import { Button } from './button.tsx'
import { useAct } from './data.ts'
import { CheckField, FieldRow, Form, SelectField, TextField } from './field.tsx'
import { Segmented } from './segmented.tsx'
import { toast } from './toast.tsx'
import { type Draft, type Reason, reasonWords, timesMissing, timesOf } from './unavailable-words.ts'

const hows = [
  { value: 'weekly', label: 'Every week' },
  { value: 'once', label: 'Once' },
] as const

type FieldsProps = {
  draft: Draft
  change: (part: Partial<Draft>) => void
  saysOf: (place: string) => string | undefined
}

function WeeklyFields({ draft, change, saysOf }: FieldsProps) {
  const toggled = (weekday: number, on: boolean) =>
    (on ? [...draft.weekdays, weekday] : draft.weekdays.filter(each => each !== weekday)).sort()
  return (
    <>
      <fieldset className="checks days">
        <legend>Days of the week</legend>
        {weekdayWords.map((word, at) => (
          <CheckField
            key={word}
            label={word}
            checked={draft.weekdays.includes(at + 1)}
            onChecked={on => change({ weekdays: toggled(at + 1, on) })}
          />
        ))}
      </fieldset>
      <Times
        draft={draft}
        change={change}
        help={draft.ends && draft.ends <= draft.starts ? 'Until the next morning' : ''}
      />
      <FieldRow>
        <TextField
          label="First day"
          type="date"
          value={draft.fromOn}
          onValue={fromOn => change({ fromOn })}
          error={saysOf('weekly.fromOn')}
        />
        <TextField
          label="Last day"
          type="date"
          optional
          help="Empty: with no end"
          value={draft.untilOn}
          onValue={untilOn => change({ untilOn })}
          error={saysOf('weekly.untilOn')}
        />
      </FieldRow>
    </>
  )
}

function Times({ draft, change, help }: Omit<FieldsProps, 'saysOf'> & { help: string }) {
  return (
    <FieldRow>
      <TextField label="From" type="time" value={draft.starts} onValue={starts => change({ starts })} />
      <TextField
        label="To"
        type="time"
        value={draft.ends}
        onValue={ends => change({ ends })}
        help={help || undefined}
      />
    </FieldRow>
  )
}

function OnceFields({ draft, change, saysOf }: FieldsProps) {
  return (
    <>
      <FieldRow>
        <TextField
          label="First day"
          type="date"
          value={draft.fromOn}
          onValue={fromOn => change(fromOn > draft.untilOn ? { fromOn, untilOn: fromOn } : { fromOn })}
          error={saysOf('once.startsAt')}
        />
        <TextField
          label="Last day"
          type="date"
          value={draft.untilOn}
          onValue={untilOn => change({ untilOn })}
          error={saysOf('once.endsAt')}
        />
      </FieldRow>
      <CheckField label="Whole days" checked={draft.wholeDays} onChecked={wholeDays => change({ wholeDays })} />
      {draft.wholeDays ? null : <Times draft={draft} change={change} help="" />}
    </>
  )
}

type UnavailableFormProps = {
  kind: 'staff' | 'client'
  resourceId: string
  /** Whose wall clock the times are on: that of the site where they come. */
  zone: string
  onDone: () => void
}

/** Says when somebody cannot come: every week, or once. */
export function UnavailableForm({ kind, resourceId, zone, onDone }: UnavailableFormProps) {
  const today = dayIn(new Date().toISOString(), zone)
  const empty: Draft = {
    how: kind === 'staff' ? 'once' : 'weekly',
    reason: kind === 'staff' ? 'away' : 'work',
    weekdays: [],
    starts: '09:00',
    ends: '17:00',
    fromOn: today,
    untilOn: kind === 'staff' ? today : '',
    wholeDays: true,
  }
  const [draft, setDraft] = useState(empty)
  const set = useAct<typeof setUnavailable>('calendar.set-unavailable', {
    onDone: () => {
      toast('Kept. Whoever plans at this time is told.')
      setDraft(empty)
      onDone()
    },
  })
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const chooseHow = (how: Draft['how']) => change({ how, untilOn: how === 'once' ? draft.untilOn || draft.fromOn : '' })
  const fields = { draft, change, saysOf: set.saysOf }
  return (
    <Form
      label="Add a time"
      onSend={() => {
        if (!timesMissing(draft)) void set.run({ kind, resourceId, reason: draft.reason, ...timesOf(draft, zone) })
      }}
    >
      <Segmented label="How often" options={hows} value={draft.how} onValue={chooseHow} />
      {draft.how === 'weekly' ? <WeeklyFields {...fields} /> : <OnceFields {...fields} />}
      <SelectField
        label="Why"
        value={draft.reason}
        onValue={value => change({ reason: reasons.find(each => each === value) ?? 'other' })}
        options={reasons.map(value => ({ value, label: reasonWords[value] }))}
        help={
          kind === 'staff'
            ? 'Why is seen by them and by directors; others see the times only.'
            : 'Why is seen by their care team; others who plan see the times only.'
        }
      />
      <div className="row end">
        <Button kind="primary" submit busy={set.busy} reason={timesMissing(draft)}>
          Add this time
        </Button>
      </div>
    </Form>
  )
}

const reasons: readonly Reason[] = ['work', 'school', 'childcare', 'court', 'medical', 'away', 'other']
