import { useState } from 'react'
import type { attendedBy } from '#rooms/attendance/queries.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Chip, type Kind } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/state.tsx'
import { minutesWords } from '#web/words.ts'
import { ChartTopics } from './chart-topics.tsx'
import { type Attended, type AttendedWeek, type Front, mondayOf, plusDays, weeksOf } from './chart-words.ts'

const standings: Record<Attended['standing'], { kind: Kind; says: string }> = {
  present: { kind: 'done', says: 'Present' },
  late: { kind: 'due', says: 'Late' },
  'left-early': { kind: 'due', says: 'Left early' },
  absent: { kind: 'risk', says: 'Away' },
  excused: { kind: 'info', says: 'Excused' },
  'not-marked': { kind: 'quiet', says: 'Not marked' },
}

function Standing({ session, now }: { session: Attended; now: string }) {
  if (session.standing === 'not-marked' && session.endsAt > now)
    return session.away ? <Chip kind="info">Told us: away</Chip> : <Chip kind="quiet">Planned</Chip>
  const { kind, says } = standings[session.standing]
  return <Chip kind={kind}>{says}</Chip>
}

function Week({ week }: { week: AttendedWeek }) {
  const words = useWords()
  const now = new Date().toISOString()
  return (
    <Panel title={`Week of ${words.day(week.monday)}`} sub={`${week.attended} attended`}>
      <DataTable
        label={`Sessions in the week of ${words.day(week.monday)}`}
        tight
        rows={week.sessions}
        keyOf={session => session.sessionId}
        columns={[
          {
            head: 'Session',
            cell: session => (
              <>
                <b>{session.group}</b>
                <span className="sub">
                  {session.room}, {session.site}
                </span>
              </>
            ),
          },
          {
            head: 'When',
            width: 220,
            cell: session => (
              <time dateTime={session.startsAt}>
                {words.day(session.onDay)}
                <span className="sub">{words.span(session.startsAt, session.endsAt)}</span>
              </time>
            ),
          },
          { head: 'Mark', width: 120, cell: session => <Standing session={session} now={now} /> },
          {
            head: 'Came and left',
            width: 190,
            card: 'hide',
            cell: session =>
              session.arrivedAt ? (
                <>
                  {words.time(session.arrivedAt)}
                  {session.leftAt ? ` to ${words.time(session.leftAt)}` : session.endsAt > now ? '' : ' to the end'}
                </>
              ) : null,
          },
          {
            head: 'Credited',
            kind: 'num',
            width: 110,
            card: 'label',
            cell: session => {
              if (session.standing === 'not-marked') return ''
              return (
                <>
                  {minutesWords(session.minutes)}
                  {session.counting.counts ? null : <span className="sub">not counted</span>}
                </>
              )
            },
          },
        ]}
      />
    </Panel>
  )
}

const fourWeeks = 28

/** Every session of theirs with its mark and credited minutes, by week. */
export function ChartAttendance({ front }: { front: Front }) {
  const [weeks, setWeeks] = useState(1)
  const from = mondayOf(plusDays(front.today, -fourWeeks * weeks))
  const until = plusDays(mondayOf(front.today), 6)
  const asked = useAsk<typeof attendedBy>('attendance.attended', { clientId: front.id, from, until })
  return (
    <div className="stack">
      <Asked asked={asked} what="Attendance">
        {({ sessions }) =>
          sessions.length === 0 ? (
            <Panel title="Sessions">
              <Empty title="No session in these weeks">
                A seat in a group, or a session booked by name, comes here.
              </Empty>
            </Panel>
          ) : (
            weeksOf(sessions).map(week => <Week key={week.monday} week={week} />)
          )
        }
      </Asked>
      <div className="row">
        <Button onPress={() => setWeeks(weeks + 1)}>Show four weeks more</Button>
      </div>
      <ChartTopics clientId={front.id} />
    </div>
  )
}
