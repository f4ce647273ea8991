import { useEffect, useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { useHere, useMay, useWords } from '#web/ui/me.tsx'
import { aloneHere } from '#web/ui/outbox.ts'
import { Page, Panel } from '#web/ui/page.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count, listWords } from '#web/words.ts'
import type { sheetsOf } from '../queries.ts'
import { KeptAside } from './kept-aside.tsx'
import { readyToKeep, sendKept, useKept, useSendTrouble } from './offline-marks.ts'
import './attendance.css'

type Sheets = OutputOf<typeof sheetsOf>
type Line = Sheets['sessions'][number]

function State({ line }: { line: Line }) {
  if (line.state === 'canceled') return <Chip kind="quiet">Canceled</Chip>
  if (line.closed) return <Chip kind="done">Closed</Chip>
  const all = line.expected + line.away
  const marked = `${line.marked} of ${all} marked`
  if (line.state === 'planned') return <span className="quiet">{line.marked > 0 ? marked : 'Not yet'}</span>
  return <Chip kind={line.state === 'running' ? 'info' : 'due'}>{all > 0 ? marked : 'Nobody expected'}</Chip>
}

function Lines({ lines, label }: { lines: Line[]; label: string }) {
  const words = useWords()
  return (
    <DataTable
      label={label}
      rows={lines}
      keyOf={line => line.id}
      columns={[
        {
          head: 'Session',
          cell: line => (
            <>
              <b>{line.group}</b>
              {line.with.length > 0 ? <span className="quiet"> with {listWords(line.with)}</span> : null}
              <span className="sub">
                {line.room}
                {line.facilitators.length > 0 ? `, ${line.facilitators.map(each => each.name).join(', ')}` : ''}
              </span>
            </>
          ),
        },
        {
          head: 'When',
          width: 220,
          cell: line => (
            <time dateTime={line.startsAt}>
              {words.day(line.startsAt)}
              <span className="sub">{words.span(line.startsAt, line.endsAt)}</span>
            </time>
          ),
        },
        { head: 'Attendance', width: 190, cell: line => <State line={line} /> },
        {
          head: 'Action',
          headHidden: true,
          kind: 'act',
          width: 110,
          cell: line => (
            <ButtonLink
              to={`/staff/attendance/${line.id}`}
              small
              label={`Open attendance: ${line.group}, ${words.day(line.startsAt)}, ${words.time(line.startsAt)}`}
            >
              Open
            </ButtonLink>
          ),
        },
      ]}
    />
  )
}

function Content({ sheets, only }: { sheets: Sheets; only: 'mine' | 'site' }) {
  const words = useWords()
  const shown = sheets.sessions.filter(line => line.state !== 'canceled' && (only === 'site' || line.mine))
  const waits = (line: Line) =>
    !line.closed && (line.state === 'running' || line.state === 'over') && line.expected + line.away > 0
  const open = shown.filter(waits)
  const today = shown.filter(line => !waits(line) && line.onDay === sheets.today)
  const rest = shown.filter(line => !waits(line) && line.onDay !== sheets.today)
  if (shown.length === 0) {
    return (
      <section className="panel" aria-label="Sessions">
        <Empty title={only === 'mine' ? 'You lead no session this week' : 'No session this week'}>
          Attendance opens an hour before each session.
        </Empty>
      </section>
    )
  }
  return (
    <div className="stack">
      {open.length > 0 ? (
        <Panel title="Open" sub={`${count(open.length, 'sheet')} to close`}>
          <Lines lines={open} label="Open sheets" />
        </Panel>
      ) : null}
      {today.length > 0 ? (
        <Panel title={open.length > 0 ? 'Later today, and closed' : 'Today'} sub={words.day(sheets.today)}>
          <Lines lines={today} label="Today" />
        </Panel>
      ) : null}
      {today.length === 0 && open.length === 0 ? (
        <Panel title="Today" sub={words.day(sheets.today)}>
          <Empty title="No session today">The week is below.</Empty>
        </Panel>
      ) : null}
      {rest.length > 0 ? (
        <Panel title="This week">
          <Lines lines={rest} label="This week" />
        </Panel>
      ) : null}
    </div>
  )
}

/** Marks that wait on this device, of whichever session. */
function OnDevice() {
  const { me } = useHere()
  const waiting = useKept().filter(each => each.state === 'waits').length
  const trouble = useSendTrouble()
  useEffect(() => readyToKeep(me.accountId), [me.accountId])
  if (waiting === 0) return null
  const again = () => void aloneHere(() => sendKept(me.accountId))
  return (
    <Notice
      kind={trouble ? 'risk' : 'due'}
      actions={
        <Button small onPress={again}>
          Try now
        </Button>
      }
    >
      <b>{count(waiting, 'mark')} on this device, not sent yet.</b>{' '}
      {trouble ? trouble.message : 'Locked here for you, and sent by itself when the network is back.'}
    </Notice>
  )
}

/** The week's sheets, what is open first. */
export default function AttendancePage() {
  const { site, me } = useHere()
  const may = useMay()
  const leads = me.roles.some(role => role === 'facilitator' || role === 'counselor')
  const [only, setOnly] = useState<'mine' | 'site'>(leads ? 'mine' : 'site')
  const asked = useAsk<typeof sheetsOf>('attendance.sheets', site.id ? { siteId: site.id } : {}, { everySeconds: 60 })
  return (
    <Page
      title="Attendance"
      sub="The sessions of this week. A sheet is closed when nobody is left unmarked."
      actions={
        <>
          <Segmented
            label="Whose sessions"
            labelHidden
            options={[
              { value: 'mine', label: 'Mine' },
              { value: 'site', label: `All of ${site.name}` },
            ]}
            value={only}
            onValue={setOnly}
          />
          {may('attendance.add-tablet') ? (
            <ButtonLink to="/staff/attendance/tablets" icon="tablet">
              Sign-in tablets
            </ButtonLink>
          ) : null}
        </>
      }
    >
      <div className="stack">
        <OnDevice />
        <KeptAside />
        <Asked asked={asked} what="The list" rows={6}>
          {data => <Content sheets={data} only={only} />}
        </Asked>
      </div>
    </Page>
  )
}
