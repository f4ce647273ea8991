import { useState } from 'react'
import type { Problem } from '#kernel/client.ts'
import type { Conflict } from '#rooms/timetable/conflicts.ts'
import { Button } from './button.tsx'
import { Notice } from './chip.tsx'
import { conflictLine, conflictsOf, type NameOf, type OverrideAsked, standingOf } from './conflicts.ts'
import { TextField } from './field.tsx'
import { useHere, useWords } from './me.tsx'

const nameless: NameOf = () => undefined

type ListProps = { conflicts: readonly Conflict[]; nameOf?: NameOf | undefined; zone?: string | undefined }

/** What stands in the way, a line each. */
export function ConflictList({ conflicts, nameOf = nameless, zone }: ListProps) {
  const words = useWords(zone)
  return (
    <ul className="in-the-way">
      {conflicts.map(each => {
        const line = conflictLine(each, nameOf, words)
        return <li key={line}>{line}</li>
      })}
    </ul>
  )
}

type GoOnProps = {
  conflicts: readonly Conflict[]
  onOverride: (override: OverrideAsked) => void
  busy: boolean
}

/** Goes on all the same, with a reason; for who may not, it says who may. */
export function GoOn({ conflicts, onOverride, busy }: GoOnProps) {
  const { me } = useHere()
  const [reason, setReason] = useState('')
  const standing = standingOf(conflicts, me.roles)
  if (standing.kind === 'nobody') return null
  if (standing.kind === 'others') return <p className="sub">A {standing.who} may go on all the same.</p>
  const told = reason.trim().length >= 3
  const goOn = () => {
    if (told && !busy) onOverride({ conflicts: standing.kinds, reason: reason.trim() })
  }
  return (
    <fieldset
      className="one go-on"
      onKeyDown={event => {
        // The notice stands inside the form of the act: Enter here means to go on, not to ask the same again.
        if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return
        event.preventDefault()
        goOn()
      }}
    >
      <legend className="vh">Go on all the same</legend>
      <TextField
        label="Why you go on all the same"
        help="It is kept with your name, and a director reads it."
        value={reason}
        onValue={setReason}
        maxLength={300}
      />
      <Button kind="danger" busy={busy} reason={told ? undefined : 'Write why first.'} onPress={goOn}>
        Go on all the same
      </Button>
    </fieldset>
  )
}

type ConflictsNoticeProps = {
  /** The refusal of the act; nothing is shown while there is none. */
  problem: Problem | null
  /** Names rooms and staff; clients are never named. */
  nameOf?: NameOf
  /** Sends the act again with this override; without it the notice only tells. */
  onOverride?: (override: OverrideAsked) => void
  busy: boolean
  /** Begins the notice: "The group was not started, and nothing was booked." */
  title?: string
  zone?: string
}

/** Why an act of the week was refused: everything in its way, and the way on for who may. */
export function ConflictsNotice({ problem, nameOf, onOverride, busy, title, zone }: ConflictsNoticeProps) {
  if (!problem) return null
  const conflicts = conflictsOf(problem.facts)
  return (
    <Notice kind="risk" live>
      {title ? <b>{title} </b> : null}
      {conflicts.length > 0 && problem.code !== 'may-not-override' ? (
        <ConflictList conflicts={conflicts} nameOf={nameOf} zone={zone} />
      ) : (
        problem.message
      )}
      {problem.places.map(place => (
        <span key={place.place} className="sub">
          {place.says}
        </span>
      ))}
      {onOverride && conflicts.length > 0 && problem.code !== 'may-not-override' ? (
        <GoOn conflicts={conflicts} onOverride={onOverride} busy={busy} />
      ) : null}
    </Notice>
  )
}
