import { useState } from 'react'
import { type Day, dayIn, type Instant, instant } from '#kernel/time.ts'
import type { roomsOf } from '#rooms/calendar/queries.ts'
import type { houseOf } from '#rooms/people/queries.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import type { OverrideAsked, Subject } from '#web/ui/conflicts.ts'
import { ConflictsNotice } from '#web/ui/conflicts-notice.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { FieldRow, Form, SelectField, TextField } from '#web/ui/field.tsx'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { useHere, useWords } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { useWord } from '#web/ui/route.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { Empty } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count } from '#web/words.ts'
import type { cover } from '../cover.ts'
import type { coverPlan } from '../plan-queries.ts'
import {
  type AbsenceDraft,
  absenceSpan,
  type Choices,
  type CoverSession,
  choicesMade,
  chosenFor,
  coveredWords,
  coverOptions,
  coverWords,
  type Outcome,
  outcomesOf,
  takesAll,
} from './cover-choices.ts'
import { TellClients } from './cover-notices.tsx'
import './week.css'
import './plan.css'

type House = NonNullable<ReturnType<typeof useAsk<typeof houseOf>>['data']>
type Plan = NonNullable<ReturnType<typeof useAsk<typeof coverPlan>>['data']>

type AbsenceProps = {
  house: House
  staffId: string
  onStaff: (id: string) => void
  draft: AbsenceDraft
  change: (part: Partial<AbsenceDraft>) => void
}

function Absence({ house, staffId, onStaff, draft, change }: AbsenceProps) {
  return (
    <Panel title="The absence" padded>
      <FieldRow>
        <SelectField
          label="Who is away"
          value={staffId}
          onValue={onStaff}
          options={[
            { value: '', label: 'Choose who' },
            ...house.staff.map(each => ({
              value: each.id,
              label: each.credential ? `${each.name}, ${each.credential}` : each.name,
            })),
          ]}
        />
        <Segmented
          label="When"
          options={[
            { value: 'today', label: 'Rest of today' },
            { value: 'tomorrow', label: 'Tomorrow' },
            { value: 'other', label: 'Other' },
          ]}
          value={draft.when}
          onValue={when => change({ when })}
        />
      </FieldRow>
      {draft.when === 'other' ? (
        <FieldRow>
          <TextField label="From" type="date" value={draft.fromOn} onValue={fromOn => change({ fromOn })} required />
          <TextField label="At" optional type="time" value={draft.from} onValue={from => change({ from })} />
          <TextField
            label="Until"
            type="date"
            value={draft.untilOn}
            onValue={untilOn => change({ untilOn })}
            required
          />
          <TextField
            label="Back at"
            optional
            type="time"
            help="Without a time they are away all day."
            value={draft.until}
            onValue={until => change({ until })}
          />
        </FieldRow>
      ) : null}
    </Panel>
  )
}

function Row({ session, chosen, onChosen }: { session: CoverSession; chosen: string; onChosen: (is: string) => void }) {
  const words = useWords(session.zone)
  const nobody = session.substitutes.length === 0
  return (
    <li>
      <div>
        <b>{session.group}</b> {session.state === 'running' ? <Chip kind="info">Running now</Chip> : null}
        {nobody ? <Chip kind="due">Nobody qualified is free</Chip> : null}
        <span className="sub">
          <time dateTime={session.startsAt}>
            {words.day(session.startsAt)}, {words.span(session.startsAt, session.endsAt)}
          </time>
          , {session.room}, {count(session.expected, 'person', 'people')} expected
        </span>
      </div>
      <SelectField
        label={`What becomes of ${session.group}, ${words.time(session.startsAt)}`}
        value={chosen}
        onValue={onChosen}
        options={coverOptions(session, words)}
      />
    </li>
  )
}

type SessionsProps = { plan: Plan; choices: Choices; onChoices: (choices: Choices) => void }

function Sessions({ plan, choices, onChoices }: SessionsProps) {
  const { sessions } = plan
  const all = takesAll(sessions)
  return (
    <Panel
      title={`${count(sessions.length, 'session')} of ${plan.staff}`}
      end={
        <span className="row">
          {all.slice(0, 2).map(({ staffId, name }) => (
            <Button
              key={staffId}
              small
              onPress={() => onChoices(Object.fromEntries(sessions.map(each => [each.id, `staff ${staffId}`])))}
            >
              All to {name}
            </Button>
          ))}
        </span>
      }
    >
      <ol className="cover-list">
        {sessions.map(session => (
          <Row
            key={session.id}
            session={session}
            chosen={chosenFor(session, choices)}
            onChosen={chosen => onChoices({ ...choices, [session.id]: chosen })}
          />
        ))}
      </ol>
    </Panel>
  )
}

/** What was done, for the step after it. */
type Covered = { staff: string; outcomes: Record<Outcome, string[]> }
type ChoosingProps = {
  plan: Plan
  staffId: string
  span: { from: Instant; until: Instant }
  nameOf: (subject: Subject) => string | undefined
  onCovered: (covered: Covered) => void
}

