import { type Day, dayIn, type Instant, plusDays } from '#kernel/time.ts'
import { Notice } from '#web/ui/chip.tsx'
import { useHere, useWords } from '#web/ui/me.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count, timeWords } from '#web/words.ts'
import type { SessionLine } from '../queries.ts'
import { SessionBlock } from './session-block.tsx'
import { type Closure, closureOn, zoneWords } from './week-plan.ts'
import { useClosedWords } from './week-table.tsx'

/** Whether a day has something to look at: a move not saved, nobody leads, a session was canceled. */
function troubleOf(sessions: readonly SessionLine[], badId: string | undefined): keyof typeof troubleWords | null {
  if (sessions.some(session => session.id === badId)) return 'risk'
  return sessions.some(session => session.state === 'planned' && session.facilitators.length === 0) ? 'due' : null
}

const troubleWords = { risk: 'conflict', due: 'no facilitator' } as const

type WeekAgendaProps = {
  monday: Day
  now: Instant
  sessions: readonly SessionLine[]
  closures: readonly Closure[]
  zones: boolean
  bad: { id: string; words: string } | null
  on: Day
  onDay: (on: Day) => void
  onOpen: (session: SessionLine) => void
}

/** The week on a narrow screen: a strip of days, and the chosen day's sessions in their order. */
export function WeekAgenda(props: WeekAgendaProps) {
  const { monday, now, sessions, closures, zones, bad, on, onDay, onOpen } = props
  const words = useWords()
  const { me } = useHere()
  const closedWords = useClosedWords()
  const today = dayIn(words.wall.zone, now)
  const days = Array.from({ length: 7 }, (_, at) => plusDays(monday, at))
  const own = sessions.filter(session => session.onDay === on)
  const siteIds = [...new Set(sessions.map(session => session.siteId))]
  const closed = closureOn(closures, on, siteIds)
  const timeOf = (session: SessionLine) =>
    timeWords(session.startsAt, { zone: session.zone, clock: me.organization.clock })
  return (
    <div className="ag">
      <nav className="ag-days" aria-label="Days of the week">
        {days.map(day => {
          const trouble = troubleOf(
            sessions.filter(session => session.onDay === day),
            bad?.id,
          )
          const [weekday, number] = words.day(day).split(' ')
          return (
            <button key={day} type="button" aria-current={day === on ? 'date' : undefined} onClick={() => onDay(day)}>
              <span>{weekday}</span>
              <b>{number}</b>
              {trouble ? (
                <>
                  <i className={`dot ${trouble}`} />
                  <span className="vh">{troubleWords[trouble]}</span>
                </>
              ) : null}
            </button>
          )
        })}
      </nav>
      <h2>
        {on === today ? 'Today, ' : ''}
        {words.day(on)} <span className="quiet">{count(own.length, 'session')}</span>
      </h2>
      {closed ? (
        <Notice kind="quiet">
          <b>Closed, {closed.name}.</b> {closedWords(sessions, on)}
        </Notice>
      ) : null}
      {own.length === 0 && !closed ? <Empty title="No session this day">Choose another day above.</Empty> : null}
      <ol>
        {own.map(session => (
          <li key={session.id}>
            <time dateTime={session.startsAt}>
              {timeOf(session)}
              {zones ? <span className="sub">{zoneWords(session.zone)}</span> : null}
            </time>
            <SessionBlock
              session={session}
              now={now}
              bad={bad?.id === session.id ? bad.words : undefined}
              lens="client"
              onOpen={onOpen}
            />
          </li>
        ))}
      </ol>
    </div>
  )
}
