import { type ReactNode, useMemo, useRef } from 'react'
import { Asked } from '#web/ui/asked.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { KeyHints } from '#web/ui/keys.tsx'
import { useWords } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { useParams } from '#web/ui/route.tsx'
import { SnippetFields } from '#web/ui/snippet-fields.tsx'
import { Empty, SaveWord } from '#web/ui/state.tsx'
import { useRested, useSteady } from '#web/ui/steady.ts'
import { listWords } from '#web/words.ts'
import type { groupNote } from '../group-note.ts'
import type { snippetsOf } from '../snippets.ts'
import { type Note, useBook } from './group-note-book.ts'
import type { GroupBook } from './group-note-drafts.ts'
import { Guards } from './group-note-guards.tsx'
import { type Hands, useHands, useNoteKeys } from './group-note-keys.tsx'
import { PersonRows } from './group-note-person.tsx'
import { GroupDid } from './group-note-shared.tsx'
import { Sign } from './group-note-sign.tsx'
import { type Found, findingsNow, foundAgain, openOf, type Written } from './group-note-words.ts'
import { KeptWords } from './kept-words.tsx'
import { savingOf } from './use-drafts.ts'
import './group-note.css'

function summary(note: Note, found: readonly Found[]): string {
  const here = note.people.filter(person => person.here)
  const ready = here.filter(person => openOf(found, person.clientId).length === 0).length
  const unmarked = note.people.filter(person => !person.marked).length
  const away = note.people.length - here.length - unmarked
  return [
    `${ready} of ${here.length} ready`,
    away > 0 ? `${away} not here` : '',
    unmarked > 0 ? `${unmarked} not marked` : '',
  ]
    .filter(Boolean)
    .join(', ')
}

type PeopleProps = {
  onKeep: (finding: Found) => void
  note: Note
  book: GroupBook
  found: readonly Found[]
  hands: Hands
}

function People({ note, book, found, hands, onKeep }: PeopleProps) {
  const open = useSteady((clientId: string) => hands.open(clientId))
  const goOn = useSteady(hands.goOn)
  return (
    <Panel title="Each person" sub={note.signedAt ? undefined : summary(note, found)}>
      {note.people.length === 0 ? (
        <Empty title="Nobody had a seat in this session">There is nothing to document.</Empty>
      ) : (
        <table className="list gnt" aria-label="Each person’s part">
          <thead className="vh">
            <tr>
              <th scope="col">Client and minutes</th>
              <th scope="col">Participation, mood, response, objective</th>
              <th scope="col">Sentence of their own</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {note.people.map(person => (
              <PersonRows
                key={person.clientId}
                note={note}
                person={person}
                book={book}
                found={found}
                open={hands.openId === person.clientId}
                onOpen={open}
                onNext={goOn}
                onKeep={onKeep}
              />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

function Head({ note, book, children }: { note: Note; book: GroupBook; children: ReactNode }) {
  const { session } = note
  const words = useWords(session.zone)
  const saving = savingOf(book)
  const when = `${words.day(session.startsAt)}, ${words.span(session.startsAt, session.endsAt)}`
  const leaders = session.facilitators.map(each => (each.credential ? `${each.name}, ${each.credential}` : each.name))
  return (
    <Page
      title={`Group note: ${session.group}`}
      sub={`${when}, ${session.room}. ${listWords(leaders)}.`}
      state={
        saving && !note.signedAt ? (
          <SaveWord state={saving} at={saving === 'saved' && book.savedAt ? words.time(book.savedAt) : undefined} />
        ) : null
      }
      actions={
        <ButtonLink to={`/staff/attendance/${session.id}`} icon="present">
          Attendance
        </ButtonLink>
      }
    >
      {children}
    </Page>
  )
}

/** Between two letters of a word there is less. */
const restMs = 180

/** What the guards find in what stands on the page, found again when a word of it changes. */
function useFound(note: Note, book: GroupBook): { written: Written; found: readonly Found[] } {
  const last = useRef<readonly Found[]>([])
  // What is typed is drawn first; what the guards say of it when the hand rests.
  const turn = useRested(book.turn(), restMs)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the turn stands for every word in the book
  return useMemo(() => {
    const written = { shared: book.shared.text, line: (clientId: string) => book.line(clientId).text }
    last.current = foundAgain(last.current, findingsNow(note, written))
    return { written, found: last.current }
  }, [note, book, turn])
}

const hints = [
  { key: '1 2 3 4', says: 'participation, then the sentence' },
  { key: 'Enter', says: 'next person' },
  { key: 'Escape', says: 'back to the choices' },
  { key: 'M', says: 'mood' },
  { key: 'R', says: 'response' },
  { key: 'O', says: 'objective' },
  { key: '!', says: 'risk' },
  { key: 'T', says: 'topic' },
  { key: 'W', says: 'shared text' },
  { key: 'F8', says: 'next thing to settle' },
  { key: 'X', says: 'keep' },
]

const stillOnPage = 'What you wrote is still on this page.'
const stillOnDevice = 'What you wrote is still on this device.'

function Writing({ note, again }: { note: Note; again: () => void }) {
  const place = useRef<HTMLDivElement>(null)
  const book = useBook(note, again, place)
  const { written, found } = useFound(note, book)
  const own = useAsk<typeof snippetsOf>('notes.snippets', {}, { enabled: !note.signedAt, keepMinutes: 240 })
  const hands = useHands(note, book, found)
  useNoteKeys(note, book, hands)
  const onKeep = useSteady((finding: Found) => void hands.keep(finding))
  const onGo = useSteady(hands.goTo)
  const { trouble } = book
  return (
    <Head note={note} book={book}>
      <div className="gn-above">
        {trouble && trouble.status !== 0 && trouble.status !== 503 ? (
          <Notice kind="risk" live>
            <b>Not saved.</b> {trouble.says} {book.onPageOnly ? stillOnPage : stillOnDevice}
          </Notice>
        ) : null}
        <KeptWords
          of={note.session.id}
          nameOf={clientId => note.people.find(person => person.clientId === clientId)?.name}
        />
      </div>
      <div className="gn" ref={place}>
        <div className="gn-shared">
          <GroupDid
            note={note}
            book={book}
            part={book.shared}
            found={found}
            onKeep={onKeep}
            openStep={hands.openStep}
            onStep={hands.setOpenStep}
          />
        </div>
        <SnippetFields snippets={own.data?.snippets ?? []} className="gn-people">
          <People note={note} book={book} found={found} hands={hands} onKeep={onKeep} />
        </SnippetFields>
        <aside className="stack gn-side" aria-label="Before signing">
          {note.signedAt ? null : <Guards note={note} written={written} found={found} onGo={onGo} onKeep={onKeep} />}
          <Sign note={note} book={book} found={found} onShow={() => hands.setAim({ part: 'before-signing' })} />
        </aside>
      </div>
      {note.signedAt ? null : <KeyHints hints={hints} />}
    </Head>
  )
}

/** The note of one session: written once, signed once, landing in every chart. */
export default function GroupNotePage() {
  const { id } = useParams()
  const note = useAsk<typeof groupNote>('notes.group-note', { sessionId: id ?? '' }, { keepMinutes: 240 })
  return (
    <Asked asked={note} what="The group note" rows={12}>
      {data => <Writing key={data.session.id} note={data} again={note.again} />}
    </Asked>
  )
}
