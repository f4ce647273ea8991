import { useEffect, useRef, useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { away, because, inMode, late, modeOf, present, told } from './entries.ts'
import type { RowProps } from './sheet-row.tsx'
import type { Row } from './sheet-rows.ts'

type Choice = 'present' | 'late' | 'absent' | 'excused'
const choices = [
  { value: 'present', label: 'Present', hint: 'P' },
  { value: 'late', label: 'Late', hint: 'L' },
  { value: 'absent', label: 'Absent', hint: 'X' },
  { value: 'excused', label: 'Excused', hint: 'E' },
] as const
const modes = [
  { value: 'in-person', label: 'In person' },
  { value: 'video', label: 'Video' },
  { value: 'phone', label: 'Phone' },
] as const

function choiceOf({ standing }: Row): Choice | undefined {
  if (standing === 'not-marked') return undefined
  return standing === 'left-early' ? 'present' : standing
}

/** The controls of the open row: what they were, in what way, why, and what belongs to it. */
export function SheetControls(props: RowProps) {
  const { sheet, row, asksLate, onLate, onEntry, onHistory, onCode } = props
  const { presence, mark, name } = row
  function choose(choice: Choice) {
    if (choice === 'late') return onLate(true)
    onLate(false)
    onEntry(choice === 'present' ? present(sheet) : away(choice, told(row)))
  }
  return (
    <div className="att-edit">
      <Segmented
        label={`Attendance of ${name}`}
        labelHidden
        strong
        options={choices}
        value={asksLate ? 'late' : choiceOf(row)}
        onValue={choose}
      />
      {asksLate ? <LateField {...props} /> : null}
      {presence?.kind === 'here' && !asksLate ? (
        <Segmented
          label={`How ${name} was here`}
          labelHidden
          options={modes}
          value={modeOf(mark?.mode)}
          onValue={mode => onEntry(inMode(mode))}
        />
      ) : null}
      {mark ? (
        <ReasonField
          key={row.clientId}
          name={name}
          reason={mark.reason ?? ''}
          hint={mark.kind === 'here' ? 'A word, if there is one: bus was late' : 'Why, if known: no call, court, ill'}
          onReason={reason => onEntry(because(reason.trim() || null))}
        />
      ) : null}
      <span className="end row">
        {onCode ? (
          <Button kind="quiet" small label={`Sign-in code of ${name}`} onPress={onCode}>
            Sign-in code
          </Button>
        ) : null}
        <Button kind="quiet" small label={`History of ${name}`} onPress={onHistory}>
          History
        </Button>
      </span>
    </div>
  )
}

function LateField({ sheet, row, onLate, onEntry }: RowProps) {
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
        aria-label={`Minutes late, ${row.name}`}
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

type ReasonFieldProps = { name: string; reason: string; hint: string; onReason: (words: string) => void }

function ReasonField({ name, reason, hint, onReason }: ReasonFieldProps) {
  // What is being typed stays, whatever else is said of this person meanwhile.
  const [typed, setTyped] = useState<string>()
  const write = () => {
    if (typed !== undefined && typed.trim() !== reason) onReason(typed)
    setTyped(undefined)
  }
  return (
    <input
      className="reason-in"
      type="text"
      autoComplete="off"
      maxLength={200}
      aria-label={`Why, ${name}`}
      placeholder={hint}
      value={typed ?? reason}
      onChange={event => setTyped(event.currentTarget.value)}
      onBlur={write}
      onKeyDown={event => event.key === 'Enter' && write()}
    />
  )
}
