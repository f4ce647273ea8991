import { Chip, Notice } from '#web/ui/chip.tsx'
import { useWords } from '#web/ui/me.tsx'
import { Link } from '#web/ui/route.tsx'
import { listWords, minutesWords } from '#web/words.ts'
import { NoteActs } from './chart-notes-acts.tsx'
import { kindWord, type SignedNote, standingOf, standings } from './chart-notes-words.ts'
import './chart-notes.css'

/** Where a note stands in its life, in a word. */
export function StandingChip({ standing }: { standing: keyof typeof standings }) {
  const { says, kind } = standings[standing]
  return (
    <Chip kind={kind} bare={kind === 'done' || kind === 'quiet'}>
      {says}
    </Chip>
  )
}

const sentence = (text: string) => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)

/** What stands in the way of reading it as it is: withdrawn, replaced, returned. */
function Trouble({ note }: { note: SignedNote }) {
  const words = useWords(note.zone)
  const at = (moment: string) => `${words.day(moment)}, ${words.time(moment)}`
  const standing = standingOf(note)
  return (
    <>
      {note.withdrawn ? (
        <Notice kind="risk">
          Withdrawn {at(note.withdrawn.at)} by {note.withdrawn.by}: {sentence(note.withdrawn.reason)} Only who signed it
          and auditors see it.
        </Notice>
      ) : null}
      {note.replacedBy ? (
        <Notice kind="quiet">
          Another note stands instead of this one. <Link to={`/staff/notes/signed/${note.replacedBy}`}>Read it</Link>
        </Notice>
      ) : null}
      {note.returned && !note.coSigned ? (
        <Notice kind={standing === 'returned' ? 'due' : 'quiet'}>
          {note.returned.as} returned it {at(note.returned.at)}: {note.returned.comment}
        </Notice>
      ) : null}
    </>
  )
}

function Signatures({ note }: { note: SignedNote }) {
  const words = useWords(note.zone)
  const at = (moment: string) => (
    <time dateTime={moment}>
      {words.day(moment)}, {words.time(moment)}
    </time>
  )
  return (
    <ul className="signatures small">
      <li>
        Signed by {note.signedAs}, {at(note.signedAt)}
        {note.late ? <b className="t-due"> Late entry</b> : null}
      </li>
      {note.coSigned ? (
        <li>
          Co-signed by {note.coSigned.as}, {at(note.coSigned.at)}
        </li>
      ) : null}
      {note.awaits && !note.coSigned ? <li className="t-due">A supervisor’s signature is still asked for.</li> : null}
      {note.replaces ? (
        <li>
          It stands instead of <Link to={`/staff/notes/signed/${note.replaces}`}>an earlier note</Link>.
        </li>
      ) : null}
    </ul>
  )
}

type NoteTextProps = {
  note: SignedNote
  /** Its title stands above it already. */
  untitled?: boolean
  /** What another note stands instead of is opened by itself. */
  folded?: boolean
  /** After it was co-signed or returned. */
  onSettled?: () => void
}

/** A signed note in full: what it says part by part, when and how long, who led, who signed, what was added. */
export function NoteText({ folded = false, ...props }: NoteTextProps) {
  const { note } = props
  const words = useWords(note.zone)
  if (!folded || standingOf(note) !== 'replaced') return <WholeNote {...props} />
  return (
    <details className="note-before">
      <summary>
        What {note.signedAs} signed before, {words.day(note.signedAt)}, {words.time(note.signedAt)}
      </summary>
      <WholeNote {...props} />
    </details>
  )
}

function WholeNote({ note, untitled = false, onSettled }: Omit<NoteTextProps, 'folded'>) {
  const words = useWords(note.zone)
  return (
    <article className="note-text" aria-label={`${note.title}, ${words.day(note.onDay)}`}>
      <Trouble note={note} />
      <p className="note-facts">
        {untitled ? null : <b>{note.title}</b>}
        <span className="quiet">
          {kindWord(note.kind)},{' '}
          <time dateTime={note.startsAt}>
            {words.day(note.onDay)}, {words.span(note.startsAt, note.endsAt)}
          </time>
          , {note.minutes > 0 ? `${minutesWords(note.minutes)} credited` : 'no minutes credited'}
          {note.ledBy.length > 0 ? `. Led by ${listWords(note.ledBy)}` : ''}
        </span>
        {note.topic ? <span>Topic: {note.topic}</span> : null}
      </p>
      <dl>
        {note.parts.map(part => (
          <div key={part.name}>
            <dt>{part.name}</dt>
            <dd className="prose">{part.text}</dd>
          </div>
        ))}
      </dl>
      <Signatures note={note} />
      {note.amendments.length > 0 ? (
        <ol className="additions" aria-label="Added since">
          {note.amendments.map(each => (
            <li key={each.id}>
              <p className="prose">{each.text}</p>
              <p className="small quiet">
                Added{' '}
                <time dateTime={each.signedAt}>
                  {words.day(each.signedAt)}, {words.time(each.signedAt)}
                </time>{' '}
                by {each.signedAs}. Why: {each.reason}
              </p>
            </li>
          ))}
        </ol>
      ) : null}
      <NoteActs note={note} {...(onSettled ? { onSettled } : {})} />
    </article>
  )
}
