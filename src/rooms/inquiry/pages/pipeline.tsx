import { memo, useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { Link } from '#web/ui/route.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { count } from '#web/words.ts'
import type { board } from '../board.ts'
import { leadWords } from './call-words.ts'
import { Figures } from './pipeline-figures.tsx'
import { LoseCard } from './pipeline-lose.tsx'
import { actWords, columns, minutesFrom, placeOf, waitWords } from './pipeline-words.ts'
import { Slots } from './slots.tsx'
import './pipeline.css'

type Board = OutputOf<typeof board>
type Card = Board['cards'][number]
type Doing = { kind: 'time' | 'lose'; id: string }

const shownFirst = 40

const cardsInOrder = () => [...document.querySelectorAll<HTMLElement>('.pipe-card')]
/** The card that the keyboard is in. */
const cardAt = () => document.activeElement?.closest<HTMLElement>('.pipe-card')?.dataset.id

/** Brings the keyboard to the next card or the one before. */
function step(by: 1 | -1) {
  const all = cardsInOrder()
  const at = all.findIndex(each => each.contains(document.activeElement))
  const next = all[at === -1 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))]
  next?.querySelector<HTMLElement>('a')?.focus()
  next?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}

/** When the next thing is, or since when it waits. */
function TimeLine({ card, now }: { card: Card; now: string }) {
  const words = useWords(card.zone)
  if (card.startsAt) return <span className="sub">{words.when(card.startsAt, now)}</span>
  if (card.callDueAt)
    return <span className={`sub ${card.callDueAt < now ? 't-due' : ''}`}>Call {words.due(card.callDueAt, now)}</span>
  return null
}

type CardProps = { card: Card; now: string; onDo: (doing: Doing) => void }

const PipeCard = memo(function PipeCard({ card, now, onDo }: CardProps) {
  const act = card.act ?? 'call'
  const place = placeOf(act, card.id)
  const label = `${actWords[act]}: ${card.code}`
  return (
    <li className="pipe-card" data-id={card.id}>
      <Link className="name" to={`/staff/inquiries/call/${card.id}`} label={`${card.called}, ${card.code}`}>
        {card.called}
      </Link>
      <span className={`sub tnum ${card.isLate ? 't-due' : ''}`}>
        {card.code} · {waitWords(minutesFrom(card.receivedAt, now))}
        {card.isLate ? ', later than our goal' : ''}
      </span>
      <TimeLine card={card} now={now} />
      {card.urgent ? <Chip kind="risk">{leadWords(card.urgent)}</Chip> : null}
      {place ? (
        <ButtonLink small to={place} label={label}>
          {actWords[act]}
        </ButtonLink>
      ) : (
        <Button small label={label} onPress={() => onDo({ kind: 'time', id: card.id })}>
          {actWords[act]}
        </Button>
      )}
    </li>
  )
})

type ColumnProps = { title: string; empty: string; cards: readonly Card[]; now: string; onDo: (doing: Doing) => void }

function PipeColumn({ title, empty, cards, now, onDo }: ColumnProps) {
  const [all, setAll] = useState(false)
  const shown = all ? cards : cards.slice(0, shownFirst)
  return (
    <section className="pipe-column" aria-label={title}>
      <h2>
        {title} <span className="quiet tnum">{cards.length}</span>
      </h2>
      {cards.length === 0 ? <p className="small quiet">{empty}</p> : null}
      <ul>
        {shown.map(card => (
          <PipeCard key={card.id} card={card} now={now} onDo={onDo} />
        ))}
      </ul>
      {cards.length > shown.length ? (
        <p>
          <Button small kind="quiet" onPress={() => setAll(true)} label={`Show all ${cards.length} of: ${title}`}>
            Show all {cards.length}
          </Button>
        </p>
      ) : null}
    </section>
  )
}

function Started({ started }: { started: Board['started'] }) {
  if (started.length === 0) return null
  return (
    <Panel title="Started in the last seven days" sub={count(started.length, 'person', 'people')} padded>
      <ul className="pipe-started">
        {started.map(each => (
          <li key={each.id}>
            <Link to={`/staff/inquiries/call/${each.id}`}>{each.called}</Link>{' '}
            <span className="quiet">after {waitWords(each.minutes)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Content({ data, onDo }: { data: Board; onDo: (doing: Doing) => void }) {
  return (
    <>
      {data.isCut ? (
        <p className="t-due">More are open than fit on one board: the {data.cards.length} that asked first are here.</p>
      ) : null}
      <div className="pipe">
        {columns.map(({ stage, ...column }) => (
          <PipeColumn
            key={stage}
            {...column}
            cards={data.cards.filter(card => card.stage === stage)}
            now={data.now}
            onDo={onDo}
          />
        ))}
      </div>
      <Started started={data.started} />
    </>
  )
}

const subOf = ({ cards, goalDays }: Board) =>
  `${count(cards.length, 'open inquiry', 'open inquiries')}; our goal: assessed in ${goalDays} business days`

/** Everybody who asked and has not started: how far they came, how long they wait, and what comes next. */
export default function PipelinePage() {
  const [siteId, setSiteId] = useState('')
  const [doing, setDoing] = useState<Doing>()
  const may = useMay()
  const asked = useAsk<typeof board>('inquiry.board', siteId ? { siteId } : {}, { everySeconds: 60 })
  const onCard = (kind: Doing['kind']) => {
    const id = cardAt()
    if (id) setDoing({ kind, id })
  }
  useKeys('The pipeline', [
    { key: 'j', says: 'Next person', run: () => step(1) },
    { key: 'k', says: 'Person before', run: () => step(-1) },
    { key: 's', says: 'A time for this person', run: () => onCard('time') },
    { key: 'x', says: 'This person does not start here', run: () => onCard('lose') },
  ])
  const { data } = asked
  const card = data?.cards.find(each => each.id === doing?.id)
  const close = () => setDoing(undefined)
  return (
    <Page
      title="Pipeline"
      sub={data ? subOf(data) : ' '}
      actions={
        may('inquiry.begin') ? (
          <ButtonLink kind="primary" icon="phone" to="/staff/inquiries">
            Inquiries and calls
          </ButtonLink>
        ) : null
      }
    >
      <div className="pipe-page">
        {data && data.sites.length > 1 ? (
          <Segmented
            label="Site"
            labelHidden
            small
            options={[
              { value: '', label: 'All sites' },
              ...data.sites.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={siteId}
            onValue={setSiteId}
          />
        ) : null}
        <Asked asked={asked} what="The pipeline" rows={8}>
          {all => <Content data={all} onDo={setDoing} />}
        </Asked>
        <Figures siteId={siteId || null} />
      </div>
      <Drawer
        open={doing?.kind === 'time' && card !== undefined}
        onClose={close}
        title={`A time for ${card?.code ?? ''}`}
      >
        {card ? <Slots contactId={card.id} siteId={card.siteId} /> : null}
      </Drawer>
      {card && doing?.kind === 'lose' ? (
        <LoseCard id={card.id} code={card.code} version={card.version} onClose={close} />
      ) : null}
      <KeyHints
        hints={[
          { key: 'j', says: 'and' },
          { key: 'k', says: 'move' },
          { key: 's', says: 'a time' },
          { key: 'x', says: 'lost' },
        ]}
      />
    </Page>
  )
}
