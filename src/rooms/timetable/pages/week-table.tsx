import type { KeyboardEvent } from 'react'
import { type Day, dayIn, type Instant, plusDays } from '#kernel/time.ts'
import { useWords } from '#web/ui/me.tsx'
import { count } from '#web/words.ts'
import type { SessionLine } from '../queries.ts'
import { SessionBlock } from './session-block.tsx'

/** A lane of the week: a track, or what belongs to none. */
type Lane = { id: string; name: string; site: string | null; sessions: SessionLine[] }

/** The lanes of a week, the one that begins earliest in the day first; what belongs to no track comes last. */
function lanesOf(sessions: readonly SessionLine[]): Lane[] {
  const groups = Map.groupBy(sessions, session => session.trackId ?? `none ${session.siteId}`)
  const several = new Set(sessions.map(session => session.siteId)).size > 1
  const lanes = [...groups].map(([id, of]) => ({
    id,
    name: of[0]?.track ?? 'No track',
    site: several ? (of[0]?.site ?? null) : null,
    sessions: of,
  }))
  const earliest = (lane: Lane) => {
    const times = lane.sessions.map(session => clockOf(session.startsAt, session.zone)).sort()
    return `${lane.id.startsWith('none') ? 1 : 0} ${times[0]} ${lane.name}`
  }
  return lanes.sort((a, b) => (earliest(a) < earliest(b) ? -1 : 1))
}

function clockOf(moment: string, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(
    new Date(moment),
  )
}

/** The days a week shows: Monday to Friday, and of the weekend what has sessions or comes before what has. */
function daysOf(monday: Day, sessions: readonly SessionLine[]): Day[] {
  const days = Array.from({ length: 7 }, (_, at) => plusDays(monday, at))
  const last = days.reduce((at, on, index) => (sessions.some(session => session.onDay === on) ? index : at), 0)
  return days.slice(0, Math.max(5, last + 1))
}

const arrows: Record<string, { across: number; down: number }> = {
  ArrowLeft: { across: -1, down: 0 },
  ArrowRight: { across: 1, down: 0 },
  ArrowUp: { across: 0, down: -1 },
  ArrowDown: { across: 0, down: 1 },
}

/** Moves the focus to the nearest block in the direction of the arrow, as the eye would. */
function moveFocus(event: KeyboardEvent<HTMLTableElement>): void {
  const arrow = arrows[event.key]
  const from = event.target instanceof HTMLElement ? event.target.getBoundingClientRect() : undefined
  if (!arrow || !from) return
  event.preventDefault()
  const blocks = [...event.currentTarget.querySelectorAll<HTMLElement>('.ses')].filter(each => each !== event.target)
  const ways = blocks.map(block => {
    const box = block.getBoundingClientRect()
    const across = box.left - from.left
    const down = box.top - from.top
    const ahead = across * arrow.across + down * arrow.down
    const aside = arrow.across ? Math.abs(down) : Math.abs(across)
    return { block, ahead, far: ahead + aside * 3 }
  })
  const [next] = ways.filter(way => way.ahead > 1).sort((a, b) => a.far - b.far)
  next?.block.focus()
}

type WeekTableProps = {
  monday: Day
  now: Instant
  sessions: readonly SessionLine[]
  onOpen: (session: SessionLine) => void
}

/** The week as days beside each other and tracks under each other. */
export function WeekTable({ monday, now, sessions, onOpen }: WeekTableProps) {
  const words = useWords()
  const days = daysOf(monday, sessions)
  const today = dayIn(words.wall.zone, now)
  return (
    <div className="panel tt-wrap">
      <table className="tt" aria-label="Sessions of the week by track and day" onKeyDown={moveFocus}>
        <thead>
          <tr>
            <th scope="col" className="lane">
              <span className="vh">Track</span>
            </th>
            {days.map(on => (
              <th key={on} scope="col" className={on === today ? 'today' : ''}>
                <b>{words.day(on)}</b>
                {on === today ? <span> today</span> : null}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lanesOf(sessions).map(lane => (
            <tr key={lane.id}>
              <th scope="row" className="lane">
                <b>{lane.name}</b>
                {lane.site ? <span>{lane.site}</span> : null}
                <span>{count(lane.sessions.length, 'session')}</span>
              </th>
              {days.map(on => (
                <td key={on} className={on === today ? 'today' : ''}>
                  <Cell sessions={lane.sessions.filter(session => session.onDay === on)} onOpen={onOpen} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell({ sessions, onOpen }: { sessions: readonly SessionLine[]; onOpen: (session: SessionLine) => void }) {
  if (sessions.length === 0) return <span className="vh">No session</span>
  return (
    <ol>
      {sessions.map(session => (
        <li key={session.id}>
          <SessionBlock session={session} timed onOpen={() => onOpen(session)} />
        </li>
      ))}
    </ol>
  )
}
