import { type Day, dayIn, type Instant, plusDays } from '#kernel/time.ts'
import { Notice } from '#web/ui/chip.tsx'
import { useHere, useWords } from '#web/ui/me.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count, timeWords } from '#web/words.ts'
import type { AssessmentLine, SessionLine } from '../queries.ts'
import { AssessmentBlock } from './assessment-block.tsx'
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
  assessments: readonly AssessmentLine[]
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
  const booked = props.assessments.filter(each => each.onDay === on)
  const all = [...own, ...booked].sort((a, b) => Number(a.startsAt > b.startsAt) - Number(a.startsAt < b.startsAt))
  const siteIds = [...new Set(sessions.map(session => session.siteId))]
  const closed = closureOn(closures, on, siteIds)
  const timeOf = ({ startsAt, zone }: Pick<SessionLine, 'startsAt' | 'zone'>) =>
    timeWords(startsAt, { zone, clock: me.organization.clock })
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
        {words.day(on)}{' '}
        <span className="quiet">
          {count(own.length, 'session')}
          {booked.length > 0 ? `, ${count(booked.length, 'assessment')}` : ''}
        </span>
      </h2>
      {closed ? (
        <Notice kind="quiet">
          <b>Closed, {closed.name}.</b> {closedWords(sessions, on)}
        </Notice>
      ) : null}
      {all.length === 0 && !closed ? <Empty title="No session this day">Choose another day above.</Empty> : null}
      <ol>
        {all.map(each => (
          <li key={each.id}>
            <time dateTime={each.startsAt}>
              {timeOf(each)}
              {zones ? <span className="sub">{zoneWords(each.zone)}</span> : null}
            </time>
            {'code' in each ? (
              <AssessmentBlock assessment={each} now={now} lens="client" timed={false} />
            ) : (
              <SessionBlock
                session={each}
                now={now}
                bad={bad?.id === each.id ? bad.words : undefined}
                lens="client"
                onOpen={onOpen}
              />
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}
