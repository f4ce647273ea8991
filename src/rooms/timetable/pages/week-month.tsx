import { type KeyboardEvent, memo } from 'react'
import { type Day, dayIn, type Instant, mondayOf } from '#kernel/time.ts'
import { useHere, useWords } from '#web/ui/me.tsx'
import { Link, useGo } from '#web/ui/route.tsx'
import { count, timeWords, weekdayWords } from '#web/words.ts'
import type { AssessmentLine, SessionLine } from '../queries.ts'
import { shortName } from './session-block.tsx'
import { type Closure, closureOn, dayByKey, type Lens, monthsOn, weekAddress, weeksOf } from './week-plan.ts'
import { useClosedWords } from './week-table.tsx'

const firstOfDay = 3

type WeekMonthProps = {
  first: Day
  now: Instant
  by: Lens
  sessions: readonly SessionLine[]
  assessments: readonly AssessmentLine[]
  closures: readonly Closure[]
}

/** A month: how many sessions each day has, the first of them, and the days that are closed. */
export function WeekMonth({ first, now, by, sessions, assessments, closures }: WeekMonthProps) {
  const words = useWords()
  const go = useGo()
  const today = dayIn(words.wall.zone, now)
  const days = Map.groupBy(sessions, session => session.onDay)
  const booked = Map.groupBy(assessments, each => each.onDay)
  const siteIds = [...new Set(sessions.map(session => session.siteId))]
  const next = monthsOn(first, 1)
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const from = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-day]') : null
    const shown = weeksOf(first).flat()
    const on = shown.find(each => each === from?.dataset.day)
    if (event.key === 'PageUp' || event.key === 'PageDown') {
      event.preventDefault()
      go(weekAddress({ by, month: monthsOn(first, event.key === 'PageUp' ? -1 : 1) }))
      return
    }
    const to = on ? dayByKey(on, event.key) : null
    if (!to) return
    event.preventDefault()
    event.currentTarget.querySelector<HTMLElement>(`[data-day="${to}"] a`)?.focus()
  }
  return (
    <div className="panel tt-wrap">
      <table className="mt" aria-label="Sessions of the month by day" onKeyDown={onKey}>
        <thead>
          <tr>
            {weekdayWords.map(word => (
              <th key={word} scope="col">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(first).map(week => (
            <tr key={week[0]}>
              {week.map(on => (
                <DayCell
                  key={on}
                  on={on}
                  by={by}
                  today={on === today}
                  outside={on < first || on >= next}
                  all={sessions}
                  sessions={days.get(on) ?? noSessions}
                  booked={booked.get(on)?.length ?? 0}
                  closed={closureOn(closures, on, siteIds)?.name}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const noSessions: readonly SessionLine[] = []

type DayCellProps = {
  on: Day
  by: Lens
  today: boolean
  outside: boolean
  all: readonly SessionLine[]
  sessions: readonly SessionLine[]
  /** How many assessments there are. */
  booked: number
  closed: string | undefined
}

const DayCell = memo(function DayCell({ on, by, today, outside, all, ...rest }: DayCellProps) {
  const { sessions, booked, closed } = rest
  const words = useWords()
  const closedWords = useClosedWords()
  const { me } = useHere()
  const held = sessions.filter(session => session.state !== 'canceled')
  const [weekday, number] = words.day(on).split(' ')
  const open = held.filter(session => session.state === 'planned' && session.facilitators.length === 0).length
  const time = (session: SessionLine) =>
    timeWords(session.startsAt, { zone: session.zone, clock: me.organization.clock })
  return (
    <td
      data-day={on}
      className={`${today ? 'today' : ''}${outside ? ' outside' : ''}${closed ? ' closed' : ''}`}
      aria-current={today ? 'date' : undefined}
    >
      <Link
        to={weekAddress({ by, monday: mondayOf(on) })}
        label={`Week of ${weekday} ${words.day(on).split(' ').slice(1).join(' ')}, ${count(held.length, 'session')}`}
      >
        <b>{number}</b>
        {today ? <span> today</span> : null}
        {held.length > 0 ? <span className="n">{count(held.length, 'session')}</span> : null}
      </Link>
      {closed ? (
        <p>
          <b>Closed, {closed}</b> {closedWords(all, on)}
        </p>
      ) : null}
      <ul>
        {held.slice(0, firstOfDay).map(session => (
          <li key={session.id}>
            {time(session)} {shortName(session)}
          </li>
        ))}
        {held.length > firstOfDay ? <li>and {held.length - firstOfDay} more</li> : null}
        {booked > 0 ? <li>{count(booked, 'assessment')}</li> : null}
      </ul>
      {open > 0 ? <p className="t-due">{open} without facilitator</p> : null}
    </td>
  )
})
