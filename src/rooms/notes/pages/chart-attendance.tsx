import { Fragment, useState } from 'react'
import type { ledgerOf } from '#rooms/attendance/hours.ts'
import type { attendedBy } from '#rooms/attendance/queries.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Chip, type Kind } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { MakeUpDrawer } from '#web/ui/make-ups.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Columns, Panel } from '#web/ui/page.tsx'
import { hoursOf, Pulse, PulseLegend } from '#web/ui/pulse.tsx'
import { Empty } from '#web/ui/state.tsx'
import { isShort, shortWords } from '#web/ui/week-words.ts'
import { hoursWords, minutesWords } from '#web/words.ts'
import { ChartCode } from './chart-code.tsx'
import { ChartTopics } from './chart-topics.tsx'
import { type Attended, endWords, type Front, type LedgerWeek, mondayOf, plusDays, weeksOf } from './chart-words.ts'
import './chart-ledger.css'
import { SessionWhen } from './session-when.tsx'

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

function Sessions({ monday, sessions }: { monday: string; sessions: readonly Attended[] }) {
  const words = useWords()
  const now = new Date().toISOString()
  if (sessions.length === 0) return <p className="quiet led-none">No session in this week.</p>
  return (
    <DataTable
      label={`Sessions in the week of ${words.day(monday)}`}
      tight
      rows={sessions}
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
          width: 170,
          cell: session => <SessionWhen session={session} />,
        },
        { head: 'Mark', width: 120, cell: session => <Standing session={session} now={now} /> },
        {
          head: 'Came and left',
          width: 150,
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
          width: 96,
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
  )
}

/** Figures of a week, in the order of their heads. */
const figures = [
  { head: 'Credited', of: (week: LedgerWeek) => hoursWords(week.credited) },
  { head: 'Scheduled', of: (week: LedgerWeek) => hoursWords(week.scheduled) },
  { head: 'Excused', of: (week: LedgerWeek) => hoursWords(week.excused) },
  { head: 'Days', of: (week: LedgerWeek) => String(week.serviceDays) },
  { head: 'Full days', of: (week: LedgerWeek) => String(week.fullDays) },
]

/** Why the week that runs is likely to end short, and the way to save it. */
function Why({ week, onCure }: { week: LedgerWeek; onCure: (() => void) | undefined }) {
  return (
    <div className="led-why">
      <p>{shortWords(week)}</p>
      {onCure ? (
        <Button small onPress={onCure}>
          Find make-ups
        </Button>
      ) : null}
    </div>
  )
}

type WeekProps = { week: LedgerWeek; sessions: readonly Attended[]; runs: boolean }

/** One week: its figures in a line, and under it, once opened, its sessions. */
function Week({ week, sessions, runs }: WeekProps) {
  const words = useWords()
  const hours = hoursOf(week)
  const end = endWords(week, runs)
  return (
    <details className="led-week">
      <summary>
        <b className="nowrap">{runs ? 'This week' : words.day(week.monday)}</b>
        <span>{hours ? <Pulse {...hours} who={`Week of ${words.day(week.monday)}`} /> : null}</span>
        {figures.map(figure => (
          <span key={figure.head} className="num">
            <span className="led-word">{figure.head} </span>
            {figure.of(week)}
          </span>
        ))}
        <span className={`num ${end.kind === 'quiet' ? 'quiet' : `t-${end.kind}`}`}>{end.says}</span>
      </summary>
      <Sessions monday={week.monday} sessions={sessions} />
    </details>
  )
}

const blockWeeks = 12

type BlockProps = { front: Front; monday: string; onCure: (() => void) | undefined }

/** Twelve weeks, the newest first. */
function Block({ front, monday, onCure }: BlockProps) {
  const from = plusDays(monday, -7 * (blockWeeks - 1))
  const ledger = useAsk<typeof ledgerOf>('attendance.ledger', { clientId: front.id, monday: from, weeks: blockWeeks })
  const attended = useAsk<typeof attendedBy>('attendance.attended', {
    clientId: front.id,
    from,
    until: plusDays(monday, 6),
  })
  const now = mondayOf(front.today)
  return (
    <Asked asked={ledger} what="The hours">
      {data => (
        <Asked asked={attended} what="The sessions">
          {({ sessions }) => {
            const by = weeksOf(sessions)
            const weeks = [...data.ledger].reverse().filter(week => week.prescribed !== null || by.has(week.monday))
            if (weeks.length === 0)
              return (
                <Empty title="No session in these weeks">
                  A seat in a group, or a session booked by name, comes here.
                </Empty>
              )
            return weeks.map(week => (
              <Fragment key={week.monday}>
                <Week week={week} sessions={by.get(week.monday) ?? []} runs={week.monday === now} />
                {week.monday === now && isShort(week) ? <Why week={week} onCure={onCure} /> : null}
              </Fragment>
            ))
          }}
        </Asked>
      )}
    </Asked>
  )
}

/** The ledger week by week, with every session and its mark; and what the client signs in with. */
export function ChartAttendance({ front }: { front: Front }) {
  const may = useMay()
  const [blocks, setBlocks] = useState(1)
  const [curing, setCuring] = useState(false)
  const now = mondayOf(front.today)
  const mayCure = may('attendance.make-ups') && front.stay !== null
  return (
    <Columns asideLabel="Signing in" aside={may('attendance.code') ? <ChartCode front={front} /> : undefined}>
      <Panel
        title="Hours by week"
        sub="Monday to Sunday"
        end={<PulseLegend />}
        foot={
          <Button small kind="quiet" onPress={() => setBlocks(blocks + 1)}>
            Show twelve weeks more
          </Button>
        }
      >
        <div className="led">
          <p className="led-head" aria-hidden="true">
            <span>Week of</span>
            <span>Hours</span>
            {figures.map(figure => (
              <span key={figure.head} className="num">
                {figure.head}
              </span>
            ))}
            <span className="num">End</span>
          </p>
          {Array.from({ length: blocks }, (_, at) => plusDays(now, -7 * blockWeeks * at)).map(monday => (
            <Block key={monday} front={front} monday={monday} onCure={mayCure ? () => setCuring(true) : undefined} />
          ))}
        </div>
      </Panel>
      <ChartTopics clientId={front.id} />
      {curing ? <MakeUpDrawer client={{ id: front.id, name: front.name }} onClose={() => setCuring(false)} /> : null}
    </Columns>
  )
}
