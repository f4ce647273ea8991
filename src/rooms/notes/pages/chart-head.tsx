import { type ReactNode, useEffect, useRef } from 'react'
import type { reportedOf } from '#rooms/inquiry/queries.ts'
import type { houseOf } from '#rooms/people/queries.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { languageWords } from '#web/ui/client-fields.tsx'
import { useWeekOf } from '#web/ui/client-hours.tsx'
import { useAsk } from '#web/ui/data.ts'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Facts } from '#web/ui/page.tsx'
import { hoursOf, Pulse } from '#web/ui/pulse.tsx'
import { Link } from '#web/ui/route.tsx'
import { ageOn, count, hoursWords } from '#web/words.ts'
import { type Front, stayWords } from './chart-words.ts'
import { ChartWrites } from './chart-writes.tsx'

type Tab = { to: string; word: string; on: boolean }

function Week({ clientId }: { clientId: string }) {
  const week = useWeekOf(clientId)
  if (!week) return null
  const hours = hoursOf(week)
  if (!hours)
    return (
      <p>
        <b>{hoursWords(week.credited)}</b> <span className="quiet">this week; no rule says how many</span>
      </p>
    )
  return <Pulse size="big" {...hours} who="This week" />
}

/** What must not be missed, in words. */
function Alerts({ front }: { front: Front }) {
  const may = useMay()
  const asked = useAsk<typeof reportedOf>(
    'inquiry.reported',
    { clientId: front.id },
    { enabled: may('inquiry.reported') },
  )
  const allergies = asked.data?.reported.filter(each => each.kind === 'allergy') ?? []
  const [language] = front.languages
  const noCounselor = front.stay && !front.careTeam.some(member => member.duty === 'counselor')
  const chips = [
    ...allergies.slice(0, 3).map(each => (
      <Chip key={each.id} kind="risk">
        Allergy reported: {each.words}
      </Chip>
    )),
    allergies.length > 3 ? (
      <Chip key="more" kind="risk">
        {count(allergies.length - 3, 'more allergy', 'more allergies')} reported
      </Chip>
    ) : null,
    noCounselor ? (
      <Chip key="counselor" kind="due">
        No counselor yet
      </Chip>
    ) : null,
    language && !language.startsWith('en') ? (
      <Chip key="language" kind="info">
        Speaks {languageWords(language)}
      </Chip>
    ) : null,
    ...front.tags.map(tag => (
      <Chip key={tag} kind="info">
        {tag}
      </Chip>
    )),
  ].filter(Boolean)
  return chips.length > 0 ? <div className="row alerts">{chips}</div> : null
}

function useStayFacts(front: Front): { word: string; value: ReactNode }[] {
  const house = useAsk<typeof houseOf>('people.house', {})
  const words = useWords()
  const { stay } = front
  if (!stay) {
    const next = front.history.find(each => each.startsOn > front.today)
    return [{ word: 'Stay', value: next ? `Begins ${words.day(next.startsOn)}` : 'No open stay' }]
  }
  const program = house.data?.programs.find(each => each.id === stay.programId)
  const weeksMost = program?.rules.find(rule => rule.id === 'expected-weeks-most')?.value
  const counselor = front.careTeam.find(member => member.duty === 'counselor')
  return [
    { word: 'Program', value: stay.program },
    { word: 'Stay', value: stayWords(stay.begunOn, front.today, weeksMost) },
    { word: 'Track', value: stay.track ?? 'No track' },
    {
      word: 'Counselor',
      value: counselor ? [counselor.name, counselor.credential].filter(Boolean).join(', ') : 'None yet',
    },
  ]
}

/** The parts of a chart in a row; the open one is brought into view where the row is too long for the screen. */
function Parts({ tabs }: { tabs: Tab[] }) {
  const row = useRef<HTMLElement>(null)
  const current = tabs.find(tab => tab.on)?.to
  useEffect(() => {
    const on = row.current?.querySelector<HTMLElement>('[aria-current]')
    if (row.current && on && current) row.current.scrollLeft = on.offsetLeft - row.current.offsetLeft - 40
  }, [current])
  return (
    <nav className="tabs" aria-label="Parts of this chart" ref={row}>
      {tabs.map(tab => (
        <Link key={tab.to} to={tab.to} current={tab.on}>
          {tab.word}
        </Link>
      ))}
    </nav>
  )
}

/** The head of a chart: who, which program, which day, how many hours, what must not be missed. */
export function ChartHead({ front, tabs }: { front: Front; tabs: Tab[] }) {
  const facts = useStayFacts(front)
  const legal = front.legalName === front.name ? '' : `legal name ${front.legalName}`
  return (
    <div className="chart-head">
      <div className="chart-top">
        <div className="chart-who">
          <Avatar name={front.name} size="big" />
          <div>
            <h1>
              {front.name} {front.pronouns ? <span className="quiet">{front.pronouns}</span> : null}
            </h1>
            <p className="quiet">
              {[String(ageOn(front.bornOn, front.today)), legal, `no. ${front.recordNumber}`]
                .filter(Boolean)
                .join(', ')}
            </p>
          </div>
        </div>
        <Facts facts={facts} />
        {front.stay ? (
          <div className="chart-week">
            <Week clientId={front.id} />
          </div>
        ) : null}
      </div>
      <Alerts front={front} />
      <div className="chart-bar">
        <Parts tabs={tabs} />
        <ChartWrites clientId={front.id} />
      </div>
    </div>
  )
}
