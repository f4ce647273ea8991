import { memo } from 'react'
import { Chip } from '#web/ui/chip.tsx'
import { ClientHours } from '#web/ui/client-hours.tsx'
import { Link } from '#web/ui/route.tsx'
import type { followUpWords, LinePart } from '../notes.ts'
import type { Note, NoteRow } from './group-note-book.ts'
import type { GroupBook } from './group-note-drafts.ts'
import { OpenPerson } from './group-note-open.tsx'
import { chosenOf, type Found, openOf, sameFound, sameLine, stateWords } from './group-note-words.ts'

const awayWords = { absent: 'Absent', excused: 'Excused' } as const

/** How somebody was there, under the name. */
export function Presence({ person }: { person: NoteRow }) {
  const { standing, minutes } = person
  if (standing === 'present') return <span className="sub">{minutes} min</span>
  if (standing === 'late' || standing === 'left-early')
    return (
      <span className="sub t-due">
        {standing === 'late' ? 'Late' : 'Left early'}, {minutes} min
      </span>
    )
  if (standing === 'not-marked') return null
  return <span className={`sub ${standing === 'absent' ? 't-risk' : ''}`}>{awayWords[standing]}</span>
}

/** What is graver comes first; a name in the wrong chart before all. */
const gravity = (finding: Found) =>
  (finding.guard === 'names-a-member' ? 0 : 2) + (finding.severity === 'stops' ? 0 : 1)

/** Somebody of the note whose part is closed; `found` is what is not settled of theirs. */
type ClosedProps = {
  person: NoteRow
  text: LinePart
  found: readonly Found[]
  isSigned: boolean
  onOpen: (clientId: string) => void
}

function StateChip({ person, text, found, isSigned }: Omit<ClosedProps, 'onOpen'>) {
  if (isSigned) {
    return person.noteId ? (
      <Link to={`/staff/notes/signed/${person.noteId}`} label={`The note in the chart of ${person.name}`}>
        In the chart
      </Link>
    ) : (
      <span className="small quiet">Signed</span>
    )
  }
  const [first] = [...found].sort((a, b) => gravity(a) - gravity(b))
  if (first) {
    const begun = text.participation !== null || text.own.trim() !== ''
    if (!begun && person.marked && !person.asked) return <span className="small quiet">To write</span>
    return <Chip kind={first.guard === 'names-a-member' ? 'risk' : 'due'}>{stateWords(first)}</Chip>
  }
  if (text.risk && person.here)
    return <Chip kind="info">{text.followUp ? followedWords[text.followUp] : 'Risk noted'}</Chip>
  return (
    <Chip kind="done" bare>
      Ready
    </Chip>
  )
}

const followedWords: Record<keyof typeof followUpWords, string> = {
  'told-counselor': 'Risk, counselor told',
  'told-on-call': 'Risk, on call told',
  'safety-plan': 'Risk, safety plan',
  'own-session': 'Risk, own hour set',
  emergency: 'Risk, emergency',
}

export type PersonProps = {
  note: Note
  person: NoteRow
  book: GroupBook
  found: readonly Found[]
  open: boolean
  onOpen: (clientId: string) => void
  onNext: () => void
  onKeep: (finding: Found) => void
}

/** What is said of somebody who was not there: nobody has to write it. */
function Missed({ person }: { person: NoteRow }) {
  return (
    <>
      <td className="pmr quiet">Missed session, 0 min</td>
      <td className="sen quiet">
        {person.reason
          ? `A missed-session note says: ${person.reason}`
          : 'Gets a missed-session note. Nothing to write.'}
      </td>
    </>
  )
}

/** One person of the note: text that reads as proof, or, when it is the open one, its controls. */
export function PersonRows(props: PersonProps) {
  const { note, person, book, found, open, onOpen, onNext, onKeep } = props
  const line = book.line(person.clientId)
  const own = openOf(found, person.clientId)
  if (open && person.here && !note.signedAt)
    return <OpenPerson {...{ note, person, book, onNext, onKeep }} line={line} found={own} />
  return <ClosedPerson person={person} text={line.text} found={own} isSigned={note.signedAt !== null} onOpen={onOpen} />
}

/** Drawn anew for what it says alone: with every key that somebody types, eleven of twelve say what they said. */
const ClosedPerson = memo(
  Closed,
  ({ text, found, ...rest }, next) =>
    rest.person === next.person &&
    rest.isSigned === next.isSigned &&
    rest.onOpen === next.onOpen &&
    sameLine(text, next.text) &&
    sameFound(found, next.found),
)

function Closed({ person, text, found, isSigned, onOpen }: ClosedProps) {
  const writable = person.here && !isSigned
  const settled = found.length === 0
  const open = () => onOpen(person.clientId)
  return (
    <tr className={`closed${settled ? ' ok' : ''}${writable ? ' opens' : ''}`}>
      <th scope="row">
        {writable ? (
          <button type="button" className="name" aria-label={`Open ${person.name}`} onClick={open}>
            {person.name}
          </button>
        ) : (
          <b>{person.name}</b>
        )}
        <span className="there">
          <Presence person={person} />
          <ClientHours id={person.clientId} name={person.name} />
        </span>
      </th>
      {person.marked && !person.here ? (
        <Missed person={person} />
      ) : (
        <>
          <td className="pmr">
            {chosenOf(text).join(', ')}
            {text.objective ? <span className="sub">{text.objective}</span> : null}
          </td>
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the name is the button; this is its larger area */}
          <td className="sen" onClick={writable ? open : undefined}>
            {text.own || (writable ? <span className="quiet">No sentence yet</span> : null)}
          </td>
        </>
      )}
      <td className="act">
        <StateChip person={person} text={text} found={found} isSigned={isSigned} />
      </td>
    </tr>
  )
}
