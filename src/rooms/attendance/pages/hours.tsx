import { useState } from 'react'
import { type Day, day as dayOf, isDay, mondayOf, plusDays } from '#kernel/time.ts'
import { Asked } from '#web/ui/asked.tsx'
import { useAsk } from '#web/ui/data.ts'
import { SelectField } from '#web/ui/field.tsx'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { MakeUpDrawer } from '#web/ui/make-ups.tsx'
import { useHere, useMay, useWords } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { PulseLegend } from '#web/ui/pulse.tsx'
import { useGo, useWord } from '#web/ui/route.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { Empty } from '#web/ui/state.tsx'
import { Steps } from '#web/ui/steps.tsx'
import { count, hoursWords } from '#web/words.ts'
import type { ledgerOf } from '../hours.ts'
import { type HoursRow, type Ledger, rowsOf, sumsOf } from './hours-rows.ts'
import { HoursTable } from './hours-table.tsx'
import './hours.css'

type Only = 'short' | 'all'

function weekTitle(monday: Day, day: (on: string) => string): string {
  const [, first, firstMonth] = day(monday).split(' ')
  const [, last, lastMonth] = day(plusDays(monday, 6)).split(' ')
  return `${first}${firstMonth === lastMonth ? '' : ` ${firstMonth}`} to ${last} ${lastMonth}`
}

/** The page’s one sentence: how many there are, how many end short, and by how much. */
function tallyWords(rows: readonly HoursRow[], past: boolean): string {
  const short = rows.filter(row => row.short)
  const all = `${count(rows.length, 'client')} in a stay.`
  if (short.length === 0) return `${all} ${past ? 'Everybody reached their hours.' : 'Everybody is on course.'}`
  const many = short.length === 1 ? 'One' : String(short.length)
  const how = past ? 'ended short' : short.length === 1 ? 'is likely short' : 'are likely short'
  const missing = sumsOf(short).missing
  // Of many hours the minutes say nothing.
  const told = missing < 600 ? hoursWords(missing) : `${Math.round(missing / 60)} h`
  return `${all} ${many} ${how}: ${told} are missing in all.`
}

type FiltersProps = {
  rows: readonly HoursRow[] | undefined
  only: Only
  onOnly: (only: Only) => void
  siteId: string
  onSite: (siteId: string) => void
  past: boolean
}

/** More sites than stand side by side are chosen from a list. */
const sitesBeside = 3

function Filters({ rows, only, onOnly, siteId, onSite, past }: FiltersProps) {
  const { me } = useHere()
  const number = (of: number | undefined) => (of === undefined ? '' : ` ${of}`)
  const short = rows?.filter(row => row.short).length
  const every = { value: '', label: me.sites.length === 2 ? 'Both sites' : 'Every site' }
  const sites = [every, ...me.sites.map(each => ({ value: each.id, label: each.name }))]
  const beside = me.sites.length > 1 && me.sites.length <= sitesBeside
  return (
    <>
      {beside ? <Segmented label="Site" labelHidden options={sites} value={siteId} onValue={onSite} /> : null}
      {me.sites.length > sitesBeside ? (
        <SelectField label="Site" value={siteId} onValue={onSite} options={sites} />
      ) : null}
      <Segmented<Only>
        label="Whose weeks"
        labelHidden
        options={[
          { value: 'short', label: `${past ? 'Ended short' : 'Likely short'}${number(short)}` },
          { value: 'all', label: `All${number(rows?.length)}` },
        ]}
        value={only}
        onValue={onOnly}
      />
    </>
  )
}

/** What stands there when nobody is short. */
function AllWell({ rows, past, onAll }: { rows: readonly HoursRow[]; past: boolean; onAll: () => void }) {
  if (rows.length === 0)
    return <Empty title="Nobody is in a stay here that week">A stay brings its client here, week by week.</Empty>
  return (
    <Empty
      title={past ? 'Everybody reached their hours' : 'Nobody is likely short'}
      action={
        <button type="button" className="btn plain" onClick={onAll}>
          Show all {rows.length}
        </button>
      }
    >
      Who will not reach their hours stands here as soon as it can be told.
    </Empty>
  )
}

type ContentProps = { data: Ledger; rows: readonly HoursRow[]; only: Only; onAll: () => void }

