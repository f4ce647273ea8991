import type { clientOf } from '#rooms/people/queries.ts'
import { Asked } from '#web/ui/asked.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { useAsk } from '#web/ui/data.ts'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { useMay } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { useGo, useParams } from '#web/ui/route.tsx'
import { Empty } from '#web/ui/state.tsx'
import { ChartAttendance } from './chart-attendance.tsx'
import { ChartEdit } from './chart-edit.tsx'
import { ChartHead } from './chart-head.tsx'
import { ChartNotes, useNotesAhead } from './chart-notes.tsx'
import { ChartOverview } from './chart-overview.tsx'
import { ChartPeople } from './chart-people.tsx'
import { ChartSchedule } from './chart-schedule.tsx'
import { ChartStay } from './chart-stay.tsx'
import type { Front } from './chart-words.ts'
import './chart.css'

/** The parts of a chart; one whose door a role may not pass has no tab. */
const parts = [
  { tab: '', word: 'Overview', needs: 'people.client', Content: ChartOverview },
  { tab: 'notes', word: 'Notes', needs: 'notes.timeline', Content: ChartNotes },
  { tab: 'schedule', word: 'Schedule', needs: 'timetable.seats', Content: ChartSchedule },
  { tab: 'attendance', word: 'Attendance', needs: 'attendance.attended', Content: ChartAttendance },
  { tab: 'people', word: 'People and contacts', needs: 'people.client', Content: ChartPeople },
  { tab: 'stay', word: 'Stay', needs: 'people.client', Content: ChartStay },
  { tab: 'edit', word: 'Edit', needs: 'people.change-client', Content: ChartEdit },
]

function Chart({ front, id, tab }: { front: Front; id: string; tab: string }) {
  const may = useMay()
  const go = useGo()
  const mine = parts.filter(part => may(part.needs))
  const at = mine.findIndex(part => part.tab === tab)
  const path = (part: string) => (part ? `/staff/clients/${id}/${part}` : `/staff/clients/${id}`)
  const step = (by: number) => {
    const next = mine[(at + by + mine.length) % mine.length]
    if (next) go(path(next.tab))
  }
  useKeys('This chart', [
    { key: '[', says: 'The part before', run: () => step(-1) },
    { key: ']', says: 'The next part', run: () => step(1) },
  ])
  const Content = mine[at]?.Content
  return (
    <div className="chart">
      <ChartHead
        front={front}
        tabs={mine.map(part => ({ to: path(part.tab), word: part.word, on: part.tab === tab }))}
      />
      {Content ? (
        <Content key={front.id} front={front} />
      ) : (
        <Empty
          title="This part of the chart is not for your role"
          action={<ButtonLink to={path('')}>Open the overview</ButtonLink>}
        />
      )}
      <KeyHints
        hints={[
          { key: '[ ]', says: 'parts of this chart' },
          { key: 'ctrl+k', says: 'another client' },
        ]}
      />
    </div>
  )
}

/** For who may see a name on a roster and not the chart, and for an address that leads nowhere: both read the same. */
function NotOpen() {
  return (
    <Page title="Chart">
      <Panel title="This chart is not open to you" padded>
        <p>
          A chart opens for the client’s care team. If you work with this person, ask their counselor or the director to
          put you on it. What you need for a group stands on its attendance sheet.
        </p>
        <div className="row">
          <ButtonLink to="/staff/today">Go to Today</ButtonLink>
        </div>
      </Panel>
    </Page>
  )
}

/** A client's chart: its head, and one part of it. */
export default function ChartPage() {
  const { id = '', tab = '' } = useParams()
  const may = useMay()
  const front = useAsk<typeof clientOf>('people.client', { id })
  useNotesAhead(id, tab === 'notes' && may('notes.timeline'))
  if (front.problem?.code === 'not-here') return <NotOpen />
  return (
    <Asked asked={front} what="The chart" rows={8}>
      {data => <Chart front={data} id={id} tab={tab} />}
    </Asked>
  )
}
