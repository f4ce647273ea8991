import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Columns, Page, Panel } from '#web/ui/page.tsx'
import { Link, useGo, useWord } from '#web/ui/route.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count } from '#web/words.ts'
import type { waitlist } from '../waiting.ts'
import { LeaveDrawer, TouchDrawer, WishDrawer } from './waitlist-entry.tsx'
import { AnswerDrawer, OfferDrawer } from './waitlist-offer.tsx'
import { wayWords, wellWords, wishWords } from './waitlist-words.ts'
import './waitlist.css'

export type Waitlist = OutputOf<typeof waitlist>
export type Program = Waitlist['programs'][number]
export type Entry = Program['entries'][number]
type Doing = { kind: 'offer' | 'answer' | 'touch' | 'change' | 'leave'; entry: Entry } | { kind: 'join' }

/** Whole days from one moment to another. */
const daysFrom = (from: string, to: string) => Math.floor((Date.parse(to) - Date.parse(from)) / 86_400_000)

function Touched({ entry, now }: { entry: Entry; now: string }) {
  const words = useWords()
  const { touched, contactDueAt } = entry
  return (
    <span className="sub">
      {touched ? `${wayWords(touched.way)} ${words.day(touched.at)}: ${wellWords(touched.well)}. ` : ''}
      <span className={contactDueAt < now ? 't-due' : ''}>Speak with them {words.due(contactDueAt, now)}</span>
    </span>
  )
}

function Chips({ entry, data }: { entry: Entry; data: Waitlist }) {
  const words = useWords()
  const { offered, ahead, aheadBecause, admitBy, lapses } = entry
  const reason = data.ahead.find(each => each.because === ahead)
  return (
    <>
      <span className="row">
        {offered ? <Chip kind="due">Place held, answer {words.due(offered.expiresAt, data.now)}</Chip> : null}
        {reason ? <Chip kind="info">Goes ahead: {reason.name.toLowerCase()}</Chip> : null}
        {lapses > 0 ? <Chip kind="quiet">{count(lapses, 'offer')} not answered</Chip> : null}
      </span>
      {aheadBecause ? <span className="sub">because: {aheadBecause}</span> : null}
      {admitBy ? (
        <span className="sub">
          where the block grant pays: by {words.day(admitBy.within)}, at the latest {words.day(admitBy.latest)}
        </span>
      ) : null}
    </>
  )
}

type LineProps = { entry: Entry; program: Program; data: Waitlist; isFirst: boolean; onDo: (doing: Doing) => void }

function Line({ entry, program, data, isFirst, onDo }: LineProps) {
  const words = useWords()
  const may = useMay()
  const days = daysFrom(entry.askedAt, data.now)
  const say = (kind: Exclude<Doing['kind'], 'join'>) => () => onDo({ kind, entry })
  return (
    <li data-id={entry.id} tabIndex={-1}>
      <span className="place">{entry.place}.</span>
      <span className="who">
        <Link to={`/staff/inquiries/call/${entry.contactId}`} label={`${entry.called}, ${entry.code}`}>
          {entry.called}
        </Link>{' '}
        <span className="sub tnum">
          {entry.code} · asked {words.day(entry.askedAt)}
          {days > 0 ? `, ${count(days, 'day')} ago` : ''} · {wishWords(entry, program.tracks, data.groups)}
          {entry.hasChart ? '' : ' · no chart yet'}
        </span>
        <Chips entry={entry} data={data} />
        <Touched entry={entry} now={data.now} />
      </span>
      <span className="acts">
        {entry.offered && may('welcome.answer-place') ? (
          <Button small label={`Note the answer of ${entry.code}`} onPress={say('answer')}>
            Note the answer
          </Button>
        ) : null}
        {!entry.offered && may('welcome.offer-place') ? (
          <Button
            small
            kind={isFirst ? 'plain' : 'quiet'}
            label={`Offer a place to ${entry.code}`}
            onPress={say('offer')}
          >
            Offer a place
          </Button>
        ) : null}
        <Button small kind="quiet" label={`Spoken with ${entry.code}`} onPress={say('touch')}>
          Spoken with
        </Button>
        <Button small kind="quiet" label={`Change what ${entry.code} waits for`} onPress={say('change')}>
          Change
        </Button>
        <Button small kind="quiet" label={`Take ${entry.code} off the waitlist`} onPress={say('leave')}>
          Take off
        </Button>
      </span>
    </li>
  )
}

type ListProps = { program: Program; data: Waitlist; onDo: (doing: Doing) => void }

function List({ program, data, onDo }: ListProps) {
  const first = program.entries.find(each => !each.offered)
  return (
    <Panel
      title={program.name}
      sub={count(program.entries.length, 'person waits', 'people wait')}
      end={
        <Button small icon="plus" onPress={() => onDo({ kind: 'join' })}>
          Put someone on it
        </Button>
      }
      foot="In the order in which they asked for help. Who goes ahead has a written reason; who let an offer run out waits behind who was asked less often."
    >
      {program.entries.length > 0 ? (
        <ol className="waitlist" aria-label={`Who waits for ${program.name}, in order`}>
          {program.entries.map(entry => (
            <Line key={entry.id} entry={entry} program={program} data={data} isFirst={entry === first} onDo={onDo} />
          ))}
        </ol>
      ) : (
        <Empty title="Nobody waits">Who asked for help and cannot start yet waits here, in a fair order.</Empty>
      )}
    </Panel>
  )
}