function Choosing({ plan: asked, staffId, span, nameOf, onCovered }: ChoosingProps) {
  const [choices, setChoices] = useState<Choices>({})
  // While it is being done the week is asked again, and the sessions are theirs no more: the page stands still.
  const [sent, setSent] = useState<Plan>()
  const plan = sent ?? asked
  const { sessions } = plan
  const act = useAct<typeof cover>('timetable.cover', { refusals: 'quiet' })
  async function send(override: OverrideAsked | null = null) {
    if (act.busy || sent) return
    setSent(plan)
    const done = await act.run({ staffId, ...span, choices: choicesMade(sessions, choices), override })
    setSent(undefined)
    if (!done) return
    const outcomes = outcomesOf(sessions, choices)
    toast(coveredWords(plan.staff, outcomes))
    onCovered({ staff: plan.staff, outcomes })
  }
  const choose = (next: Choices) => {
    act.clear()
    setChoices(next)
  }
  const [first] = takesAll(sessions)
  useKeys('This page', [
    ...(first
      ? [
          {
            key: 'a',
            says: 'All sessions to one who can take them',
            run: () => choose(Object.fromEntries(sessions.map(each => [each.id, `staff ${first.staffId}`]))),
          },
        ]
      : []),
    { key: 'ctrl+Enter', says: 'Cover', anywhere: true, run: () => void send() },
  ])
  return (
    <Form label="What becomes of the sessions" onSend={() => void send()}>
      {sessions.length > 0 ? (
        <Sessions plan={plan} choices={choices} onChoices={choose} />
      ) : (
        <Panel title={`Sessions of ${plan.staff}`}>
          <Empty title="They lead nothing in this time">
            Keep them as away, so that nobody books them until they are back.
          </Empty>
        </Panel>
      )}
      <ConflictsNotice
        problem={act.problem}
        title="Nothing was changed."
        nameOf={nameOf}
        busy={act.busy}
        onOverride={override => void send(override)}
      />
      <div>
        <Button kind="primary" submit busy={act.busy || sent !== undefined}>
          {coverWords(sessions, choices)}
        </Button>
      </div>
      <KeyHints hints={[...(first ? [{ key: 'A', says: 'all to one' }] : []), { key: 'ctrl+Enter', says: 'cover' }]} />
    </Form>
  )
}

type PlannedProps = Omit<ChoosingProps, 'plan'>

function Planned(props: PlannedProps) {
  const { staffId, span } = props
  const plan = useAsk<typeof coverPlan>('timetable.cover-plan', { staffId, ...span })
  return (
    <Asked asked={plan} what="Their sessions" rows={3}>
      {data => <Choosing key={`${staffId} ${span.from} ${span.until}`} {...props} plan={data} />}
    </Asked>
  )
}

/** Today's rest, unless the address names a day to come. */
function firstDraft(day: string | undefined, today: Day): AbsenceDraft {
  const on = day ?? today
  return { when: on > today ? 'other' : 'today', fromOn: on, from: '', untilOn: on, until: '' }
}

function Filling({ house }: { house: House }) {
  const { site } = useHere()
  // The moment is taken once: asked anew with every keystroke, the plan would never stand still.
  const [now] = useState(() => instant(new Date()))
  const today = dayIn(site.zone, now)
  const asked = useWord('staff') ?? ''
  const [staffId, setStaffId] = useState(house.staff.some(each => each.id === asked) ? asked : '')
  const [draft, setDraft] = useState(firstDraft(useWord('day'), today))
  const [covered, setCovered] = useState<Covered>()
  const rooms = useAsk<typeof roomsOf>('calendar.rooms', {})
  const span = absenceSpan(draft, { zone: site.zone, today, now })
  const nameOf = ({ kind, id }: Subject) =>
    (kind === 'room' ? rooms.data?.rooms : house.staff)?.find(each => each.id === id)?.name
  if (covered) return <TellClients {...covered} />
  return (
    <div className="stack">
      <Absence
        {...{ house, staffId, draft }}
        onStaff={setStaffId}
        change={part => setDraft(before => ({ ...before, ...part }))}
      />
      {staffId && span ? <Planned {...{ staffId, span, nameOf }} onCovered={setCovered} /> : null}
      {staffId && !span ? <p className="t-due">They come back after they leave: look at the days and times.</p> : null}
    </div>
  )
}

/** Somebody is away: their sessions in one list, each with what becomes of it, done in one act. */
export default function CoverPage() {
  const house = useAsk<typeof houseOf>('people.house', {})
  return (
    <Page title="Someone is away" sub="Substitute, move or cancel in one act. Whom to tell comes after it.">
      <div className="cover-page">
        <Asked asked={house} what="The staff">
          {data => <Filling house={data} />}
        </Asked>
      </div>
    </Page>
  )
}
