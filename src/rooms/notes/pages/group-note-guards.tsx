import { Icon } from '#web/ui/icon.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Link } from '#web/ui/route.tsx'
import { count } from '#web/words.ts'
import { beforeSigning, type Stop } from '../notes.ts'
import type { Note, NoteRow } from './group-note-book.ts'
import type { DraftBook } from './group-note-drafts.ts'

/**
 * What stands before the signature, as the page reads now. The browser knows only the names people go by; a legal name
 * in a saved text comes from the server's own list.
 */
export function stopsNow(note: Note, book: DraftBook): Stop[] {
  const people = note.people.map(({ clientId, name, here, marked }) => {
    const { participation, own } = book.line(clientId).text
    return { clientId, names: [name], here, marked, participation, own }
  })
  const local = beforeSigning(book.shared.text.shared, people)
  const savedText = (clientId: string | null) =>
    clientId === null
      ? book.shared.text.shared === note.shared
      : book.line(clientId).text.own === note.people.find(each => each.clientId === clientId)?.own
  const fromServer = note.stops.filter(
    stop =>
      stop.code === 'names-a-member' &&
      savedText(stop.clientId) &&
      !local.some(each => each.code === stop.code && each.clientId === stop.clientId),
  )
  return [...local, ...fromServer]
}

function sentenceOf(stop: Stop, people: readonly NoteRow[]): { says: string; act: string } {
  const name = people.find(person => person.clientId === stop.clientId)?.name ?? ''
  const quoted = stop.word ? `: “${stop.word}”` : ''
  if (stop.clientId === null) {
    return stop.code === 'names-a-member'
      ? { says: `The shared text names a member of this group${quoted}. It goes into every chart.`, act: 'Show' }
      : { says: stop.says, act: 'Write' }
  }
  const sentences = {
    'not-marked': { says: `${name}: attendance is not marked.`, act: 'Mark' },
    'no-participation': { says: `${name}: participation is not chosen.`, act: 'Choose' },
    'no-sentence': { says: `${name} has no sentence of their own yet.`, act: 'Write' },
    'names-a-member': { says: `${name}’s sentence names another member${quoted}.`, act: 'Show' },
    'no-shared-text': { says: stop.says, act: 'Write' },
  }
  return sentences[stop.code]
}

/** One thing to settle: what is said, what the jump is called, and where it goes. */
type Thing = { stop: Stop; says: string; act: string }

/** The stops as things to settle: who has nothing written at all is one thing, not two. */
export function settleList(stops: readonly Stop[], people: readonly NoteRow[]): Thing[] {
  const unwritten = (clientId: string | null, code: Stop['code']) =>
    stops.some(stop => stop.clientId === clientId && stop.code === code)
  return stops.flatMap(stop => {
    const nothing =
      unwritten(stop.clientId, 'no-participation') && unwritten(stop.clientId, 'no-sentence') && stop.clientId !== null
    if (!nothing || (stop.code !== 'no-participation' && stop.code !== 'no-sentence'))
      return [{ stop, ...sentenceOf(stop, people) }]
    const name = people.find(person => person.clientId === stop.clientId)?.name ?? ''
    return stop.code === 'no-participation' ? [{ stop, says: `${name} is not written yet.`, act: 'Write' }] : []
  })
}

type GuardsProps = { note: Note; stops: readonly Stop[]; onGo: (stop: Stop) => void }

const mostShown = 8

function inOrder(note: Note, stops: readonly Stop[]): string[] {
  const has = (code: Stop['code'], shared?: boolean) =>
    stops.some(stop => stop.code === code && (shared === undefined || (stop.clientId === null) === shared))
  return [
    has('not-marked') ? '' : 'Everyone is marked.',
    has('no-shared-text') || has('names-a-member', true) ? '' : 'The shared text names no one.',
    has('no-participation') ? '' : 'Participation is chosen for all who were here.',
    has('no-sentence') ? '' : `${count(note.people.filter(person => person.here).length, 'sentence')} of their own.`,
  ].filter(Boolean)
}

/** What stands between this note and its signature, each with a jump; and what is in order. */
export function Guards({ note, stops, onGo }: GuardsProps) {
  const done = inOrder(note, stops)
  const things = settleList(stops, note.people)
  const hidden = things.length - mostShown
  return (
    <Panel
      title="Before signing"
      end={<span className="quiet">{things.length > 0 ? `${things.length} to settle` : 'nothing to settle'}</span>}
    >
      <div className="guards">
        {things.length > 0 ? (
          <>
            <h3 className="t-risk">Stops the signing</h3>
            <ul>
              {things.slice(0, mostShown).map(({ stop, says, act }) => (
                <li key={`${stop.clientId} ${stop.code}`} className="risk">
                  <Icon name="warning" />
                  <p>
                    {says}{' '}
                    {stop.code === 'not-marked' ? (
                      <Link to={`/staff/attendance/${note.session.id}`} label={`${act}: ${says}`}>
                        {act}
                      </Link>
                    ) : (
                      <button type="button" className="jump" aria-label={`${act}: ${says}`} onClick={() => onGo(stop)}>
                        {act}
                      </button>
                    )}
                  </p>
                </li>
              ))}
            </ul>
            {hidden > 0 ? <p className="more quiet small">And {hidden} more; F8 goes through them.</p> : null}
          </>
        ) : null}
        {done.length > 0 ? (
          <>
            <h3 className="t-done">In order</h3>
            <ul>
              {done.map(says => (
                <li key={says} className="done">
                  <Icon name="check" />
                  <p>{says}</p>
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </div>
    </Panel>
  )
}
