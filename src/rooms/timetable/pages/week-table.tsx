import { type KeyboardEvent, memo, useState } from 'react'
import { type Day, dayIn, type Instant } from '#kernel/time.ts'
import { useHere, useWords } from '#web/ui/me.tsx'
import { count, listWords, timeWords } from '#web/words.ts'
import type { AssessmentLine, SessionLine } from '../queries.ts'
import { AssessmentBlock } from './assessment-block.tsx'
import { SessionBlock } from './session-block.tsx'
import {
  type Closure,
  closedFate,
  closureOn,
  type Lane,
  type Lens,
  type Placed,
  placedIn,
  zoneWords,
} from './week-plan.ts'

const arrows: Record<string, { across: number; down: number }> = {
  ArrowLeft: { across: -1, down: 0 },
  ArrowRight: { across: 1, down: 0 },
  ArrowUp: { across: 0, down: -1 },
  ArrowDown: { across: 0, down: 1 },
}

/** Moves the focus to the nearest block in the direction of the arrow, as the eye would. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const arrow = arrows[event.key]
  const from = event.target instanceof HTMLElement ? event.target.getBoundingClientRect() : undefined
  if (!arrow || !from) return
  event.preventDefault()
  // What is folded away has no width, and what cannot be opened takes no focus.
  const shown = [...event.currentTarget.querySelectorAll<HTMLElement>(':is(a, button).ses')].filter(
    each => each.offsetWidth > 0,
  )
  const blocks = shown.filter(each => each !== event.target)
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

/** What a closed day says: its name, and what became of its sessions. */
export function useClosedWords(): (sessions: readonly SessionLine[], on: Day) => string {
  const words = useWords()
  return (sessions, on) => {
    const fate = closedFate(sessions, on)
    const days = fate.movedTo.map(day => words.day(day).split(' ')[0] ?? '')
    const moved = fate.moved > 0 ? [`${count(fate.moved, 'session')} moved to ${listWords(days)}`] : []
    return [...moved, ...(fate.canceled > 0 ? [`${fate.canceled} canceled`] : [])].join(', ')
  }
}

type WeekTableProps = {
  lens: Exclude<Lens, 'client'>
  lanes: readonly Lane[]
  days: readonly Day[]
  now: Instant
  sessions: readonly SessionLine[]
  closures: readonly Closure[]
  /** Hours are told on more than one clock. */
  zones: boolean
  /** The session whose move was not saved, with why. */
  bad: { id: string; words: string } | null
  mayMove: (session: SessionLine) => boolean
  onOpen: (session: SessionLine) => void
}

const laneWords = { track: 'Track', room: 'Room', facilitator: 'Facilitator' } as const

