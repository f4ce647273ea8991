import { Icon } from '#web/ui/icon.tsx'
import { useWords } from '#web/ui/me.tsx'
import { listWords } from '#web/words.ts'
import type { SessionLine } from '../queries.ts'

const stateWords = { planned: 'planned', running: 'running now', over: 'over', canceled: 'canceled' } as const

/** A leader as a block says it: the family name. */
function familyName(name: string): string {
  return name.split(' ').at(-1) ?? name
}

/** Who leads, lead first: `Bell and Fischer`; undefined when nobody does. */
function leaderWords(session: SessionLine): string | undefined {
  const names = session.facilitators.map(each => familyName(each.name))
  return names.length > 0 ? listWords(names) : undefined
}

function Second({ session, timed }: { session: SessionLine; timed: boolean }) {
  const words = useWords(session.zone)
  const leader = leaderWords(session)
  const time = timed ? [words.time(session.startsAt)] : []
  if (session.state === 'canceled') {
    return (
      <span className="st">
        <Icon name="cross" /> Canceled: {session.cancelReason}
      </span>
    )
  }
  if (!leader) {
    return (
      <span className="st">
        <Icon name="warning" /> {[...time, 'no facilitator'].join(', ')}
      </span>
    )
  }
  if (session.state === 'running') {
    return (
      <span className="st">
        <Icon name="clock" /> Until {words.time(session.endsAt)}, {session.room}, {session.expected}
      </span>
    )
  }
  if (session.state === 'over') return <span>{['Over', ...time, leader, session.expected].join(', ')}</span>
  return <span>{[...time, leader, session.room, session.expected].join(', ')}</span>
}

/** How a session looks: its state, and that nobody leads it. */
function looksOf(session: SessionLine): string {
  if (session.state === 'canceled') return 'off'
  if (session.facilitators.length === 0) return 'open'
  return { planned: '', running: 'now', over: 'past' }[session.state]
}

type SessionBlockProps = { session: SessionLine; timed?: boolean; onOpen: () => void }

/** A group's name without its track, where the lane or the page says the track already. */
function shortName({ group, track }: SessionLine): string {
  return track && group.endsWith(`, ${track}`) ? group.slice(0, -track.length - 2) : group
}

/** One session in the week: its name; leader, room and how many are expected; what is out of the ordinary instead. */
export function SessionBlock({ session, timed = false, onOpen }: SessionBlockProps) {
  const words = useWords(session.zone)
  const day = `${words.day(session.startsAt)}, ${words.span(session.startsAt, session.endsAt)}`
  return (
    <button type="button" className={`ses ${looksOf(session)}`} onClick={onOpen}>
      <b>{timed ? shortName(session) : session.group}</b>
      <Second session={session} timed={timed} />
      <span className="vh">
        {`${session.track ?? 'No track'}, ${day}, ${stateWords[session.state]}, ${session.expected} expected`}
      </span>
    </button>
  )
}
