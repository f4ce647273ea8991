import { memo } from 'react'
import type { Instant } from '#kernel/time.ts'
import { Icon, type IconName } from '#web/ui/icon.tsx'
import { useWords } from '#web/ui/me.tsx'
import { listWords } from '#web/words.ts'
import type { SessionLine } from '../queries.ts'
import { familyName, type Lens } from './week-plan.ts'

const stateWords = { planned: 'planned', running: 'running now', over: 'over', canceled: 'canceled' } as const

/** Who leads, lead first: `Bell and Fischer`, `Fischer for Raman`; undefined when nobody does. */
export function leaderWords(session: Pick<SessionLine, 'facilitators'>): string | undefined {
  const names = session.facilitators.map(each =>
    each.forStaff ? `${familyName(each.name)} for ${familyName(each.forStaff)}` : familyName(each.name),
  )
  return names.length > 0 ? listWords(names) : undefined
}

/** A group's name without its track, where the lane or the page says the track already. */
export function shortName({ group, track }: Pick<SessionLine, 'group' | 'track'>): string {
  return track && group.endsWith(`, ${track}`) ? group.slice(0, -track.length - 2) : group
}

const soonMinutes = 60

/** Minutes until it begins, when that is soon. */
function soon(session: SessionLine, now: Instant): number | null {
  const minutes = Math.ceil((Date.parse(session.startsAt) - Date.parse(now)) / 60_000)
  return session.state === 'planned' && minutes > 0 && minutes <= soonMinutes ? minutes : null
}

/** `paper`: what is said of the next minutes means nothing on paper. */
type Line = { icon?: IconName; parts: (string | number)[]; paper?: (string | number)[] }

/** What stands under the name: what is out of the ordinary, else leader, room and how many are expected. */
function secondLine(session: SessionLine, { now, bad, lens, time, from }: LineOf): Line {
  const leader = lens === 'facilitator' ? undefined : leaderWords(session)
  const room = lens === 'room' ? undefined : session.room
  const place = [leader, room].flatMap(word => word ?? [])
  const minutes = soon(session, now)
  if (bad) return { icon: 'warning', parts: [bad] }
  if (session.state === 'canceled') return { icon: 'cross', parts: [`Canceled: ${session.cancelReason}`] }
  if (session.facilitators.length === 0) return { icon: 'warning', parts: [...time, 'No facilitator'] }
  const usual = [...time, ...place, session.expected]
  if (minutes !== null) return { icon: 'clock', parts: [`In ${minutes} min`, ...place, session.expected], paper: usual }
  if (session.state === 'running')
    return { icon: 'clock', parts: [`Until ${from.end}`, ...place, session.expected], paper: usual }
  if (session.moved) return { icon: 'forward', parts: [`From ${from.day}`, ...time, leader ?? session.room] }
  return { parts: usual }
}

type LineOf = {
  now: Instant
  bad: string | undefined
  lens: Lens
  time: string[]
  from: { day: string; end: string }
}

/** How a session looks: its state, and that nobody leads it. */
export function looksOf(session: SessionLine, now: Instant): string {
  if (session.state === 'canceled') return 'off'
  if (session.facilitators.length === 0 && session.state === 'planned') return 'open'
  if (session.state === 'running' || soon(session, now) !== null) return 'now'
  if (session.state === 'over') return 'past'
  return session.moved ? 'moved' : ''
}

type SessionBlockProps = {
  session: SessionLine
  now: Instant
  onOpen: (session: SessionLine) => void
  lens?: Lens
  /** Its time is said in the block, because no hour stands beside it. */
  timed?: boolean
  /** Why a move of it was not saved. */
  bad?: string | undefined
  /** It can be lifted and put elsewhere. */
  movable?: boolean
  /** The zone is named with the time, because several are shown. */
  zone?: string | undefined
}

/** One session in the week: its name; leader, room and how many are expected; what is out of the ordinary instead. */
export const SessionBlock = memo(function SessionBlock(props: SessionBlockProps) {
  const { session, now, onOpen, lens = 'track', timed = false, bad, movable = false, zone } = props
  const words = useWords(session.zone)
  const day = `${words.day(session.startsAt)}, ${words.span(session.startsAt, session.endsAt)}`
  const time = timed ? [`${words.time(session.startsAt)}${zone ? ` ${zone}` : ''}`] : []
  const [weekday = ''] = session.plannedOn ? words.day(session.plannedOn).split(' ') : []
  const from = { day: weekday, end: words.time(session.endsAt) }
  const { icon, parts, paper } = secondLine(session, { now, bad, lens, time, from })
  const name = lens === 'track' ? shortName(session) : session.group
  return (
    <button
      type="button"
      className={`ses ${bad ? 'bad' : looksOf(session, now)}${movable ? ' movable' : ''}`}
      data-session={session.id}
      onClick={() => onOpen(session)}
    >
      <b>
        {name}
        {session.counts ? '' : ', not counted'}
      </b>
      <span className={icon ? 'st' : ''}>
        {icon ? <Icon name={icon} /> : null}
        {parts.join(', ')}
      </span>
      {paper ? (
        <span className="on-paper" aria-hidden="true">
          {paper.join(', ')}
        </span>
      ) : null}
      <span className="vh">
        {`${session.track ?? session.site}, ${day}, ${stateWords[session.state]}, ${session.expected} expected`}
      </span>
    </button>
  )
})
