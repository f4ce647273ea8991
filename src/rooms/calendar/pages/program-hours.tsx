import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { Button } from '#web/ui/button.tsx'
import { useAct } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { CheckField, TextField } from '#web/ui/field.tsx'
import { useMay } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { toast } from '#web/ui/toast.tsx'
import { type Opening, weekLines } from '../calendar.ts'
import type { setHours } from '../commands.ts'
import type { hoursOf } from '../queries.ts'
import { DrawerForm } from './program-forms.tsx'

/** What the calendar says of all sites. */
export type Hours = OutputOf<typeof hoursOf>
type Site = Hours['sites'][number]

/** When each site is open, in lines of days that share their hours. */
export function OpeningHours({ hours }: { hours: Hours }) {
  const [changing, setChanging] = useState<Site | null>(null)
  const may = useMay()
  return (
    <Panel
      title="Opening hours"
      foot="A session outside these hours is stopped, unless a director says why it goes on."
    >
      <div className="own-line">
        <DataTable
          label="Opening hours"
          headless
          rows={hours.sites}
          keyOf={site => site.id}
          columns={[
            { head: 'Site', width: 220, cell: site => <b>{site.name}</b> },
            { head: 'Hours', cell: site => <Week site={site} clock={hours.clock} /> },
            {
              head: 'Action',
              kind: 'act',
              cell: site =>
                may('calendar.set-hours') ? (
                  <Button small label={`Change hours of ${site.name}`} onPress={() => setChanging(site)}>
                    Change hours
                  </Button>
                ) : null,
            },
          ]}
        />
      </div>
      {changing ? <ChangeHours key={changing.id} site={changing} onClose={() => setChanging(null)} /> : null}
    </Panel>
  )
}

function Week({ site, clock }: { site: Site; clock: Hours['clock'] }) {
  if (site.hours.length === 0) return <span className="quiet">No hours said: it counts as always open</span>
  return (
    <dl className="week-lines">
      {weekLines(site.hours, clock).map(line => (
        <div key={line.days}>
          <dt>{line.days}</dt>
          <dd className={line.hours === 'closed' ? 'quiet' : 'tnum'}>{line.hours}</dd>
        </div>
      ))}
    </dl>
  )
}

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
type Draft = Opening & { key: string }

// A time field knows no 24:00: the midnight at which a site closes is written as the 00:00 after it.
const shown = (time: string) => (time === '24:00' ? '00:00' : time)
const meant = (closes: string) => (closes === '00:00' ? '24:00' : closes)
const draftOf = (opening: Opening): Draft => ({ ...opening, closes: shown(opening.closes), key: crypto.randomUUID() })

type DayProps = {
  weekday: number
  openings: Draft[]
  change: (openings: Draft[]) => void
}

function DayHours({ weekday, openings, change }: DayProps) {
  const name = days[weekday - 1] ?? ''
  const set = (key: string, part: Partial<Opening>) =>
    change(openings.map(each => (each.key === key ? { ...each, ...part } : each)))
  const usual = { weekday, opens: '08:00', closes: '18:00' }
  return (
    <fieldset className="hours-day">
      <legend className="vh">{name}</legend>
      <CheckField label={name} checked={openings.length > 0} onChecked={on => change(on ? [draftOf(usual)] : [])} />
      <div className="hours-times">
        {openings.length === 0 ? <span className="quiet">Closed</span> : null}
        {openings.map((each, at) => (
          <div key={each.key} className="hours-time">
            <TextField
              label={`${name} opens${at > 0 ? ' again' : ''} at`}
              type="time"
              value={each.opens}
              onValue={opens => set(each.key, { opens })}
            />
            <span aria-hidden="true">to</span>
            <TextField
              label={`${name} closes${at > 0 ? ' again' : ''} at`}
              type="time"
              value={each.closes}
              onValue={closes => set(each.key, { closes })}
            />
            {at > 0 ? (
              <Button
                small
                kind="quiet"
                label={`Leave out the time ${name} opens again`}
                onPress={() => change(openings.filter(other => other !== each))}
              >
                Leave out
              </Button>
            ) : (
              <Button
                small
                kind="quiet"
                label={`And again: open ${name} a second time`}
                onPress={() => change([...openings, draftOf({ weekday, opens: '13:00', closes: '18:00' })])}
              >
                And again
              </Button>
            )}
          </div>
        ))}
      </div>
    </fieldset>
  )
}

function ChangeHours({ site, onClose }: { site: Site; onClose: () => void }) {
  const [drafts, setDrafts] = useState(() => site.hours.map(draftOf))
  const set = useAct<typeof setHours>('calendar.set-hours', {
    onDone: () => {
      toast(`The hours of ${site.name} are kept.`)
      onClose()
    },
  })
  const of = (weekday: number) => drafts.filter(each => each.weekday === weekday)
  const others = (...weekdays: number[]) => drafts.filter(each => !weekdays.includes(each.weekday))
  const monday = of(1)
  const likeMonday = () => {
    const copied = [2, 3, 4, 5].flatMap(weekday => monday.map(each => draftOf({ ...each, weekday })))
    setDrafts([...others(2, 3, 4, 5), ...copied])
  }
  const hours = drafts.map(({ key: _, ...each }) => ({ ...each, closes: meant(each.closes) }))
  return (
    <DrawerForm
      open
      onClose={onClose}
      title={`Opening hours of ${site.name}`}
      act="Keep these hours"
      wide
      busy={set.busy}
      onSend={() => void set.run({ siteId: site.id, hours })}
    >
      <p className="quiet small">
        On the clock of {site.zone.replaceAll('_', ' ')}. With no day chosen the site counts as always open.
      </p>
      <div className="hours-week">
        {days.map((name, at) => (
          <DayHours
            key={name}
            weekday={at + 1}
            openings={of(at + 1)}
            change={openings => setDrafts([...others(at + 1), ...openings])}
          />
        ))}
      </div>
      {set.problem && set.problem.places.length > 0 ? (
        <p className="small t-risk" role="alert">
          Say both times of every day that is open.
        </p>
      ) : null}
      {monday.length > 0 ? (
        <div>
          <Button small onPress={likeMonday}>
            Tuesday to Friday as Monday
          </Button>
        </div>
      ) : null}
    </DrawerForm>
  )
}
