import { Button, ButtonLink } from '#web/ui/button.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { count } from '#web/words.ts'
import type { SessionLine } from '../queries.ts'

/** What the week asks for at once: sessions that nobody leads, the next one first. */
export function NoFacilitator(props: {
  sessions: readonly SessionLine[]
  onOpen: (session: SessionLine) => void
  onShowAll: () => void
}) {
  const { sessions, onOpen, onShowAll } = props
  const words = useWords(sessions[0]?.zone)
  const may = useMay()
  const [first, ...more] = sessions
  if (!first) return null
  return (
    <Panel
      title="No facilitator"
      padded
      end={
        <span className="t-due">
          {words.day(first.startsAt)}, {words.time(first.startsAt)}
        </span>
      }
    >
      <p>
        {first.group}, {first.room}. {count(first.expected, 'person is', 'people are')} expected, and nobody leads it
        yet.
      </p>
      <div className="row">
        <Button small onPress={() => onOpen(first)}>
          {may('timetable.change-session') ? 'Choose who leads' : 'Open'}
        </Button>
        {more.length > 0 ? (
          <Button small onPress={onShowAll}>
            See all {sessions.length}
          </Button>
        ) : null}
        {may('timetable.cover-plan') ? (
          <ButtonLink small kind="quiet" to={`/staff/week/cover?day=${first.onDay}`}>
            Someone is away
          </ButtonLink>
        ) : null}
      </div>
    </Panel>
  )
}
