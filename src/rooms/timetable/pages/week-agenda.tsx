import { type Day, dayIn, type Instant, plusDays } from '#kernel/time.ts'
import { useWords } from '#web/ui/me.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count } from '#web/words.ts'
import type { SessionLine } from '../queries.ts'
import { SessionBlock } from './session-block.tsx'

/** Whether a day has something to look at: nobody leads, or a session was canceled. */
function troubleOf(sessions: readonly SessionLine[]): 'risk' | 'due' | null {
  if (sessions.some(session => session.state !== 'canceled' && session.facilitators.length === 0)) return 'risk'
  return sessions.some(session => session.state === 'canceled') ? 'due' : null
}

const troubleWords = { risk: 'a session without a facilitator', due: 'a canceled session' } as const

type WeekAgendaProps = {
  monday: Day
  now: Instant
  sessions: readonly SessionLine[]
  on: Day
  onDay: (on: Day) => void
  onOpen: (session: SessionLine) => void
}

/** The week on a narrow screen: a strip of days, and the chosen day's sessions in their order. */
export function WeekAgenda({ monday, now, sessions, on, onDay, onOpen }: WeekAgendaProps) {
  const words = useWords()
  const today = dayIn(words.wall.zone, now)
  const days = Array.from({ length: 7 }, (_, at) => plusDays(monday, at))
  const own = sessions.filter(session => session.onDay === on)
  return (
    <div className="ag">
      <nav className="ag-days" aria-label="Days of the week">
        {days.map(day => {
          const trouble = troubleOf(sessions.filter(session => session.onDay === day))
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
      {own.length === 0 ? <Empty title="No session this day">Choose another day above.</Empty> : null}
      <ol>
        {own.map(session => (
          <li key={session.id}>
            <time dateTime={session.startsAt}>{words.time(session.startsAt)}</time>
            <SessionBlock session={session} onOpen={() => onOpen(session)} />
          </li>
        ))}
      </ol>
    </div>
  )
}