function Content({ data, rows, only, onAll }: ContentProps) {
  const may = useMay()
  const past = plusDays(data.monday, 6) < data.today
  const shown = only === 'all' ? rows : rows.filter(row => row.short)
  const mayCure = may('attendance.make-ups') && !past
  // Today’s line and the script of a missed day lead to one client’s make-ups.
  const askedFor = useWord('client')
  const [curing, setCuring] = useState(mayCure ? rows.find(row => row.clientId === askedFor) : undefined)
  return (
    <Panel
      title={only === 'all' ? 'Hours by client' : 'Short of hours'}
      sub={only === 'all' ? 'who lacks the most first' : 'the most first'}
      end={<PulseLegend likely={!past} />}
      foot={
        <>
          A full day is {hoursWords(data.fullDay)} or more. More than {count(data.daysWithoutMost, 'day')} without a
          service stand out.
        </>
      }
    >
      {shown.length > 0 ? (
        <div className="hours-list">
          <HoursTable data={data} rows={shown} past={past} onCure={mayCure ? setCuring : undefined} />
        </div>
      ) : (
        <AllWell rows={rows} past={past} onAll={onAll} />
      )}
      {curing ? (
        <MakeUpDrawer
          client={{ id: curing.clientId, name: curing.name }}
          monday={data.monday}
          onClose={() => setCuring(undefined)}
        />
      ) : null}
    </Panel>
  )
}

/** The hours of a week: who ends short, why, and what would save it. By Wednesday a program works from this list. */
export default function HoursPage() {
  const { site } = useHere()
  const words = useWords()
  const go = useGo()
  const may = useMay()
  const [askedOn, askedFor, client] = [useWord('monday'), useWord('show'), useWord('client')]
  // Who comes for one client finds them at whichever site they are.
  const [siteId, setSiteId] = useState<string>(client ? '' : site.id)
  const only: Only = askedFor === 'all' ? 'all' : 'short'
  const monday = askedOn && isDay(askedOn) ? mondayOf(dayOf(askedOn)) : undefined
  const asked = useAsk<typeof ledgerOf>(
    'attendance.ledger',
    { ...(monday ? { monday } : {}), ...(siteId ? { siteId } : {}) },
    { everySeconds: 60 },
  )
  const shown = asked.data?.monday ?? monday
  const past = asked.data !== undefined && plusDays(asked.data.monday, 6) < asked.data.today
  const to = (on: Day | null, show: Only = only) => {
    const parts = [on ? `monday=${on}` : '', show === 'all' ? 'show=all' : ''].filter(Boolean)
    go(parts.length > 0 ? `/staff/hours?${parts.join('&')}` : '/staff/hours', { replace: true })
  }
  const step = (weeks: number) => {
    if (shown) to(plusDays(shown, 7 * weeks))
  }
  const show = (what: Only) => to(monday ?? null, what)
  useKeys('This page', [
    { key: '[', says: 'Week before', run: () => step(-1) },
    { key: ']', says: 'Week after', run: () => step(1) },
    { key: 's', says: 'Only who is short, or all', run: () => show(only === 'all' ? 'short' : 'all') },
  ])
  const rows = asked.data ? rowsOf(asked.data) : undefined
  return (
    <Page
      title={shown ? `Hours, ${weekTitle(shown, words.day)}` : 'Hours'}
      sub={rows ? tallyWords(rows, past) : ' '}
      actions={
        <>
          <Filters {...{ rows, only, past, siteId }} onOnly={show} onSite={setSiteId} />
          <Steps of="week" onBack={() => step(-1)} onNow={() => to(null)} onOn={() => step(1)} />
        </>
      }
    >
      <Asked asked={asked} what="The hours" rows={8}>
        {data => <Content data={data} rows={rows ?? []} only={only} onAll={() => show('all')} />}
      </Asked>
      <KeyHints
        hints={[
          { key: 'ArrowUp ArrowDown', says: 'rows' },
          { key: 'Enter', says: may('attendance.make-ups') ? 'find make-ups' : 'open the chart' },
          { key: 'S', says: 'short or all' },
          { key: '[ ]', says: 'week before, after' },
        ]}
      />
    </Page>
  )
}
