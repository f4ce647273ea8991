import type { Today, TodayDoor, TodayLine, TodaySession } from '../doors.ts'
import { Asked } from '../ui/asked.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Notice } from '../ui/chip.tsx'
import { ClientHours } from '../ui/client-hours.tsx'
import { useAsk } from '../ui/data.ts'
import { DataTable } from '../ui/data-table.tsx'
import { Icon } from '../ui/icon.tsx'
import { KeyHints } from '../ui/keys.tsx'
import { useHere, useMay, useWords } from '../ui/me.tsx'
import { Columns, Page, Panel } from '../ui/page.tsx'
import { Empty } from '../ui/state.tsx'
import { count, listWords } from '../words.ts'

const colors = { overdue: 't-risk', soon: 't-due', today: '', later: '' } as const

/** By when it is due; what has no time comes last, in the order its room gave. */
function inOrder(lines: readonly TodayLine[]): TodayLine[] {
  return [...lines].sort((a, b) => (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9'))
}

function Due({ line, now }: { line: TodayLine; now: string }) {
  const words = useWords()
  if (!line.dueAt) return <span className="quiet">No time set</span>
  return (
    <time dateTime={line.dueAt}>
      <span className="nowrap">{words.when(line.dueAt, now)}</span>
      <span className={`sub ${colors[line.urgency]}`}>{words.due(line.dueAt, now)}</span>
    </time>
  )
}

function Lines({ lines, now }: { lines: TodayLine[]; now: string }) {
  return (
    <DataTable
      label="To settle, by when it is due"
      headless
      rows={lines}
      keyOf={line => `${line.room} ${line.link} ${line.what}`}
      columns={[
        {
          head: 'What and why',
          cell: line => (
            <span className="named">
              <span>
                <b>{line.what}</b>
                <span className="sub">{line.because}</span>
              </span>
              {line.clientId ? <ClientHours id={line.clientId} name="This client" /> : null}
            </span>
          ),
        },
        { head: 'Due', width: 176, cell: line => <Due line={line} now={now} /> },
        {
          head: 'Action',
          kind: 'act',
          width: 150,
          cell: line => (
            <ButtonLink to={line.link} small label={`${line.verb}: ${line.what}`}>
              {line.verb}
            </ButtonLink>
          ),
        },
      ]}
    />
  )
}

/** A session by its group, or with whom it is. */
const titleOf = (session: TodaySession) =>
  session.with.length > 0 ? `${session.group}, ${listWords(session.with)}` : session.group

function Next({ next, now }: { next: TodaySession; now: string }) {
  const words = useWords(next.zone)
  const may = useMay()
  const begun = Date.parse(next.startsAt) <= Date.parse(now)
  const begins = begun ? `since ${words.time(next.startsAt)}` : `begins ${words.due(next.startsAt, now)}`
  return (
    <Panel
      title={`${begun ? 'Now' : 'Next'}: ${titleOf(next)} in ${next.room}`}
      sub={next.with.length > 0 ? begins : `${begins}, ${next.expected} expected`}
      end={
        may('attendance.sheet') ? (
          <ButtonLink kind="primary" icon="present" to={`/staff/attendance/${next.id}`}>
            Open attendance
          </ButtonLink>
        ) : null
      }
      foot={
        <>
          <time dateTime={next.startsAt}>
            {words.day(next.startsAt)}, {words.span(next.startsAt, next.endsAt)}
          </time>
          , {next.site}
          {next.topic ? `. Topic: ${next.topic}` : ''}
        </>
      }
    />
  )
}

const placeOf = (session: TodaySession) =>
  session.with.length > 0 ? session.room : `${session.room}, ${session.expected} expected`

const stateClass = { over: 'past', running: 'now', canceled: 'off', planned: '' } as const

/** The day in its order: what was, what is now, what comes. */
function Day({ sessions }: { sessions: readonly TodaySession[] }) {
  const words = useWords()
  return (
    <Panel title="Your day">
      <ol className="agenda">
        {sessions.map(session => (
          <li
            key={session.id}
            className={stateClass[session.state]}
            aria-current={session.state === 'running' ? 'step' : undefined}
          >
            <time dateTime={session.startsAt}>{words.time(session.startsAt)}</time>
            <div>
              <b>{titleOf(session)}</b>
              <span className="sub">{session.state === 'canceled' ? 'Canceled' : placeOf(session)}</span>
            </div>
            {session.state === 'over' ? (
              <span className="t-done">
                <Icon name="check" />
                <span className="vh">over</span>
              </span>
            ) : null}
          </li>
        ))}
      </ol>
    </Panel>
  )
}

const weights = [
  { urgency: 'overdue', word: 'overdue', color: 't-risk' },
  { urgency: 'soon', word: 'due soon', color: 't-due' },
  { urgency: 'today', word: 'later today', color: '' },
  { urgency: 'later', word: 'after today', color: '' },
] as const

/** The day at a glance: how much of each urgency. */
function Glance({ lines }: { lines: readonly TodayLine[] }) {
  return (
    <Panel title="At a glance">
      <dl className="facts">
        {weights.map(weight => {
          const number = lines.filter(line => line.urgency === weight.urgency).length
          return (
            <div key={weight.urgency}>
              <dt>{weight.word[0]?.toUpperCase() + weight.word.slice(1)}</dt>
              <dd className={number > 0 ? `tnum ${weight.color}` : 'tnum quiet'}>{number}</dd>
            </div>
          )
        })}
      </dl>
    </Panel>
  )
}

function Content({ today }: { today: Today }) {
  const words = useWords()
  const { me } = useHere()
  const lines = inOrder(today.lines)
  return (
    <Columns
      asideLabel="Your day"
      aside={
        <>
          {today.day.length > 0 ? <Day sessions={today.day} /> : null}
          {lines.length > 0 ? <Glance lines={lines} /> : null}
          {me.world === 'demo' ? (
            <Notice kind="info">
              <b>This is an invented house.</b> Press anything; no real person is touched.
            </Notice>
          ) : null}
        </>
      }
    >
      {today.next ? <Next next={today.next} now={today.now} /> : null}
      <Panel title="To settle" sub={lines.length > 0 ? 'by when it is due' : undefined}>
        {lines.length > 0 ? (
          <Lines lines={lines} now={today.now} />
        ) : (
          <Empty title="Nothing to settle">
            {today.next
              ? `Next: ${today.next.group}, ${words.when(today.next.startsAt, today.now)}.`
              : 'What is due to you comes here by itself, with the reason and the time.'}
          </Empty>
        )}
      </Panel>
      <KeyHints
        hints={[
          { key: 'ArrowUp ArrowDown', says: 'rows' },
          { key: 'Enter', says: 'do the row’s act' },
          { key: 'ctrl+k', says: 'find a client' },
          { key: '?', says: 'all keys' },
        ]}
      />
    </Columns>
  )
}

/** What this person has to settle, by when, with one act each. */
export default function TodayPage() {
  const today = useAsk<TodayDoor>('today.lines', {}, { everySeconds: 60 })
  const words = useWords()
  const now = today.data?.now
  const things = today.data?.lines.length ?? 0
  return (
    <Page
      title="Today"
      sub={
        now
          ? `${words.day(now)}, ${words.time(now)}. ${things === 0 ? 'Nothing' : count(things, 'thing')} to settle.`
          : ' '
      }
    >
      <Asked asked={today} what="Today">
        {data => <Content today={data} />}
      </Asked>
    </Page>
  )
}
