import { useEffect, useState } from 'react'
import type { attendedBy } from '#rooms/attendance/queries.ts'
import type { reportedOf } from '#rooms/inquiry/queries.ts'
import type { houseOf } from '#rooms/people/queries.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { contactKindWords, mayWords } from '#web/ui/contact-fields.tsx'
import { useAsk } from '#web/ui/data.ts'
import { Icon, type IconName } from '#web/ui/icon.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Columns, Panel } from '#web/ui/page.tsx'
import { Piece } from '#web/ui/piece.tsx'
import { Link } from '#web/ui/route.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { Empty, ErrorState, Skeleton } from '#web/ui/state.tsx'
import { count, roleWords } from '#web/words.ts'
import { useNotes } from './chart-notes-asked.ts'
import { type Entry, type Front, plusDays, type TimelineDay, timelineOf } from './chart-words.ts'

const icons: Record<Entry['kind'], IconName> = { note: 'note', attendance: 'present', stay: 'door' }
const shown = [
  { value: 'all', label: 'All', needs: 'people.client' },
  { value: 'note', label: 'Notes', needs: 'notes.timeline' },
  { value: 'attendance', label: 'Attendance', needs: 'attendance.attended' },
  { value: 'stay', label: 'Stay', needs: 'people.client' },
] as const
type Shown = (typeof shown)[number]['value']

const fourWeeks = 28

function useTimeline(front: Front, from: string) {
  const may = useMay()
  const words = useWords()
  const mayNotes = may('notes.timeline')
  const mayAttended = may('attendance.attended')
  const attended = useAsk<typeof attendedBy>(
    'attendance.attended',
    { clientId: front.id, from, until: front.today },
    { enabled: mayAttended },
  )
  const notes = useNotes(front.id, {}, { enabled: mayNotes })
  // What is shown as not signed yet must not be signed on an earlier page.
  const oldest = notes.data?.notes.at(-1)?.onDay
  const reaches = !notes.goesOn || oldest === undefined || oldest < from
  const { more } = notes
  useEffect(() => {
    if (!reaches) more()
  }, [reaches, more])
  const house = useAsk<typeof houseOf>('people.house', {})
  const problem = attended.problem ?? notes.problem
  const waiting = (mayAttended && !attended.data) || (mayNotes && !(notes.data && reaches))
  const days = timelineOf({
    sessions: attended.data?.sessions ?? [],
    notes: mayNotes ? (notes.data?.notes ?? []) : null,
    stays: front.history,
    from,
    now: new Date().toISOString(),
    time: words.time,
    programOf: id => house.data?.programs.find(program => program.id === id)?.name ?? 'program',
  })
  const again = () => {
    attended.again()
    notes.again()
  }
  return { days, problem, waiting, again }
}

function Day({ day, today }: { day: TimelineDay; today: string }) {
  const words = useWords()
  return (
    <li className="timeline-day">
      <h3>
        <time dateTime={day.on}>{words.day(day.on)}</time>
        {day.on === today ? <span className="quiet"> today</span> : null}
      </h3>
      <ul>
        {day.entries.map(entry => (
          <li key={entry.key} className="timeline-entry">
            <Icon name={icons[entry.kind]} />
            <div>
              <b>{entry.title}</b>
              {entry.says ? <p>{entry.says}</p> : null}
              {entry.sub ? <span className="sub">{entry.sub}</span> : null}
            </div>
            {entry.signed ? (
              <Chip kind="done" bare>
                Signed
              </Chip>
            ) : null}
          </li>
        ))}
      </ul>
    </li>
  )
}

