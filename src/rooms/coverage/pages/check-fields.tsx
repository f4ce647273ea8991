import { instant, instantAt, isDay, wallClock } from '#kernel/time.ts'
import { Button } from '#web/ui/button.tsx'
import { FieldRow, TextField } from '#web/ui/field.tsx'
import { useWords } from '#web/ui/me.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { type Ask, notSaid } from '../coverage.ts'
import { troubleOf } from './check-draft.ts'

type QuestionProps = {
  ask: Ask
  said: string
  onSaid: (said: string) => void
  zone: string
  /** What was said the last time, and when. */
  before: { said: string; saidAt: string } | undefined
  /** It was looked for to finish, and is missing. */
  missing: boolean
}

/** One question: its answer, “not said”, and what was said the last time. */
export function Question(props: QuestionProps) {
  const { ask, said, onSaid, before, missing } = props
  const words = useWords(props.zone)
  const open = said.trim() === ''
  return (
    <div className={`question${missing && open ? ' missing' : ''}`}>
      <AnswerField {...props} />
      <div className="row small">
        {ask.kind !== 'choice' && ask.kind !== 'moment' ? (
          <Button
            small
            kind="quiet"
            pressed={said === notSaid}
            label={`Not said: ${ask.words}`}
            onPress={() => onSaid(said === notSaid ? '' : notSaid)}
          >
            Not said
          </Button>
        ) : null}
        {before ? (
          <>
            <span className="quiet">
              Last time, {words.day(before.saidAt)}: {before.said}
            </span>
            {open ? (
              <Button
                small
                kind="quiet"
                label={`The same as last time: ${ask.words}`}
                onPress={() => onSaid(before.said)}
              >
                The same
              </Button>
            ) : null}
          </>
        ) : null}
      </div>
    </div>
  )
}

function AnswerField({ ask, said, onSaid, zone, missing }: QuestionProps) {
  const open = said.trim() === ''
  const error = troubleOf(ask, said) ?? (missing && open ? 'This has to be asked. “Not said” is an answer.' : undefined)
  const label = ask.needed ? `${ask.words} (needed)` : ask.words
  const field = { label, value: said, onValue: onSaid, error }
  if (ask.kind === 'choice') return <Choice ask={ask} label={label} said={said} onSaid={onSaid} error={error} />
  if (ask.kind === 'moment') return <Moment label={label} said={said} onSaid={onSaid} zone={zone} error={error} />
  if (ask.kind === 'day' && said !== notSaid) return <TextField {...field} type="date" />
  if (ask.kind === 'phone') return <TextField {...field} type="tel" maxLength={40} />
  const money = ask.kind === 'money' ? { inputMode: 'decimal' as const, placeholder: '$' } : {}
  const number = ask.kind === 'number' ? { inputMode: 'decimal' as const } : {}
  return <TextField {...field} {...money} {...number} maxLength={400} />
}

type ChoiceProps = { ask: Ask; label: string; said: string; onSaid: (said: string) => void; error: string | undefined }

/** A few answers side by side; the number of one chooses it. */
function Choice({ ask, label, said, onSaid, error }: ChoiceProps) {
  const options = ask.options ?? []
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the radio buttons inside have the focus
    <div
      onKeyDown={event => {
        const chosen = options[Number(event.key) - 1]
        if (!chosen || event.ctrlKey || event.altKey || event.metaKey) return
        event.preventDefault()
        onSaid(chosen)
      }}
    >
      <Segmented
        label={label}
        options={options.map((option, at) => ({ value: option, label: option, hint: String(at + 1) }))}
        value={options.includes(said) ? said : undefined}
        onValue={onSaid}
      />
      {error ? <p className="t-risk small">{error}</p> : null}
    </div>
  )
}

type MomentProps = Omit<ChoiceProps, 'ask'> & { zone: string }

/** A day and a time on the site's clock. */
function Moment({ label, said, onSaid, zone, error }: MomentProps) {
  // Half of it stands as it was typed until the other half is there.
  const whole = said.includes('T') && !Number.isNaN(Date.parse(said))
  const shown = whole ? wallClock(zone, instant(said)) : said
  const [day, time] = [shown.slice(0, 10), shown.slice(11, 16)]
  const put = (onDay: string, at: string) => {
    onSaid(
      isDay(onDay) && /^\d{2}:\d{2}$/.test(at)
        ? instantAt(zone, onDay, at)
        : onDay || at
          ? `${onDay.padEnd(10)} ${at}`
          : '',
    )
  }
  return (
    <div className="stack">
      <FieldRow>
        <TextField label={label} type="date" value={day.trim()} onValue={text => put(text, time)} error={error} />
        <TextField label="At" type="time" value={time} onValue={text => put(day.trim(), text)} />
      </FieldRow>
      <div className="row">
        <Button small onPress={() => onSaid(new Date().toISOString())}>
          Now
        </Button>
      </div>
    </div>
  )
}