/** The week as days beside each other and tracks, rooms or facilitators under each other. */
export const WeekTable = memo(function WeekTable(props: WeekTableProps) {
  const { lens, lanes, days, now, sessions, closures } = props
  const words = useWords()
  const closedWords = useClosedWords()
  const today = dayIn(words.wall.zone, now)
  const siteIds = [...new Set(lanes.flatMap(lane => lane.siteId ?? []))]
  const closedOn = (on: Day) => {
    const closure = closureOn(closures, on, siteIds)
    if (!closure) return undefined
    const fate = closedFate(sessions, on)
    const booked = lanes.some(lane => lane.assessments.some(each => each.onDay === on))
    return { name: closure.name, says: closedWords(sessions, on), whole: fate.held + fate.canceled === 0 && !booked }
  }
  const columns = days.map(on => ({ on, closed: closedOn(on) }))
  return (
    <table className="tt" aria-label={`Sessions of the week by ${laneWords[lens].toLowerCase()} and day`}>
      <thead>
        <tr>
          <th scope="col" className="lane">
            <span className="vh">{laneWords[lens]}</span>
          </th>
          {columns.map(({ on, closed }) => (
            <th
              key={on}
              scope="col"
              data-day={on}
              className={`${on === today ? 'today' : ''}${closed?.whole ? ' closed' : ''}`}
              aria-current={on === today ? 'date' : undefined}
            >
              <b>{words.day(on).split(' ').slice(0, 2).join(' ')}</b>
              {on === today ? <span> today</span> : null}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lanes.map((lane, at) => (
          <tr key={lane.id} data-lane={lane.id} className={lane.kind}>
            <LaneHead lane={lane} several={siteIds.length > 1} zones={props.zones} />
            {columns.map(({ on, closed }) => {
              if (closed?.whole && at > 0) return null
              return (
                <td
                  key={on}
                  className={`${on === today ? 'today' : ''}${closed ? ' closed' : ''}`}
                  rowSpan={closed?.whole ? lanes.length : 1}
                >
                  {closed && at === 0 ? (
                    <p className="closed-says">
                      <b>Closed, {closed.name}</b> {closed.says}
                    </p>
                  ) : null}
                  {closed?.whole ? null : <Cell {...props} lane={lane} on={on} />}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
})

function LaneHead({ lane, several, zones }: { lane: Lane; several: boolean; zones: boolean }) {
  const { me } = useHere()
  // The hours are wall clock, so any day in UTC writes them as they are.
  const hourWords = (hour: string) =>
    timeWords(`2026-01-05T${hour}:00Z`, { zone: 'UTC', clock: me.organization.clock }).replace(' ', '\u00a0')
  const booked = lane.assessments.length > 0 ? [count(lane.assessments.length, 'assessment')] : []
  const led = lane.sessions.length > 0 || booked.length === 0 ? [count(lane.sessions.length, 'session')] : []
  const notes = lane.notes.length > 0 ? lane.notes : [...led, ...booked]
  return (
    <th scope="row" className={`lane${lane.hours.length > 0 ? ' with-hours' : ''}`}>
      <b>{lane.name}</b>
      {several && lane.site ? <span>{lane.site}</span> : null}
      {zones ? <span>{zoneWords(lane.zone)}</span> : null}
      {notes.map(note => (
        <span key={note}>{note}</span>
      ))}
      {lane.hours.length > 0 ? (
        <ol className="hrs" aria-hidden="true">
          {lane.hours.map(hour => (
            <li key={hour}>{hourWords(hour)}</li>
          ))}
        </ol>
      ) : null}
    </th>
  )
}

/** So many appointments of a day stand in their cell before the rest is folded away. */
const fewInCell = 3

/** Sessions as they are placed, with the assessments among them by the hour. */
function inTime(placed: readonly Placed[], assessments: readonly AssessmentLine[]) {
  const blocks = [
    ...placed.map(each => ({ kind: 'session' as const, startsAt: each.session.startsAt, ...each })),
    ...assessments.map(each => ({ kind: 'assessment' as const, startsAt: each.startsAt, assessment: each })),
  ]
  if (assessments.length === 0) return blocks
  return blocks.sort((a, b) => Number(a.startsAt > b.startsAt) - Number(a.startsAt < b.startsAt))
}

function Cell(props: WeekTableProps & { lane: Lane; on: Day }) {
  const { lane, on, lens, now, bad, mayMove, onOpen } = props
  const [open, setOpen] = useState(false)
  const sessions = lane.sessions.filter(session => session.onDay === on)
  const assessments = lane.assessments.filter(each => each.onDay === on)
  if (sessions.length + assessments.length === 0) return <span className="vh">No session</span>
  const placed = inTime(placedIn(lane.hours, sessions), assessments)
  const folded = !open && lane.kind === 'appointments' && placed.length > fewInCell + 1
  const zoneOf = (zone: string) => (props.zones && lane.siteId === null ? zoneWords(zone) : undefined)
  return (
    <>
      <ol className={folded ? 'few' : ''}>
        {placed.map(each => {
          if (each.kind === 'assessment')
            return (
              <li key={each.assessment.id}>
                <AssessmentBlock {...{ now, lens }} assessment={each.assessment} zone={zoneOf(each.assessment.zone)} />
              </li>
            )
          const { session, row, timed } = each
          return (
            <li key={session.id} {...(row === null ? {} : { style: { gridRow: row + 1 } })}>
              <SessionBlock
                session={session}
                now={now}
                lens={lens}
                timed={timed}
                bad={bad?.id === session.id ? bad.words : undefined}
                movable={mayMove(session)}
                zone={zoneOf(session.zone)}
                onOpen={onOpen}
              />
            </li>
          )
        })}
      </ol>
      {folded ? (
        <button type="button" className="unfold" onClick={() => setOpen(true)}>
          {placed.length - fewInCell} more
        </button>
      ) : null}
    </>
  )
}
