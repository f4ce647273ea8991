import type { OutputOf } from '#kernel/door.ts'
import { Asked } from '#web/ui/asked.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { ClientHours } from '#web/ui/client-hours.tsx'
import { useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count, listWords } from '#web/words.ts'
import type { coSignatures } from '../after-signing.ts'
import type { overdueNotes } from '../overdue.ts'
import { kindWord } from './chart-notes-words.ts'
import './chart-notes.css'

type Waiting = OutputOf<typeof coSignatures>['toSign'][number]
type Overdue = OutputOf<typeof overdueNotes>['sessions'][number]

function When({ note }: { note: Pick<Waiting, 'startsAt' | 'zone'> }) {
  const words = useWords(note.zone)
  return (
    <time dateTime={note.startsAt}>
      {words.day(note.startsAt)}
      <span className="sub">{words.time(note.startsAt)}</span>
    </time>
  )
}

function Back({ note }: { note: Waiting }) {
  const words = useWords(note.zone)
  if (!note.returned) return <Chip kind="quiet">{note.replaces ? 'Written again, awaits' : 'Awaits'} a supervisor</Chip>
  return (
    <>
      {note.isReturned ? <Chip kind="due">Returned</Chip> : <Chip kind="quiet">Added to, awaits a supervisor</Chip>}
      <span className="sub comment">
        {note.returned.as}, {words.day(note.returned.at)}: {note.returned.comment}
      </span>
    </>
  )
}

const who = {
  head: 'Client',
  cell: (note: Waiting) => (
    <>
      <b>{note.name}</b> <ClientHours id={note.clientId} name={note.name} />
      <span className="sub">
        {kindWord(note.kind)}, {note.title}
        {note.replaces ? '. Written again after it was returned' : ''}
      </span>
    </>
  ),
}
const held = { head: 'Held', width: 130, cell: (note: Waiting) => <When note={note} /> }
const act = (word: string) => ({
  head: 'Action',
  headHidden: true,
  kind: 'act' as const,
  width: 130,
  cell: (note: Waiting) => (
    <ButtonLink to={`/staff/notes/signed/${note.id}`} small label={`${word}: ${note.name}, ${note.title}`}>
      {word}
    </ButtonLink>
  ),
})

function ToSign({ notes }: { notes: Waiting[] }) {
  return (
    <Panel title="Awaits your signature" sub={notes.length > 0 ? count(notes.length, 'note') : undefined}>
      {notes.length === 0 ? (
        <Empty title="Nothing awaits your signature">
          A note of somebody whose license asks for a supervisor comes here when they sign it, if you read its chart.
        </Empty>
      ) : (
        <DataTable
          label="Awaits your signature"
          rows={notes}
          keyOf={note => note.id}
          columns={[who, held, { head: 'Signed by', width: 220, cell: note => note.signedAs }, act('Read and sign')]}
        />
      )}
    </Panel>
  )
}

function Own({ notes }: { notes: Waiting[] }) {
  if (notes.length === 0) return null
  return (
    <Panel title="Signed by you" sub="and not co-signed yet">
      <DataTable
        label="Signed by you, not co-signed yet"
        rows={[...notes].sort((a, b) => Number(b.isReturned) - Number(a.isReturned))}
        keyOf={note => note.id}
        columns={[who, held, { head: 'State', card: 'wide', cell: note => <Back note={note} /> }, act('Read')]}
      />
    </Panel>
  )
}

function SignBy({ session, now }: { session: Overdue; now: string }) {
  const words = useWords(session.zone)
  return <span className="t-risk">{words.due(session.signBy, now)}</span>
}

/** Drafts of contacts that were not booked: whose, how many, since when. Nobody but their author sees more of them. */
function BegunByOthers({ drafts, now }: { drafts: OutputOf<typeof overdueNotes>['drafts']; now: string }) {
  const words = useWords()
  return (
    <ul className="begun-by">
      {drafts.map(each => (
        <li key={each.staffId}>
          <b>{each.name}</b> began {count(each.drafts, 'note')} of contacts that were not booked, and did not sign{' '}
          {each.drafts === 1 ? 'it' : 'them'} in time. <span className="t-risk">{words.due(each.signBy, now)}</span>
        </li>
      ))}
    </ul>
  )
}

function NotSigned() {
  const asked = useAsk<typeof overdueNotes>('notes.overdue', {})
  return (
    <Panel title="Not signed in time" sub="of the last five weeks">
      <Asked asked={asked} what="The list" rows={3}>
        {({ sessions, drafts, now }) =>
          sessions.length + drafts.length === 0 ? (
            <Empty title="Everything is signed">
              A group, or an hour that was held, comes here by itself when it is not signed in time.
            </Empty>
          ) : (
            <>
              {drafts.length > 0 ? <BegunByOthers drafts={drafts} now={now} /> : null}
              {sessions.length > 0 ? (
                <DataTable
                  label="Not signed in time"
                  rows={sessions}
                  keyOf={session => session.id}
                  columns={[
                    {
                      head: 'What',
                      cell: session => (
                        <>
                          <b>{session.group}</b>
                          <span className="sub">
                            {session.kind === 'group' ? '' : 'An hour with '}
                            {count(session.expected, 'person', 'people')}, {session.room}
                          </span>
                        </>
                      ),
                    },
                    { head: 'Held', width: 130, cell: session => <When note={session} /> },
                    {
                      head: 'Led by',
                      width: 220,
                      cell: session => listWords(session.facilitators.map(each => each.name)) || 'Nobody',
                    },
                    { head: 'Sign by', width: 110, cell: session => <SignBy session={session} now={now} /> },
                  ]}
                />
              ) : null}
            </>
          )
        }
      </Asked>
    </Panel>
  )
}

/** Notes that await a second signature, one's own that came back, and for the director what is not signed in time. */
export default function CoSignPage() {
  const asked = useAsk<typeof coSignatures>('notes.to-co-sign', {}, { everySeconds: 60 })
  const may = useMay()
  return (
    <Page title="Co-signatures" sub="Notes of those whose license asks for a supervisor’s signature beside theirs.">
      <div className="stack">
        <Asked asked={asked} what="The queue" rows={3}>
          {({ toSign, own }) => (
            <>
              <ToSign notes={toSign} />
              <Own notes={own} />
            </>
          )}
        </Asked>
        {may('notes.overdue') ? <NotSigned /> : null}
      </div>
    </Page>
  )
}
