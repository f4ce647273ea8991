import { useRef, useState } from 'react'
import { Asked } from '#web/ui/asked.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { useWords } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { useParams } from '#web/ui/route.tsx'
import { Empty, SaveWord } from '#web/ui/state.tsx'
import { listWords } from '#web/words.ts'
import { participations, responses, type Stop } from '../notes.ts'
import type { groupNote } from '../queries.ts'
import { type Note, savingOf, useBook } from './group-note-book.ts'
import type { DraftBook } from './group-note-drafts.ts'
import { Guards, stopsNow } from './group-note-guards.tsx'
import { PersonRows } from './group-note-person.tsx'
import { SharedPart } from './group-note-shared.tsx'
import { Sign } from './group-note-sign.tsx'
import './group-note.css'

const stopsOf = (stops: readonly Stop[], clientId: string) => stops.filter(stop => stop.clientId === clientId)

function focusShared(): void {
  document.querySelector<HTMLElement>('#shared-text textarea')?.focus()
}

/** Which person is open, and the keys that write for them. */
function useOpenPerson(note: Note, book: DraftBook, stops: readonly Stop[]) {
  const here = note.people.filter(person => person.here)
  const [openId, setOpenId] = useState<string | undefined>(
    () => (here.find(person => stopsOf(stops, person.clientId).length > 0) ?? here[0])?.clientId,
  )
  const [byHand, setByHand] = useState(false)
  const [settled, setSettled] = useState(0)
  function open(clientId: string | undefined) {
    setByHand(true)
    setOpenId(clientId)
  }
  function step(by: number) {
    const at = here.findIndex(person => person.clientId === openId)
    open(here[(at + by + here.length) % here.length]?.clientId)
  }
  function goTo(stop: Stop) {
    if (stop.clientId === null) focusShared()
    else open(stop.clientId)
  }
  function nextStop() {
    const stop = stops[settled % Math.max(1, stops.length)]
    setSettled(settled + 1)
    if (stop) goTo(stop)
  }
  function nextResponse() {
    if (!openId) return
    const now = book.line(openId).text.response
    const at = now ? responses.indexOf(now) : -1
    book.writeLine(openId, { response: responses[(at + 1) % responses.length] ?? null })
  }
  const choose = participations.map((participation, at) => ({
    key: String(at + 1),
    says: `Participation, choice ${at + 1}`,
    run: () => openId && book.writeLine(openId, { participation }),
  }))
  useKeys(
    'Group note',
    note.signedAt
      ? []
      : [
          ...choose.map(each => ({ ...each, run: () => void each.run() })),
          { key: 'r', says: 'Response, the next choice', run: nextResponse },
          {
            key: 's',
            says: 'The sentence',
            run: () => document.querySelector<HTMLElement>('.edit .sentence')?.focus(),
          },
          { key: 'j', says: 'Next person', run: () => step(1) },
          { key: 'k', says: 'Person before', run: () => step(-1) },
          { key: 'w', says: 'The shared text', run: focusShared },
          { key: 'F8', says: 'Next thing to settle', anywhere: true, run: nextStop },
        ],
  )
  return { openId, byHand, open, step, goTo }
}

function summary(note: Note, stops: readonly Stop[]): string {
  const here = note.people.filter(person => person.here)
  const ready = here.filter(person => stopsOf(stops, person.clientId).length === 0).length
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

type OpenProps = ReturnType<typeof useOpenPerson>

function People({ note, book, stops, opening }: { note: Note; book: DraftBook; stops: Stop[]; opening: OpenProps }) {
  return (
    <Panel title="Each person" sub={summary(note, stops)}>
      {note.people.length === 0 ? (
        <Empty title="Nobody had a seat in this session">There is nothing to document.</Empty>
      ) : (
        <table className="list gnt" aria-label="Each person’s part">
          <thead className="vh">
            <tr>
              <th scope="col">Client</th>
              <th scope="col">Participation and response</th>
              <th scope="col">Sentence of their own</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {note.people.map(person => (
              <PersonRows
                key={person.clientId}
                person={person}
                book={book}
                stops={stopsOf(stops, person.clientId)}
                open={opening.openId === person.clientId}
                signed={note.signedAt !== null}
                byHand={opening.byHand}
                onOpen={() => opening.open(person.clientId)}
                onNext={() => opening.step(1)}
              />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

function Head({ note, book, children }: { note: Note; book: DraftBook; children: React.ReactNode }) {
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

function Writing({ note, again }: { note: Note; again: () => void }) {
  const place = useRef<HTMLDivElement>(null)
  const book = useBook(note, again, place)
  const stops = stopsNow(note, book)
  const opening = useOpenPerson(note, book, stops)
  const { trouble } = book
  return (
    <Head note={note} book={book}>
      {trouble && trouble.status !== 0 && trouble.status !== 503 ? (
        <div className="gn-trouble">
          <Notice kind="risk" live>
            <b>Not saved.</b> {trouble.says} What you wrote is still on this page.
          </Notice>
        </div>
      ) : null}
      <div className="gn" ref={place}>
        <div className="gn-shared">
          <SharedPart note={note} book={book} stops={stops} />
        </div>
        <div className="gn-people">
          <People note={note} book={book} stops={stops} opening={opening} />
        </div>
        <aside className="stack gn-side" aria-label="Before signing">
          {note.signedAt ? null : <Guards note={note} stops={stops} onGo={opening.goTo} />}
          <Sign note={note} book={book} stops={stops} />
        </aside>
      </div>
      {note.signedAt ? null : (
        <KeyHints
          hints={[
            { key: '1 2 3 4', says: 'participation' },
            { key: 'R', says: 'response' },
            { key: 'S', says: 'sentence' },
            { key: 'Enter', says: 'next person' },
            { key: 'W', says: 'shared text' },
            { key: 'F8', says: 'next thing to settle' },
          ]}
        />
      )}
    </Head>
  )
}

/** The note of one session: written once, signed once, landing in every chart. */
export default function GroupNotePage() {
  const { id } = useParams()
  const note = useAsk<typeof groupNote>('notes.group-note', { sessionId: id ?? '' })
  return (
    <Asked asked={note} what="The group note" rows={12}>
      {data => <Writing key={data.session.id} note={data} again={note.again} />}
    </Asked>
  )
}
