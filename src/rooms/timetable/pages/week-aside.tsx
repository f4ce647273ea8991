import { Button, ButtonLink } from '#web/ui/button.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count } from '#web/words.ts'
import type { check } from '../plan-queries.ts'
import type { SessionLine } from '../queries.ts'
import type { changeSession } from '../sessions.ts'

/** Who holds what the session asks for and is free then; one press and the first of them leads it. */
function WhoCould({ session, onOpen }: { session: SessionLine; onOpen: () => void }) {
  const { id: sessionId, startsAt, version } = session
  const asked = useAsk<typeof check>('timetable.check', { sessionId, startsAt, leaders: true }, { private: true })
  const lead = useAct<typeof changeSession>('timetable.change-session')
  const free = (asked.data?.leaders ?? []).filter(each => each.may && each.free)
  const [first, ...more] = free
  if (!asked.data) return null
  if (!first)
    return (
      <>
        <p>Nobody who may lead it is free then.</p>
        <Button small onPress={onOpen}>
          Move or cancel it
        </Button>
      </>
    )
  const take = async () => {
    const done = await lead.run({ sessionId, version, staffIds: [first.staffId], reason: '' })
    if (done) toast(`${first.name} leads ${session.group}.`)
  }
  return (
    <>
      <p>{count(free.length, 'person who may lead it is', 'people who may lead it are')} free.</p>
      <div className="row">
        <Button small kind="primary" busy={lead.busy} onPress={() => void take()}>
          Let {first.name} lead
        </Button>
        {more.length > 0 ? (
          <Button small onPress={onOpen}>
            See all {free.length}
          </Button>
        ) : null}
      </div>
    </>
  )
}

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
      {may('timetable.cover-plan') ? (
        <WhoCould key={first.id} session={first} onOpen={() => onOpen(first)} />
      ) : (
        <Button small onPress={() => onOpen(first)}>
          Open
        </Button>
      )}
      <div className="row">
        {more.length > 0 ? (
          <Button small kind="quiet" onPress={onShowAll}>
            {count(more.length, 'more session')}
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