function Timeline({ front }: { front: Front }) {
  const [weeks, setWeeks] = useState(1)
  const [only, setOnly] = useState<Shown>('all')
  const words = useWords()
  const may = useMay()
  const from = plusDays(front.today, -fourWeeks * weeks)
  const { days, problem, waiting, again } = useTimeline(front, from)
  const fitting = days
    .map(day => ({ ...day, entries: day.entries.filter(entry => only === 'all' || entry.kind === only) }))
    .filter(day => day.entries.length > 0)
  const entries = fitting.reduce((sum, day) => sum + day.entries.length, 0)
  return (
    <Panel
      title="Timeline"
      end={
        <Segmented
          label="Show"
          labelHidden
          small
          options={shown.filter(each => may(each.needs))}
          value={only}
          onValue={setOnly}
        />
      }
      foot={
        <span className="row spread">
          {count(entries, 'entry', 'entries')} since {words.day(from)}
          <Button small kind="quiet" onPress={() => setWeeks(weeks + 1)}>
            Show four weeks more
          </Button>
        </span>
      }
    >
      {problem ? <ErrorState what="The timeline" problem={problem} onAgain={again} /> : null}
      {waiting && !problem ? <Skeleton rows={6} label="The timeline: loading" /> : null}
      {!waiting && fitting.length === 0 ? (
        <Empty title="Nothing in these weeks">What they attend and what is signed comes here by itself.</Empty>
      ) : null}
      {waiting ? null : (
        <ol className="timeline">
          {fitting.map(day => (
            <Day key={day.on} day={day} today={front.today} />
          ))}
        </ol>
      )}
    </Panel>
  )
}

const titles = { allergy: 'Allergies', medication: 'Medications', condition: 'Conditions' } as const

function Reported({ clientId }: { clientId: string }) {
  const asked = useAsk<typeof reportedOf>('inquiry.reported', { clientId })
  return (
    <Panel title="Reported" sub="from a referral, in the sender’s words" padded>
      <Asked asked={asked} what="What was reported" rows={3}>
        {({ reported }) =>
          reported.length === 0 ? (
            <p className="quiet">No referral reported a condition, medication or allergy.</p>
          ) : (
            (['allergy', 'medication', 'condition'] as const)
              .map(kind => ({ kind, lines: reported.filter(each => each.kind === kind) }))
              .filter(group => group.lines.length > 0)
              .map(group => (
                <div key={group.kind}>
                  <h3>{titles[group.kind]}</h3>
                  <ul className="reported">
                    {group.lines.map(line => (
                      <li key={line.id}>
                        {line.words}
                        {line.status || line.detail ? (
                          <span className="sub">{[line.status, line.detail].filter(Boolean).join(', ')}</span>
                        ) : null}
                      </li>
                    ))}
                  </ul>
                </div>
              ))
          )
        }
      </Asked>
    </Panel>
  )
}

function Team({ front }: { front: Front }) {
  const may = useMay()
  const change = may('people.join-care-team') ? <Link to={`/staff/clients/${front.id}/stay`}>Change</Link> : null
  return (
    <Panel title="Care team" end={change} padded>
      {front.careTeam.length === 0 ? (
        <p className="quiet">Nobody yet. Who is on it sees the chart.</p>
      ) : (
        <ul className="stack tight">
          {front.careTeam.map(member => (
            <li key={member.id}>
              {[member.name, member.credential].filter(Boolean).join(', ')}
              <span className="sub">{roleWords(member.duty)}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

// A file often says no more of a person than that: said twice, it reads like a mistake.
function emergencyWords(relation: string): string {
  return /emergency/i.test(relation) ? 'In an emergency' : `${relation}, in an emergency`
}

function Reach({ front }: { front: Front }) {
  const emergency = front.supporters.filter(person => person.emergency)
  return (
    <Panel title="Contacts" end={<Link to={`/staff/clients/${front.id}/people`}>All</Link>} padded>
      {front.contacts.length === 0 ? <p className="quiet">No phone, email or address yet.</p> : null}
      <ul className="stack tight">
        {front.contacts.map(contact => (
          <li key={contact.id}>
            {contact.value}
            <span className="sub">
              {contactKindWords(contact)}. {mayWords(contact)}
            </span>
          </li>
        ))}
        {emergency.map(person => (
          <li key={person.id}>
            {[person.name, person.phone].filter(Boolean).join(', ')}
            <span className="sub">{emergencyWords(person.relation)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** What happened by day, and beside it what is known. */
export function ChartOverview({ front }: { front: Front }) {
  const may = useMay()
  return (
    <Columns
      asideLabel="What is known"
      aside={
        <>
          {may('inquiry.reported') ? <Reported clientId={front.id} /> : null}
          <Team front={front} />
          <Reach front={front} />
          <Piece name="chart-benefits" of={front.id} />
        </>
      }
    >
      <Timeline front={front} />
    </Columns>
  )
}
