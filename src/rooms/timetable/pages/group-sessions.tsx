import { mondayOf } from '#kernel/time.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Link } from '#web/ui/route.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count, minutesWords } from '#web/words.ts'
import type { SessionLine, weekOf } from '../queries.ts'
import type { Group } from './group-draft.ts'

/** The week of a session. */
const weekPath = (session: SessionLine) => `/staff/week?monday=${mondayOf(session.onDay)}`

function When({ session, zone }: { session: SessionLine; zone: string }) {
  const words = useWords(zone)
  return (
    <>
      <Link to={weekPath(session)}>
        <time dateTime={session.startsAt}>{words.day(session.startsAt)}</time>
      </Link>
      <span className="sub">{words.span(session.startsAt, session.endsAt)}</span>
    </>
  )
}

function Topic({ session, group }: { session: SessionLine; group: Group }) {
  if (session.state === 'canceled')
    return (
      <>
        <Chip kind="quiet">Canceled</Chip> <span className="quiet">{session.cancelReason}</span>
      </>
    )
  return (
    <>
      {session.topic ?? <span className="quiet">{group.curriculumId ? 'No topic left' : 'No topic yet'}</span>}
      {session.topicChosen ? <span className="sub">chosen by hand</span> : null}
      {session.moved ? (
        <span className="sub">moved{session.changeReason ? `: ${session.changeReason}` : ''}</span>
      ) : null}
    </>
  )
}

/** The coming sessions of a group: when, about what, with whom, and how many told that they do not come. */
export function ComingSessions({ group }: { group: Group }) {
  const asked = useAsk<typeof weekOf>('timetable.week', { groupId: group.id, weeks: 6 })
  return (
    <Panel title="Coming sessions" sub="six weeks">
      <Asked asked={asked} what="The sessions" rows={3}>
        {({ sessions, now }) => {
          const coming = sessions.filter(session => session.endsAt > now)
          return coming.length === 0 ? (
            <Empty title="No session ahead">
              {group.endsOn ? 'The group has ended.' : 'Sessions come into being eight weeks ahead.'}
            </Empty>
          ) : (
            <DataTable
              label="Coming sessions"
              tight
              rows={coming}
              keyOf={session => session.id}
              columns={[
                { head: 'When', width: 150, cell: session => <When session={session} zone={group.zone} /> },
                { head: 'Topic', cell: session => <Topic session={session} group={group} /> },
                {
                  head: 'Led by',
                  card: 'label',
                  cell: session =>
                    session.facilitators.length > 0 ? (
                      session.facilitators.map(each => each.name).join(', ')
                    ) : (
                      <span className="t-due">Nobody yet</span>
                    ),
                },
                { head: 'Where', card: 'label', cell: session => session.room },
                {
                  head: 'Expected',
                  kind: 'num',
                  card: 'label',
                  cell: session => (
                    <>
                      {session.expected}
                      {session.away > 0 ? <span className="sub">{count(session.away, 'absence')} told</span> : null}
                    </>
                  ),
                },
                {
                  head: 'Counts',
                  kind: 'num',
                  card: 'label',
                  cell: session => (session.counts ? minutesWords(session.countedMinutes) : 'no'),
                },
              ]}
            />
          )
        }}
      </Asked>
    </Panel>
  )
}
