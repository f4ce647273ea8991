import { useState } from 'react'
import type { TodayDoor, TodayLine } from '../doors.ts'
import { type PageEntry, pages } from '../pages.ts'
import { useAsk } from '../ui/data.ts'
import { Drawer } from '../ui/drawer.tsx'
import { SelectField } from '../ui/field.tsx'
import { Bridge, Icon } from '../ui/icon.tsx'
import { useHere, useMay } from '../ui/me.tsx'
import { Link, usePath } from '../ui/route.tsx'
import { isCurrent, type NavEntry, phoneEntries } from './nav-entries.ts'
import { foldNavigation, isFolded } from './scheme.ts'

type Count = { lines: number; pressing: boolean }

/** The pages this person finds in the navigation, in order. */
export function useNavEntries(): NavEntry[] {
  const may = useMay()
  return pages.flatMap(entry => (entry.nav && (!entry.needs || may(entry.needs)) ? [{ ...entry, nav: entry.nav }] : []))
}

/** Whether a line leads to a page or to one below it. */
const leadsTo = ({ link }: TodayLine, { path }: PageEntry) =>
  link.startsWith(path) && ['', '/', '?'].includes(link.charAt(path.length))

/** How many of Today's lines each entry has, and whether one presses. */
function useCounts(entries: readonly NavEntry[]): (entry: NavEntry) => Count | undefined {
  const may = useMay()
  const today = useAsk<TodayDoor>('today.lines', {}, { enabled: may('today.lines'), everySeconds: 60 })
  const homeOf = (line: TodayLine) => {
    const ofRoom = entries.filter(entry => entry.nav.room === line.room)
    return ofRoom.find(entry => leadsTo(line, entry)) ?? ofRoom[0]
  }
  return entry => {
    const { room } = entry.nav
    if (!room || !today.data) return undefined
    const lines = today.data.lines.filter(line => room === '*' || homeOf(line)?.path === entry.path)
    const pressing = lines.some(line => line.urgency === 'overdue' || line.urgency === 'soon')
    return lines.length > 0 ? { lines: lines.length, pressing } : undefined
  }
}

function Entry({ entry, counted, onPress }: { entry: NavEntry; counted: Count | undefined; onPress?: () => void }) {
  const path = usePath()
  return (
    <span onPointerEnter={() => void entry.load().catch(() => undefined)}>
      <Link
        to={entry.path}
        current={isCurrent(path, entry, pages)}
        className={counted?.pressing ? 'has' : ''}
        onPress={onPress}
      >
        <Icon name={entry.nav.icon} />
        <span className="word">{entry.nav.word}</span>
        {counted ? (
          <span className={`count${counted.pressing ? ' due' : ''}`}>
            {counted.lines}
            <span className="vh"> to do</span>
          </span>
        ) : null}
      </Link>
    </span>
  )
}

function groupsOf(entries: NavEntry[]): [string, NavEntry[]][] {
  const names = [...new Set(entries.map(entry => entry.nav.group))]
  return names.map(name => [name, entries.filter(entry => entry.nav.group === name)])
}

function Fold() {
  const [folded, setFolded] = useState(isFolded)
  return (
    <button type="button" className="fold" aria-expanded={!folded} onClick={() => setFolded(foldNavigation())}>
      <Icon name="narrow" />
      <span className="word">{folded ? 'Show words' : 'Icons only'}</span>
    </button>
  )
}

/** Which world this is, always in view. */
export function WorldMark() {
  const { me } = useHere()
  if (me.world === 'real') return <p className="site">{me.organization.name}</p>
  return (
    <p className="site">
      {me.organization.name} · demo world
      <br />
      No real people
    </p>
  )
}

/** The left side: pages by group. */
export function Navigation() {
  const entries = useNavEntries()
  const countOf = useCounts(entries)
  return (
    <nav className="nav" aria-label="Rooms">
      <Link to="/staff/today" className="brand">
        <Bridge />
        <span className="word">Footbridge</span>
      </Link>
      {groupsOf(entries).map(([group, of]) => (
        <div key={group}>
          {group ? <h2>{group}</h2> : null}
          <ul>
            {of.map(entry => (
              <li key={entry.path} title={entry.nav.word}>
                <Entry entry={entry} counted={countOf(entry)} />
              </li>
            ))}
          </ul>
        </div>
      ))}
      <div className="grow" />
      <Fold />
      <WorldMark />
    </nav>
  )
}

/** On a phone the top bar has no room for it. */
function SiteChoice() {
  const { me, site, chooseSite } = useHere()
  if (me.sites.length < 2) return null
  const options = me.sites.map(each => ({ value: each.id, label: each.name }))
  return <SelectField label="Site" value={site.id} onValue={chooseSite} options={options} />
}

/** The bar at the foot of a phone: four, and the rest behind More. */
export function PhoneBar() {
  const entries = useNavEntries()
  const countOf = useCounts(entries)
  const [more, setMore] = useState(false)
  return (
    <nav className="phone-bar" aria-label="Rooms, short">
      {phoneEntries(entries).map(entry => (
        <Entry key={entry.path} entry={entry} counted={undefined} />
      ))}
      <button type="button" aria-haspopup="dialog" onClick={() => setMore(true)}>
        <Icon name="menu" />
        <span>More</span>
      </button>
      <Drawer open={more} onClose={() => setMore(false)} title="All rooms">
        <nav className="more-list" aria-label="All rooms">
          {groupsOf(entries).map(([group, of]) => (
            <div key={group}>
              {group ? <h3>{group}</h3> : null}
              {of.map(entry => (
                <Entry key={entry.path} entry={entry} counted={countOf(entry)} onPress={() => setMore(false)} />
              ))}
            </div>
          ))}
        </nav>
        <SiteChoice />
        <WorldMark />
      </Drawer>
    </nav>
  )
}
