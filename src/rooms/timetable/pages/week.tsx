import { useState } from 'react'
import { type Day, dayIn, day as dayOf, isDay, mondayOf, plusDays } from '#kernel/time.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { useAsk } from '#web/ui/data.ts'
import { SelectField } from '#web/ui/field.tsx'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { useHere, useMay, useWords } from '#web/ui/me.tsx'
import { Page } from '#web/ui/page.tsx'
import { useGo, useWord } from '#web/ui/route.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { Empty } from '#web/ui/state.tsx'
import { Steps } from '#web/ui/steps.tsx'
import { count } from '#web/words.ts'
import type { AssessmentLine, clientWeek, SessionLine, weekOf } from '../queries.ts'
import { useNarrow } from './narrow.ts'
import { WeekBoard } from './week-board.tsx'
import { WeekMonth } from './week-month.tsx'
import { type Lens, lensOf, monthFrom, monthsOn, tally, weekAddress, weeksOf } from './week-plan.ts'
import './week.css'
import './week-grid.css'
import './week-print.css'

const monthNames = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
] as const

function monthWords(first: Day): string {
  return `${monthNames[Number(first.slice(5, 7)) - 1]} ${first.slice(0, 4)}`
}

function weekWords(monday: Day, words: ReturnType<typeof useWords>): string {
  const [, first, firstMonth] = words.day(monday).split(' ')
  const [, last, lastMonth] = words.day(plusDays(monday, 6)).split(' ')
  return `Week of ${first}${firstMonth === lastMonth ? '' : ` ${firstMonth}`} to ${last} ${lastMonth}`
}

/** `41 sessions, 36 of them counted groups. 2 assessments. 3 canceled.` */
function tallyWords(
  sessions: readonly SessionLine[],
  assessments: readonly AssessmentLine[],
  { mine }: { mine: boolean },
): string {
  const { sessions: held, counted, canceled } = tally(sessions)
  const groups = held > 0 ? `, ${counted} of them ${counted === 1 ? 'a counted group' : 'counted groups'}` : ''
  const booked = assessments.length > 0 ? ` ${count(assessments.length, 'assessment')}.` : ''
  return `${count(held, 'session')}${mine ? ' of yours' : ''}${groups}.${booked}${canceled > 0 ? ` ${canceled} canceled.` : ''}`
}

/** What is shown, as the address says it, and the ways to the rest. */
function useShown() {
  const go = useGo()
  const may = useMay()
  const words = useWords()
  const [askedMonday, askedMonth, askedBy] = [useWord('monday'), useWord('month'), lensOf(useWord('by'))]
  const by: Lens = askedBy === 'client' && !may('timetable.client-week') ? 'track' : askedBy
  const monday = askedMonday && isDay(askedMonday) ? mondayOf(dayOf(askedMonday)) : undefined
  const month = askedMonth ? monthFrom(askedMonth, dayOf('2026-01-01')) : undefined
  return {
    by,
    monday,
    month,
    words,
    toWeek: (to: Day | null) => go(weekAddress({ by, ...(to ? { monday: to } : {}) })),
    toMonth: (first: Day) => go(weekAddress({ by, month: first })),
    through: (lens: Lens) => go(weekAddress({ by: lens, monday, month }), { replace: true }),
  }
}

function Lenses({ by, onLens }: { by: Lens; onLens: (lens: Lens) => void }) {
  const may = useMay()
  const all = [
    { value: 'track', label: 'Track' },
    { value: 'room', label: 'Room' },
    { value: 'facilitator', label: 'Facilitator' },
    ...(may('timetable.client-week') ? [{ value: 'client', label: 'Client' } as const] : []),
  ] as const
  return (
    <div className="wk-lens">
      <Segmented<Lens> label="Rows" labelHidden options={all} value={by} onValue={onLens} />
    </div>
  )
}

function EmptyWeek({ mine }: { mine: boolean }) {
  const may = useMay()
  return (
    <section className="panel" aria-label="The week">
      <Empty
        title={mine ? 'You lead no session here' : 'No session here'}
        action={
          may('timetable.start-group') ? <ButtonLink to="/staff/groups/new">Start a group</ButtonLink> : undefined
        }
      >
        {mine ? 'Take “Mine” off to see everyone’s.' : 'A group brings its sessions here, eight weeks ahead.'}
      </Empty>
    </section>
  )
}

function Hints({ by, month }: { by: Lens; month: boolean }) {
  const across = {
    key: 'ArrowLeft ArrowRight ArrowUp ArrowDown',
    says: month ? 'from day to day' : 'from one to another',
  }
  const move = [
    { key: 'M', says: 'move, arrows, Enter' },
    { key: 'S', says: 'substitutes' },
    { key: 'Escape', says: 'put back' },
  ]
  return (
    <KeyHints
      hints={[
        across,
        { key: 'Enter', says: 'open' },
        ...(month || by === 'client' ? [] : move),
        { key: '[ ]', says: month ? 'month before, after' : 'week before, after' },
      ]}
    />
  )
}

