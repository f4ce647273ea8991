import { useEffect, useRef, useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { useWords } from '#web/ui/me.tsx'
import { Pulse } from '#web/ui/pulse.tsx'
import { Link } from '#web/ui/route.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { hoursWords } from '#web/words.ts'
import { absenceWords } from '../attendance.ts'
import { arrives, away, type EntryFrom, late, leaves, type Person, type Sheet, told, toldMark } from './marking.ts'
import { TimeField } from './time-field.tsx'

/** How a standing looks. */
const standings = {
  'not-marked': { kind: 'quiet', word: 'Not marked', bare: true },
  present: { kind: 'done', word: 'Present', bare: true },
  late: { kind: 'due', word: 'Late', bare: false },
  'left-early': { kind: 'due', word: 'Left early', bare: false },
  absent: { kind: 'risk', word: 'Absent', bare: false },
  excused: { kind: 'info', word: 'Excused', bare: false },
} as const

type RowProps = {
  sheet: Sheet
  person: Person
  number: number
  open: boolean
  /** The minutes late are being written. */
  asksLate: boolean
  /** Nothing can be marked: too early, canceled, or not this person's. */
  fixed: boolean
  onOpen: () => void
  onLate: (asks: boolean) => void
  onEntry: (from: EntryFrom) => void
  onHistory: () => void
}

function Times({ sheet, person, fixed, onEntry }: RowProps) {
  const words = useWords(sheet.session.zone)
  const { mark, name } = person
  if (fixed || (mark && mark.kind !== 'here')) {
    return (
      <>
        <td className="num arr">{mark?.arrivedAt ? words.time(mark.arrivedAt) : ''}</td>
        <td className="num left quiet">{mark?.leftAt ? words.time(mark.leftAt) : ''}</td>
      </>
    )
  }
  const common = { name, session: sheet.session }
  const stays = mark ? words.time(sheet.session.endsAt) : '–'
  return (
    <>
      <td className="num arr">
        <TimeField
          word="Arrived"
          {...common}
          value={mark?.arrivedAt ?? null}
          otherwise="–"
          onTime={moment => moment && onEntry(arrives(moment))}
        />
      </td>
      <td className="num left">
        <TimeField
          word="Left"
          {...common}
          value={mark?.leftAt ?? null}
          otherwise={stays}
          onTime={moment => onEntry(leaves(moment))}
        />
      </td>
    </>
  )
}

function Standing({ person, open, fixed, onOpen }: RowProps) {
  const { kind, word, bare } = standings[person.standing]
  const chip = (
    <Chip kind={kind} bare={bare}>
      {word}
    </Chip>
  )
  if (fixed) return chip
  return (
    <button
      type="button"
      className="chip-button"
      aria-expanded={open}
      aria-label={`${word}, ${person.name}. Change`}
      onClick={onOpen}
    >
      {chip}
    </button>
  )
}

function Week({ person }: { person: Person }) {
  const { week } = person
  if (!week) return null
  if (week.prescribed === null) return <span className="small quiet">{hoursWords(week.attended)}</span>
  return (
    <Pulse
      who={person.name}
      prescribedMinutes={week.prescribed}
      attendedMinutes={week.attended}
      scheduledMinutes={week.scheduled}
    />
  )
}

/** What they told us in advance, and the mark that follows from it, for somebody to make. */
function Told({ person, fixed, onEntry }: RowProps) {
  const { absence, mark, name } = person
  if (!absence || mark) return null
  const kind = toldMark(absence)
  return (
    <>
      <Chip kind="info">Told us: {absenceWords[absence.reason] ?? 'away'}</Chip>
      {fixed ? null : (
        <Button small label={`Mark ${name} ${kind}`} onPress={() => onEntry(away(kind, told(person)))}>
          Mark {kind}
        </Button>
      )}
    </>
  )
}

/** One person of the sheet; the open one has its controls in a row beneath. */
export function SheetRow(props: RowProps) {
  const { person, number, open, onOpen } = props
  const { mark } = person
  return (
    <>
      <tr
        className={`person ${person.standing}${open ? ' on' : ''}`}
        aria-current={open || undefined}
        onFocus={event => event.target instanceof HTMLInputElement && !open && onOpen()}
      >
        <td className="num no quiet">{number}</td>
        <th scope="row">
          <Link to={`/staff/clients/${person.clientId}`}>{person.name}</Link>
          {person.pronouns ? <span className="sub">{person.pronouns}</span> : null}
        </th>
        <td className="st">
          <Standing {...props} />
        </td>
        <Times {...props} />
        <td className="num mins">{mark ? <b>{person.minutes}</b> : ''}</td>
        <td className="wk">
          <Week person={person} />
        </td>
        <td className="by">
          {person.isNew ? <Chip kind="info">First day</Chip> : null}
          <Told {...props} />
          {mark ? <span className="small quiet">{mark.reason || mark.recordedBy}</span> : null}
        </td>
      </tr>
      {open && !props.fixed ? (
        <tr className="on edit">
          <td colSpan={8}>
            <Controls {...props} />
          </td>
        </tr>
      ) : null}
    </>
  )
}

type Choice = 'present' | 'late' | 'absent' | 'excused'
const choices = [
  { value: 'present', label: 'Present', hint: 'P' },
  { value: 'late', label: 'Late', hint: 'L' },
  { value: 'absent', label: 'Absent', hint: 'X' },
  { value: 'excused', label: 'Excused', hint: 'E' },
] as const

function choiceOf(person: Person): Choice | undefined {
  const { standing } = person
  if (standing === 'not-marked') return undefined
  return standing === 'left-early' ? 'present' : standing
}

function Controls(props: RowProps) {
  const { sheet, person, asksLate, onLate, onEntry, onHistory } = props
  const missed = person.mark && person.mark.kind !== 'here' ? person.mark : null
  function choose(choice: Choice) {
    if (choice === 'late') return onLate(true)
    onLate(false)
    onEntry(choice === 'present' ? arrives(sheet.session.startsAt) : away(choice, told(person)))
  }
  return (
    <div className="att-edit">
      <Segmented
        label={`Attendance of ${person.name}`}
        labelHidden
        strong
        options={choices}
        value={asksLate ? 'late' : choiceOf(person)}
        onValue={choose}
      />
      {asksLate ? <LateField {...props} /> : null}
      {missed ? (
        <ReasonField
          key={missed.id}
          name={person.name}
          reason={missed.reason ?? ''}
          onReason={reason => onEntry(away(missed.kind === 'excused' ? 'excused' : 'absent', reason.trim() || null))}
        />
      ) : null}
      <span className="end">
        <Button kind="quiet" small label={`History of ${person.name}`} onPress={onHistory}>
          History
        </Button>
      </span>
    </div>
  )
}

function LateField({ sheet, person, onLate, onEntry }: RowProps) {
  const field = useRef<HTMLInputElement>(null)
  const written = useRef(false)
  const [text, setText] = useState('')
  useEffect(() => field.current?.focus(), [])
  function write(minutes: string) {
    if (written.current) return
    written.current = true
    onLate(false)
    if (minutes !== '') onEntry(late(sheet, Number(minutes)))
  }
  return (
    <label className="late-in">
      <input
        ref={field}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        aria-label={`Minutes late, ${person.name}`}
        value={text}
        onChange={event => {
          const digits = event.currentTarget.value.replace(/\D/g, '').slice(0, 2)
          setText(digits)
          if (digits.length === 2) write(digits)
        }}
        onBlur={() => write(text)}
        onKeyDown={event => {
          if (event.key === 'Enter') write(text)
          if (event.key === 'Escape') write('')
        }}
      />
      <span aria-hidden="true">minutes late</span>
    </label>
  )
}

function ReasonField({ name, reason, onReason }: { name: string; reason: string; onReason: (words: string) => void }) {
  const [text, setText] = useState(reason)
  const write = () => text.trim() !== reason && onReason(text)
  return (
    <input
      className="reason-in"
      type="text"
      autoComplete="off"
      maxLength={200}
      aria-label={`Why, ${name}`}
      placeholder="Why, if known: no call, court, ill"
      value={text}
      onChange={event => setText(event.currentTarget.value)}
      onBlur={write}
      onKeyDown={event => event.key === 'Enter' && write()}
    />
  )
}
