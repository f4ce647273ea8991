import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import type { clientsHere } from '#rooms/people/queries.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Avatar } from '#web/ui/avatar.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { useWeeksOf, type WeekHours } from '#web/ui/client-hours.tsx'
import { useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { SelectField } from '#web/ui/field.tsx'
import { KeyHints } from '#web/ui/keys.tsx'
import { useHere, useMay, useWords } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { hoursOf, Pulse, PulseLegend } from '#web/ui/pulse.tsx'
import { Link, useGo } from '#web/ui/route.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count, hoursWords } from '#web/words.ts'
import './clients.css'

type Client = OutputOf<typeof clientsHere>['clients'][number]

/** More would be a page that nobody reads to its end. */
const mostShown = 100

function dayOfStay(startsOn: string, today: string): number {
  return Math.round((Date.parse(today) - Date.parse(startsOn)) / 86_400_000) + 1
}

function Hours({ week, who }: { week: WeekHours | undefined; who: string }) {
  if (!week) return null
  const hours = hoursOf(week)
  if (!hours) return week.credited > 0 ? <span className="tnum">{hoursWords(week.credited)}</span> : null
  const short = week.standing === 'likely-short' || week.standing === 'cannot-be-met'
  return (
    <>
      <Pulse {...hours} who={who} figure />
      {short ? (
        <span className={`sub ${week.standing === 'cannot-be-met' ? 't-risk' : 't-due'}`}>
          likely {hoursWords(week.likely)}
        </span>
      ) : null}
      {week.standing === 'nothing-booked' ? <span className="sub t-risk">no session this week</span> : null}
    </>
  )
}

function Rows({ clients, today }: { clients: Client[]; today: string }) {
  const may = useMay()
  const go = useGo()
  const words = useWords()
  const mayHours = may('attendance.week-hours')
  const weekOf = useWeeksOf(clients.map(client => client.id))
  return (
    <DataTable
      label="Clients in a stay"
      rows={clients}
      keyOf={client => client.id}
      onOpen={client => go(`/staff/clients/${client.id}`)}
      columns={[
        {
          head: 'Client',
          cell: client => (
            <span className="row nowrap">
              <Avatar name={client.name} />
              <span>
                <Link to={`/staff/clients/${client.id}`}>{client.name}</Link>{' '}
                {client.pronouns ? <span className="quiet">{client.pronouns}</span> : null}
                <span className="sub">
                  no. {client.recordNumber}
                  {client.legalName === client.name ? '' : `, legal name ${client.legalName}`}
                </span>
              </span>
            </span>
          ),
        },
        {
          head: 'Track',
          width: 150,
          cell: client => (
            <>
              {client.track ?? 'No track'}
              <span className="sub">{client.site}</span>
            </>
          ),
        },
        {
          head: 'Stay',
          width: 130,
          card: 'hide',
          cell: client => (
            <>
              Day {dayOfStay(client.startsOn, today)}
              <span className="sub">since {words.day(client.startsOn)}</span>
            </>
          ),
        },
        {
          head: 'Counselor',
          width: 170,
          card: 'label',
          cell: client => client.counselor ?? <span className="t-due">None yet</span>,
        },
        ...(mayHours
          ? [
              {
                head: 'Hours this week',
                width: 200,
                cell: (client: Client) => <Hours week={weekOf.get(client.id)} who={client.name} />,
              },
            ]
          : []),
      ]}
    />
  )
}

const unique = (words: (string | null)[]) => [...new Set(words.filter(word => word !== null))].sort()
const optionsOf = (all: string, words: string[]) => [
  { value: '', label: all },
  ...words.map(word => ({ value: word, label: word })),
]

function Filtered({ clients, today }: { clients: Client[]; today: string }) {
  const { me, site } = useHere()
  const [at, setAt] = useState(
    me.sites.length > 1 && clients.some(client => client.site === site.name) ? site.name : '',
  )
  const [track, setTrack] = useState('')
  const [counselor, setCounselor] = useState('')
  const [from, setFrom] = useState(0)
  const here = clients.filter(client => at === '' || client.site === at)
  const found = here.filter(
    client => (track === '' || client.track === track) && (counselor === '' || client.counselor === counselor),
  )
  const shown = found.slice(from, from + mostShown)
  const choose = (set: (value: string) => void) => (value: string) => {
    set(value)
    setFrom(0)
  }
  return (
    <div className="stack">
      <div className="filters few">
        {me.sites.length > 1 ? (
          <SelectField
            label="Site"
            value={at}
            onValue={value => {
              choose(setAt)(value)
              setTrack('')
            }}
            options={optionsOf('Every site', unique(clients.map(client => client.site)))}
          />
        ) : null}
        <SelectField
          label="Track"
          value={track}
          onValue={choose(setTrack)}
          options={optionsOf('Every track', unique(here.map(client => client.track)))}
        />
        <SelectField
          label="Counselor"
          value={counselor}
          onValue={choose(setCounselor)}
          options={optionsOf('Every counselor', unique(here.map(client => client.counselor)))}
        />
        <p className="quiet" role="status">
          {count(found.length, 'client')}
        </p>
      </div>
      <Panel
        title="In a stay today"
        sub="by name"
        end={<PulseLegend />}
        foot={
          found.length > mostShown ? (
            <div className="row spread">
              <span>
                {from + 1} to {from + shown.length} of {found.length}
              </span>
              <span className="row">
                {from > 0 ? <Button onPress={() => setFrom(from - mostShown)}>Those before</Button> : null}
                {from + mostShown < found.length ? (
                  <Button onPress={() => setFrom(from + mostShown)}>Those after</Button>
                ) : null}
              </span>
            </div>
          ) : null
        }
      >
        {shown.length > 0 ? (
          <Rows clients={shown} today={today} />
        ) : (
          <Empty title="Nobody by these choices">Take another track or counselor, or every site.</Empty>
        )}
      </Panel>
    </div>
  )
}

/** Everybody in a stay today whom this person may see, with the week's hours. */
export default function ClientsPage() {
  const asked = useAsk<typeof clientsHere>('people.clients', {})
  const may = useMay()
  const mayOpen = may('people.open-chart')
  return (
    <Page
      title="Clients"
      sub="In a stay today, on your care teams or at your sites. Anybody else is found by the search above."
      actions={
        mayOpen ? (
          <ButtonLink icon="plus" to="/staff/clients/new">
            Open a chart
          </ButtonLink>
        ) : null
      }
    >
      <Asked asked={asked} what="The clients" rows={10}>
        {data =>
          data.clients.length > 0 ? (
            <Filtered clients={data.clients} today={data.today} />
          ) : (
            <Panel title="In a stay today">
              <Empty
                title="Nobody is in a stay that you may see"
                action={
                  may('inquiry.referrals') ? <ButtonLink to="/staff/inquiries">Look at inquiries</ButtonLink> : null
                }
              >
                A client comes here with the first day of a stay. You see those whose care team you are on.
              </Empty>
            </Panel>
          )
        }
      </Asked>
      <KeyHints
        hints={[
          { key: 'ArrowUp ArrowDown', says: 'rows' },
          { key: 'Enter', says: 'open the chart' },
          { key: 'ctrl+k', says: 'find anybody' },
        ]}
      />
    </Page>
  )
}