/** Under what is shown, once it is: so that it never jumps down while the week comes. */
function Foot(props: { by: Lens; month: boolean; narrow: boolean; assessments: boolean }) {
  const { by, month, narrow, assessments } = props
  const may = useMay()
  return (
    <div className="wk-foot">
      <Hints by={by} month={month} />
      {assessments && !month && by !== 'client' ? (
        <span className="small quiet">An assessment is moved on the page of its inquiry.</span>
      ) : null}
      <span className="row">
        {may('timetable.cover') && !narrow ? (
          <ButtonLink to="/staff/week/cover" kind="quiet" small>
            Someone is away
          </ButtonLink>
        ) : null}
        {may('timetable.start-group') ? (
          <ButtonLink to="/staff/groups/new" kind="quiet" small>
            Start a group
          </ButtonLink>
        ) : null}
      </span>
    </div>
  )
}

/**
 * Asks for the clients’ week along with the week, not only once that is there. Answers whether what stands under the
 * table may be shown: before the clients are there it would stand high up, and jump.
 */
function useClientsToo(wanted: boolean, { monday, siteId }: { monday: Day | undefined; siteId: string }): boolean {
  const input = monday ? { monday, ...(siteId ? { siteId } : {}) } : {}
  const clients = useAsk<typeof clientWeek>('timetable.client-week', input, { enabled: wanted && monday !== undefined })
  return !wanted || clients.data !== undefined || clients.problem !== null
}

/** The week of a site by track, room, facilitator or client; and the month. */
export default function WeekPage() {
  const { me, site } = useHere()
  const may = useMay()
  const narrow = useNarrow()
  const [siteId, setSiteId] = useState<string>()
  const [mine, setMine] = useState(false)
  const { by, monday, month, words, toWeek, toMonth, through } = useShown()
  // Who works at one site and stands in at another finds that hour among their own.
  const from = mine && me.sites.length < 2 ? '' : (siteId ?? site.id)
  const asked = month ? { monday: mondayOf(month), weeks: weeksOf(month).length } : monday ? { monday } : {}
  const week = useAsk<typeof weekOf>(
    'timetable.week',
    { ...asked, ...(from ? { siteId: from } : {}), mine },
    { everySeconds: 60 },
  )
  const shown = week.data?.monday ?? monday
  const settled = useClientsToo(by === 'client' && !month && !narrow, { monday: shown, siteId: from })
  const today = week.data ? dayIn(words.wall.zone, week.data.now) : undefined
  const step = (by: number) => {
    if (month) toMonth(monthsOn(month, by))
    else if (shown) toWeek(plusDays(shown, 7 * by))
  }
  useKeys('This page', [
    { key: '[', says: month ? 'Month before' : 'Week before', run: () => step(-1) },
    { key: ']', says: month ? 'Month after' : 'Week after', run: () => step(1) },
    { key: 'o', says: 'Only mine, or everyone’s', run: () => setMine(!mine) },
    { key: 'p', says: 'Print', run: () => window.print() },
  ])
  const sites = [...me.sites.map(each => ({ value: each.id, label: each.name })), { value: '', label: 'Every site' }]
  const sessions = week.data?.sessions ?? []
  const assessments = week.data?.assessments ?? []
  const shownOn = ({ onDay }: { onDay: Day }) => !month || onDay.slice(0, 7) === month.slice(0, 7)
  return (
    <Page
      title={month ? monthWords(month) : shown ? weekWords(shown, words) : 'Week'}
      sub={week.data ? tallyWords(sessions.filter(shownOn), assessments.filter(shownOn), { mine }) : '\u00a0'}
      actions={
        <>
          <Steps
            of={month ? 'month' : 'week'}
            onBack={() => step(-1)}
            onOn={() => step(1)}
            onNow={() => (month && today ? toMonth(monthFrom(undefined, today)) : toWeek(null))}
          />
          <div className="wk-scale">
            <Segmented<'week' | 'month'>
              label="How much"
              labelHidden
              options={[
                { value: 'week', label: 'Week' },
                { value: 'month', label: 'Month' },
              ]}
              value={month ? 'month' : 'week'}
              onValue={to => {
                if (to === 'week') toWeek(month && today?.slice(0, 7) !== month.slice(0, 7) ? mondayOf(month) : null)
                else if (shown) toMonth(monthFrom(plusDays(shown, 3).slice(0, 7), shown))
              }}
            />
          </div>
          {month ? null : <Lenses by={by} onLens={through} />}
          {me.sites.length > 1 ? (
            <div className="wk-site">
              <SelectField label="Site" value={from} onValue={setSiteId} options={sites} />
            </div>
          ) : null}
          <Button pressed={mine} onPress={() => setMine(!mine)}>
            Mine
          </Button>
          <span className="wk-print">
            <Button icon="print" onPress={() => window.print()}>
              Print
            </Button>
          </span>
          {narrow && may('timetable.cover') ? <ButtonLink to="/staff/week/cover">Someone is away</ButtonLink> : null}
          {may('timetable.book-session') ? (
            <ButtonLink to="/staff/week/new" kind="primary" icon="plus">
              New session
            </ButtonLink>
          ) : null}
        </>
      }
    >
      <Asked asked={week} what={month ? 'The month' : 'The week'} rows={8}>
        {data =>
          data.sessions.length + data.assessments.length + data.closures.length === 0 ? (
            <EmptyWeek mine={mine} />
          ) : month ? (
            <WeekMonth {...data} first={month} by={by} />
          ) : (
            <WeekBoard {...data} key={data.monday} lens={by} siteId={from || undefined} narrow={narrow} />
          )
        }
      </Asked>
      {week.data && settled ? (
        <Foot by={by} month={month !== undefined} narrow={narrow} assessments={assessments.length > 0} />
      ) : null}
    </Page>
  )
}
