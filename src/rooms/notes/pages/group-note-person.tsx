import { useEffect, useRef } from 'react'
import { Chip } from '#web/ui/chip.tsx'
import { ClientHours } from '#web/ui/client-hours.tsx'
import { Link } from '#web/ui/route.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { participations, participationWords, responses, responseWords, type Stop } from '../notes.ts'
import type { NoteRow } from './group-note-book.ts'
import { Both } from './group-note-both.tsx'
import type { DraftBook, LineText } from './group-note-drafts.ts'

const awayWords = { absent: 'Absent', excused: 'Excused' } as const

/** How somebody was there, under the name. */
function Presence({ person }: { person: NoteRow }) {
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

const stopWords = {
  'not-marked': 'Not marked',
  'no-participation': 'Not chosen',
  'no-sentence': 'No sentence',
  'names-a-member': 'Names a member',
  'no-shared-text': '',
} as const

function StateChip({ person, stops, begun }: { person: NoteRow; stops: readonly Stop[]; begun: boolean }) {
  if (person.signedAt) {
    return (
      <Link to={`/staff/clients/${person.clientId}`} label={`In the chart of ${person.name}`}>
        In the chart
      </Link>
    )
  }
  if (person.marked && !person.here) return <span className="small quiet">No note</span>
  const stop = stops.find(each => each.code === 'names-a-member') ?? stops[0]
  if (!stop)
    return (
      <Chip kind="done" bare>
        Ready
      </Chip>
    )
  if (!begun && stop.code !== 'not-marked') return <span className="small quiet">To write</span>
  return <Chip kind={stop.code === 'names-a-member' ? 'risk' : 'due'}>{stopWords[stop.code]}</Chip>
}

function chosenWords({ participation, response }: LineText): string {
  return [participation ? participationWords[participation] : '', response ? responseWords[response] : '']
    .filter(Boolean)
    .join(', ')
}

type PersonProps = {
  person: NoteRow
  book: DraftBook
  stops: readonly Stop[]
  open: boolean
  signed: boolean
  /** It was opened by a press, so the focus goes there. */
  byHand: boolean
  onOpen: () => void
  onNext: () => void
}

/** One person of the note: text that reads as proof, or, when it is the open one, its controls. */
export function PersonRows(props: PersonProps) {
  const { person, book, stops, open, signed, onOpen } = props
  const { text } = book.line(person.clientId)
  if (open && person.here && !signed) return <OpenPerson {...props} />
  const begun = text.participation !== null || text.own.trim() !== ''
  const writable = person.here && !signed
  return (
    <tr className={`closed${stops.length === 0 ? ' ok' : ''}${writable ? ' opens' : ''}`}>
      <th scope="row">
        {writable ? (
          <button type="button" className="name" aria-label={`Open ${person.name}`} onClick={onOpen}>
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
      <td className="pmr">{chosenWords(text)}</td>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the name beside it is the button; this is its larger area */}
      <td className="sen" onClick={writable ? onOpen : undefined}>
        {text.own || (writable ? <span className="quiet">No sentence yet</span> : null)}
      </td>
      <td className="act">
        <StateChip person={person} stops={stops} begun={begun} />
      </td>
    </tr>
  )
}

const participationOptions = participations.map(value => ({ value, label: participationWords[value] }))
const responseOptions = responses.map(value => ({ value, label: responseWords[value] }))

function OpenPerson({ person, book, stops, byHand, onNext }: PersonProps) {
  const row = useRef<HTMLTableRowElement>(null)
  const { clientId, name } = person
  const { text, theirs } = book.line(clientId)
  useEffect(() => {
    if (!byHand) return
    row.current?.querySelector<HTMLElement>('input:checked, input')?.focus({ preventScroll: true })
    row.current?.scrollIntoView({ block: 'nearest' })
  }, [byHand])
  const named = stops.find(stop => stop.code === 'names-a-member')
  return (
    <tr className="edit on" aria-current="true" ref={row}>
      <td colSpan={4}>
        <div className="ed">
          <div className="ed-h">
            <h3>{name}</h3>
            {person.pronouns ? <span className="quiet small">{person.pronouns}</span> : null}
            <Presence person={person} />
          </div>
          <div className="ed-ch">
            <Segmented
              label="Participation"
              options={participationOptions}
              small
              strong
              value={text.participation ?? undefined}
              onValue={participation => book.writeLine(clientId, { participation })}
            />
            <Segmented
              label="Response"
              options={responseOptions}
              small
              strong
              value={text.response ?? undefined}
              onValue={response => book.writeLine(clientId, { response })}
            />
          </div>
          <textarea
            className="sentence"
            rows={3}
            maxLength={4000}
            aria-label={`One sentence of their own, ${name}`}
            placeholder="One sentence of their own: what they said, did, or will try"
            value={text.own}
            onChange={event => book.writeLine(clientId, { own: event.currentTarget.value })}
            onKeyDown={event => {
              if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.metaKey) return
              event.preventDefault()
              onNext()
            }}
          />
          {named ? (
            <p className="small t-risk">
              This names another member of the group{named.word ? `: “${named.word}”` : ''}. It would stand in {name}’s
              chart.
            </p>
          ) : null}
          {theirs ? (
            <Both
              what={`The part of ${name}`}
              mine={[chosenWords(text), text.own].filter(Boolean).join('. ')}
              theirs={[chosenWords(theirs.text), theirs.text.own].filter(Boolean).join('. ')}
              onMine={() => book.keepMine(clientId)}
              onTheirs={() => book.takeTheirs(clientId)}
            />
          ) : null}
        </div>
      </td>
    </tr>
  )
}
