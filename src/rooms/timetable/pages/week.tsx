import { useState } from 'react'
import { type Day, dayIn, day as dayOf, isDay, mondayOf, plusDays } from '#kernel/time.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { SelectField } from '#web/ui/field.tsx'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { useHere, useMay, useWords } from '#web/ui/me.tsx'
import { Page } from '#web/ui/page.tsx'
import { useGo, useWord } from '#web/ui/route.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count } from '#web/words.ts'
import type { SessionLine, weekOf } from '../queries.ts'
import { useNarrow } from './narrow.ts'
import { SessionDrawer } from './session-drawer.tsx'
import { WeekAgenda } from './week-agenda.tsx'
import { WeekTable } from './week-table.tsx'
import './week.css'

type Week = { monday: Day; now: SessionLine['startsAt']; sessions: SessionLine[] }

/** What the week asks for at once: sessions that nobody leads. */
function Unled({ sessions, onOpen }: { sessions: readonly SessionLine[]; onOpen: (session: SessionLine) => void }) {
  const words = useWords()
  const [first, ...more] = sessions.filter(session => session.state === 'planned' && session.facilitators.length === 0)
  if (!first) return null
  return (
    <Notice
      kind="risk"
      actions={
        <Button small onPress={() => onOpen(first)}>
          Open
        </Button>
      }
    >
      <b>{first.group} has no facilitator.</b> {words.day(first.startsAt)}, {words.time(first.startsAt)}, {first.room}.
      {more.length > 0 ? ` And ${count(more.length, 'more session')}.` : ''}
    </Notice>
  )
}

function Content({ week, mine }: { week: Week; mine: boolean }) {
  const words = useWords()
  const narrow = useNarrow()
  const may = useMay()
  const today = dayIn(words.wall.zone, week.now)
  const [chosen, setChosen] = useState<Day>()
  const [opened, setOpened] = useState<SessionLine>()
  const within = (on: Day | undefined) => on !== undefined && on >= week.monday && on <= plusDays(week.monday, 6)
  const on = chosen && within(chosen) ? chosen : within(today) ? today : week.monday
  const board = { monday: week.monday, now: week.now, sessions: week.sessions, onOpen: setOpened }
  return (
    <div className="stack">
      <Unled sessions={week.sessions} onOpen={setOpened} />
      {week.sessions.length === 0 ? (
        <section className="panel" aria-label="The week">
          <Empty
            title={mine ? 'You lead no session this week' : 'No session this week'}
            action={
              may('timetable.start-group') ? <ButtonLink to="/staff/groups/new">Start a group</ButtonLink> : undefined
            }
          >
            {mine ? 'Take “Mine” off to see everyone’s.' : 'A group brings its sessions here, eight weeks ahead.'}
          </Empty>
        </section>
      ) : narrow ? (
        <WeekAgenda {...board} on={on} onDay={setChosen} />
      ) : (
        <WeekTable {...board} />
      )}
      {opened ? <SessionDrawer session={opened} onClose={() => setOpened(undefined)} /> : null}
    </div>
  )
}

function titleOf(monday: Day, words: ReturnType<typeof useWords>): string {
  const [, first, firstMonth] = words.day(monday).split(' ')
  const [, last, lastMonth] = words.day(plusDays(monday, 6)).split(' ')
  return `Week of ${first}${firstMonth === lastMonth ? '' : ` ${firstMonth}`} to ${last} ${lastMonth}`
}

function Steps({ shown, onStep }: { shown: Day | undefined; onStep: (monday: Day | null) => void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: three buttons that belong together, not fields of a form
    <div className="wk-steps" role="group" aria-label="Week">
      <Button icon="left" onPress={() => shown && onStep(plusDays(shown, -7))}>
        <span className="vh">Week before</span>
      </Button>
      <Button onPress={() => onStep(null)}>This week</Button>
      <Button icon="right" onPress={() => shown && onStep(plusDays(shown, 7))}>
        <span className="vh">Week after</span>
      </Button>
    </div>
  )
}

/** The week of a site: every session by track and day. */
export default function WeekPage() {
  const { me, site } = useHere()
  const words = useWords()
  const go = useGo()
  const may = useMay()
  const asked = useWord('monday')
  const [siteId, setSiteId] = useState<string>()
  const [mine, setMine] = useState(false)
  const narrow = useNarrow()
  const from = siteId ?? site.id
  const monday = asked && isDay(asked) ? mondayOf(dayOf(asked)) : undefined
  const week = useAsk<typeof weekOf>(
    'timetable.week',
    { ...(monday ? { monday } : {}), ...(from ? { siteId: from } : {}), mine },
    { everySeconds: 60 },
  )
  const shown = week.data?.monday ?? monday
  const step = (to: Day | null) => go(to ? `/staff/week?monday=${to}` : '/staff/week')
  useKeys('This page', [
    { key: '[', says: 'Week before', run: () => shown && step(plusDays(shown, -7)) },
    { key: ']', says: 'Week after', run: () => shown && step(plusDays(shown, 7)) },
    { key: 'm', says: 'Only mine, or everyone’s', run: () => setMine(!mine) },
  ])
  const sites = [...me.sites.map(each => ({ value: each.id, label: each.name })), { value: '', label: 'Every site' }]
  const sessions = week.data?.sessions.filter(session => session.state !== 'canceled') ?? []
  return (
    <Page
      title={shown ? titleOf(shown, words) : 'Week'}
      sub={week.data ? `${count(sessions.length, 'session')}${mine ? ' of yours' : ''}.` : ' '}
      actions={
        <>
          <Steps shown={shown} onStep={step} />
          {me.sites.length > 1 ? (
            <div className="wk-site">
              <SelectField label="Site" value={from} onValue={setSiteId} options={sites} />
            </div>
          ) : null}
          <Button pressed={mine} onPress={() => setMine(!mine)}>
            Mine
          </Button>
          {may('timetable.start-group') ? (
            <ButtonLink to="/staff/groups/new" kind="primary" icon="plus">
              Start a group
            </ButtonLink>
          ) : null}
        </>
      }
    >
      <Asked asked={week} what="The week" rows={8}>
        {data => <Content week={data} mine={mine} />}
      </Asked>
      <KeyHints
        hints={[
          ...(narrow
            ? []
            : [
                { key: 'ArrowLeft ArrowRight ArrowUp ArrowDown', says: 'from session to session' },
                { key: 'Enter', says: 'open' },
              ]),
          { key: '[ ]', says: 'week before, after' },
          { key: 'M', says: 'mine' },
        ]}
      />
    </Page>
  )
}