function Tracks({ program }: { program: Program }) {
  const words = useWords()
  return (
    <Panel title="Free places" sub="a seat in each group of the track">
      {program.tracks.length > 0 ? (
        <DataTable
          label="Free places by track"
          tight
          rows={program.tracks}
          keyOf={each => each.id}
          columns={[
            { head: 'Track', cell: each => each.name },
            { head: 'Free', kind: 'num', card: 'label', cell: each => each.free },
            {
              head: 'From',
              card: 'label',
              cell: each => (each.freeFrom ? words.day(each.freeFrom) : <span className="quiet">no day known</span>),
            },
          ]}
        />
      ) : (
        <Empty title="No tracks">Add tracks on the page of the program; a place is a seat in the groups of one.</Empty>
      )}
    </Panel>
  )
}

function Exceptions({ data }: { data: Waitlist }) {
  const words = useWords()
  if (data.exceptions.length === 0) return null
  return (
    <Panel title="Out of order" sub="in the last 30 days" padded>
      <ul className="stack plain">
        {data.exceptions.map(each => (
          <li key={`${each.code} ${each.at}`}>
            {each.code}, {words.day(each.at)}
            {each.by ? `, by ${each.by}` : ''}
            <span className="sub">{each.because}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

type OpenedProps = { doing: Doing; program: Program; data: Waitlist; contactId: string | null; onClose: () => void }

function Opened({ doing, program, data, contactId, onClose }: OpenedProps) {
  if (doing.kind === 'join') return <WishDrawer data={data} program={program} contactId={contactId} onClose={onClose} />
  const own = { data, program, entry: doing.entry, onClose }
  if (doing.kind === 'offer') return <OfferDrawer {...own} />
  if (doing.kind === 'answer') return <AnswerDrawer {...own} />
  if (doing.kind === 'touch') return <TouchDrawer {...own} />
  return doing.kind === 'leave' ? <LeaveDrawer {...own} /> : <WishDrawer {...own} contactId={null} />
}

const rows = () => [...document.querySelectorAll<HTMLElement>('.waitlist > li')]
const rowAt = () => document.activeElement?.closest<HTMLElement>('.waitlist > li')

/** Brings the keyboard to the next person or the one before. */
function step(by: 1 | -1): void {
  const all = rows()
  const at = all.findIndex(each => each === rowAt())
  const next = all[at === -1 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}

/** The program of whom this page was opened for, or else the first that somebody waits for. */
function programFor(data: Waitlist, chosen: string, contactId: string | undefined): Program | undefined {
  const { programs } = data
  const theirs = programs.find(program => program.entries.some(each => each.contactId === contactId))
  return (
    programs.find(program => program.id === chosen) ??
    theirs ??
    programs.find(program => program.entries.length > 0) ??
    programs[0]
  )
}

function Content({ data }: { data: Waitlist }) {
  const contactId = useWord('for')
  const go = useGo()
  const may = useMay()
  const [chosen, setChosen] = useState('')
  const program = programFor(data, chosen, contactId)
  const known = data.programs.flatMap(each => each.entries).find(each => each.contactId === contactId)
  // Whoever is led here for one person is with them at once: with what they are offered, or with what they wait for.
  const [doing, setDoing] = useState<Doing | undefined>(() => {
    if (contactId === undefined) return undefined
    if (!known) return { kind: 'join' }
    return known.offered && may('welcome.answer-place') ? { kind: 'answer', entry: known } : undefined
  })
  const onRow = (kind: Exclude<Doing['kind'], 'join'>) => {
    const entry = program?.entries.find(each => each.id === rowAt()?.dataset.id)
    if (!entry) return
    if (kind === 'offer' && !may('welcome.offer-place')) return
    setDoing({ kind: kind === 'offer' && entry.offered ? 'answer' : kind, entry })
  }
  useKeys('The waitlist', [
    { key: 'j', says: 'Next person', run: () => step(1) },
    { key: 'k', says: 'Person before', run: () => step(-1) },
    { key: 'o', says: 'Offer a place, or note the answer', run: () => onRow('offer') },
    { key: 's', says: 'Spoken with this person', run: () => onRow('touch') },
    { key: 'n', says: 'Put somebody on the waitlist', run: () => setDoing({ kind: 'join' }) },
  ])
  if (!program) return <Empty title="No program">Add a program first; people wait for a place in one.</Empty>
  const close = () => {
    setDoing(undefined)
    if (contactId !== undefined) go('/staff/waitlist', { replace: true })
  }
  return (
    <>
      {data.programs.length > 1 ? (
        <Segmented
          label="Program"
          labelHidden
          small
          options={data.programs.map(({ id, name, entries }) => ({ value: id, label: `${name}, ${entries.length}` }))}
          value={program.id}
          onValue={setChosen}
        />
      ) : null}
      <Columns
        aside={
          <>
            <Tracks program={program} />
            <Exceptions data={data} />
          </>
        }
        asideLabel="Places and exceptions"
      >
        <List program={program} data={data} onDo={setDoing} />
      </Columns>
      {doing ? (
        <Opened doing={doing} program={program} data={data} contactId={contactId ?? null} onClose={close} />
      ) : null}
    </>
  )
}

/** Who waits for a place in a program, in a fair order, with what they are offered and how they are meanwhile. */
export default function WaitlistPage() {
  const asked = useAsk<typeof waitlist>('welcome.waitlist', {}, { everySeconds: 60 })
  return (
    <Page title="Waitlist" sub="Who asked for help and waits for a place, in a fair order.">
      <Asked asked={asked} what="The waitlist" rows={6}>
        {data => <Content data={data} />}
      </Asked>
      <KeyHints
        hints={[
          { key: 'j', says: 'and' },
          { key: 'k', says: 'move' },
          { key: 'o', says: 'offer or answer' },
          { key: 's', says: 'spoken with' },
          { key: 'n', says: 'new' },
        ]}
      />
    </Page>
  )
}
