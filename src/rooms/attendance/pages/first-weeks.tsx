import type { OutputOf } from '#kernel/door.ts'
import { Asked } from '#web/ui/asked.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { useHere, useMay, useWords } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { hoursOf, Pulse } from '#web/ui/pulse.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count } from '#web/words.ts'
import type { firstWeeks } from '../follow-up.ts'
import { FollowUpTabs } from './missed-tabs.tsx'
import './missed.css'

type FirstWeeks = OutputOf<typeof firstWeeks>
type Newcomer = FirstWeeks['clients'][number]
type Reason = Newcomer['reasons'][number]

const grave = new Set<Reason['kind']>(['never-came', 'missed'])

/** The one act that answers the gravest reason. */
function actOf({ clientId, reasons: [first] }: Newcomer): { verb: string; to: string; needs: string } {
  const open = { verb: 'Open chart', to: `/staff/clients/${clientId}`, needs: 'people.client' }
  if (first?.kind === 'missed' || first?.kind === 'never-came')
    return { verb: 'Open script', to: `/staff/missed?client=${clientId}`, needs: 'attendance.missed' }
  if (first?.kind === 'no-seat')
    return { verb: 'Find a seat', to: `/staff/clients/${clientId}/schedule`, needs: 'timetable.seats' }
  if (first?.kind === 'short' || first?.kind === 'late')
    return { verb: 'Find a make-up', to: `/staff/hours?client=${clientId}`, needs: 'attendance.make-ups' }
  return open
}

function Act({ client }: { client: Newcomer }) {
  const may = useMay()
  const act = actOf(client)
  if (!may(act.needs)) return null
  return (
    <ButtonLink to={act.to} small label={`${act.verb}: ${client.name}`}>
      {act.verb}
    </ButtonLink>
  )
}

function Why({ reasons }: { reasons: readonly Reason[] }) {
  return (
    <ul className="why">
      {reasons.map(reason => (
        <li key={reason.kind}>
          <Chip kind={grave.has(reason.kind) ? 'risk' : 'due'} bare>
            {reason.says}
          </Chip>
        </li>
      ))}
    </ul>
  )
}

function Rows({ list, clients, label }: { list: FirstWeeks; clients: Newcomer[]; label: string }) {
  const words = useWords(list.zone)
  const withReasons: Column<Newcomer>[] = clients.some(client => client.reasons.length > 0)
    ? [{ head: 'Why', card: 'wide', cell: client => <Why reasons={client.reasons} /> }]
    : []
  return (
    <DataTable
      label={label}
      rows={clients}
      keyOf={client => client.clientId}
      columns={[
        {
          head: 'Client',
          width: 220,
          cell: client => (
            <>
              <b>{client.name}</b>
              {client.track ? <span className="sub">{client.track}</span> : null}
            </>
          ),
        },
        {
          head: 'Day',
          width: 130,
          card: 'wide',
          cell: client => (
            <>
              Day {client.day} of {list.firstDays}
              <span className="sub">since {words.day(client.startsOn)}</span>
            </>
          ),
        },
        ...withReasons,
        {
          head: 'Hours this week',
          width: 170,
          card: 'wide',
          cell: client => {
            const hours = hoursOf(client.week)
            return hours ? <Pulse {...hours} who={client.name} figure /> : <span className="quiet">No rule</span>
          },
        },
        {
          head: 'Next session',
          width: 180,
          card: 'label',
          cell: client =>
            client.nextAt ? (
              <time dateTime={client.nextAt}>{words.when(client.nextAt, list.now)}</time>
            ) : (
              <span className="quiet">None booked</span>
            ),
        },
        { head: 'Action', headHidden: true, kind: 'act', width: 140, cell: client => <Act client={client} /> },
      ]}
    />
  )
}

function Content({ list }: { list: FirstWeeks }) {
  const looked = list.clients.filter(client => client.reasons.length > 0)
  const fine = list.clients.filter(client => client.reasons.length === 0)
  if (list.clients.length === 0)
    return (
      <section className="panel" aria-label="First two weeks">
        <Empty title={`Nobody is in their first ${list.firstDays} days`}>
          Whoever begins a stay is here from day 1 to day {list.firstDays}.
        </Empty>
      </section>
    )
  return (
    <>
      <Panel title="To look at" sub={looked.length > 0 ? count(looked.length, 'person', 'people') : undefined}>
        {looked.length > 0 ? (
          <Rows list={list} clients={looked} label="To look at" />
        ) : (
          <Empty title="Everybody who began lately is on course">Nothing to do here today.</Empty>
        )}
      </Panel>
      {fine.length > 0 ? (
        <Panel title="On course" sub={count(fine.length, 'person', 'people')}>
          <Rows list={list} clients={fine} label="On course" />
        </Panel>
      ) : null}
    </>
  )
}

/** Who began lately, with what speaks for a look at them. */
export default function FirstWeeksPage() {
  const { site } = useHere()
  const input = site.id ? { siteId: site.id } : {}
  const asked = useAsk<typeof firstWeeks>('attendance.first-weeks', input, { everySeconds: 60 })
  return (
    <Page
      title="First two weeks"
      sub="Most who leave early leave in their first month, so who began lately is looked at day by day."
    >
      <div className="stack">
        <FollowUpTabs />
        <Asked asked={asked} what="The list" rows={6}>
          {data => <Content list={data} />}
        </Asked>
      </div>
    </Page>
  )
}
