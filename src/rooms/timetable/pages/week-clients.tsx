import { type KeyboardEvent, memo, useMemo, useState } from 'react'
import { type Day, dayIn, type Instant, plusDays } from '#kernel/time.ts'
import { Asked } from '#web/ui/asked.tsx'
import { useWeeksOf, type WeekHours } from '#web/ui/client-hours.tsx'
import { useAsk } from '#web/ui/data.ts'
import { MakeUpDrawer } from '#web/ui/make-ups.tsx'
import { useHere, useMay, useWords } from '#web/ui/me.tsx'
import { hoursOf, Pulse } from '#web/ui/pulse.tsx'
import { Link } from '#web/ui/route.tsx'
import { Empty } from '#web/ui/state.tsx'
import { isShort } from '#web/ui/week-words.ts'
import { count, timeWords } from '#web/words.ts'
import type { clientWeek, SessionLine } from '../queries.ts'
import { looksOf, shortName } from './session-block.tsx'
import { zoneWords } from './week-plan.ts'

/** A session as every client's row says it: worked out once, not once for each client. */
type Short = { id: string; onDay: Day; startsAt: Instant; looks: string; says: string }

function shortOf(session: SessionLine, now: Instant, time: string): Short {
  const { id, onDay, startsAt } = session
  return { id, onDay, startsAt, looks: looksOf(session, now), says: `${time} ${shortName(session)}` }
}

/** Left and right go along a client's row, up and down to the client above and below. */
function moveAlong(event: KeyboardEvent<HTMLElement>): void {
  const target = event.target instanceof HTMLElement ? event.target : null
  const row = target?.closest('tr')
  if (!row || !target) return
  const linksIn = (of: Element | null) => [...(of?.querySelectorAll<HTMLElement>('a, button') ?? [])]
  const own = linksIn(row)
  const at = own.indexOf(target)
  const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  const others = event.key === 'ArrowUp' ? row.previousElementSibling : row.nextElementSibling
  const down = /^Arrow(Up|Down)$/.test(event.key) ? linksIn(others) : []
  const next = across ? own[at + across] : down[Math.min(at, down.length - 1)]
  if (!next) return
  event.preventDefault()
  next.focus()
}

type RowProps = {
  clientId: string
  name: string
  /** The client's sessions, a list for each day that is shown. */
  days: readonly (readonly Short[])[]
  away: ReadonlySet<string>
  /** The hours of that week; null while they are not known, absent for who may not see them. */
  week: WeekHours | null | undefined
  mayCure: boolean
}

/** Many hundred blocks are on this page: plain elements, one listener for all, drawn when they come near the screen. */
const ClientRow = memo(function ClientRow({ clientId, name, days, away, week, mayCure }: RowProps) {
  const hours = week ? hoursOf(week) : null
  return (
    <tr>
      <th scope="row">
        <Link to={`/staff/clients/${clientId}`}>{name}</Link>
        {week === undefined ? null : (
          <span className="client-hours">{hours ? <Pulse {...hours} who={name} tip /> : null}</span>
        )}
        {mayCure && week && isShort(week) ? (
          <button type="button" tabIndex={-1} className="ct-cure" data-cure={clientId}>
            Find make-ups
          </button>
        ) : null}
      </th>
      {days.map((sessions, day) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the days stand in their order and never move
        <td key={day}>
          {sessions.map(({ id, looks, says }) => (
            <button key={id} type="button" tabIndex={-1} className={`cb ${looks}`} data-session={id}>
              {away.has(id) ? `Away: ${says}` : says}
            </button>
          ))}
        </td>
      ))}
    </tr>
  )
})

type WeekClientsProps = {
  monday: Day
  siteId: string | undefined
  days: readonly Day[]
  now: Instant
  sessions: readonly SessionLine[]
  zones: boolean
  onOpen: (session: SessionLine) => void
}

/** The week of each client whom the reader may see. */
export function WeekClients({ monday, siteId, days, now, sessions, zones, onOpen }: WeekClientsProps) {
  const asked = useAsk<typeof clientWeek>('timetable.client-week', { monday, ...(siteId ? { siteId } : {}) })
  const { me } = useHere()
  const { clock } = me.organization
  const shorts = useMemo(() => {
    const words = sessions.map(session => {
      const time = timeWords(session.startsAt, { zone: session.zone, clock })
      return shortOf(session, now, zones ? `${time}, ${zoneWords(session.zone)},` : time)
    })
    return new Map(words.map(each => [each.id, each]))
  }, [sessions, now, zones, clock])
  return (
    <Asked asked={asked} what="The clients’ week" rows={12}>
      {data =>
        data.clients.length === 0 ? (
          <section className="panel" aria-label="The week by client">
            <Empty title="No client of yours is expected this week">
              {data.unseen > 0 ? `${count(data.unseen, 'client')} whom you may not see ${are(data.unseen)}.` : ''}
            </Empty>
          </section>
        ) : (
          <ClientTable
            clients={data.clients}
            unseen={data.unseen}
            {...{ monday, days, now, shorts }}
            onOpen={id => {
              const found = sessions.find(session => session.id === id)
              if (found) onOpen(found)
            }}
          />
        )
      }
    </Asked>
  )
}

const are = (number: number) => (number === 1 ? 'is' : 'are')

type ClientTableProps = {
  clients: readonly { clientId: string; name: string; sessionIds: readonly string[]; awayIn: readonly string[] }[]
  unseen: number
  monday: Day
  days: readonly Day[]
  now: Instant
  shorts: ReadonlyMap<string, Short>
  onOpen: (id: string) => void
}

function ClientTable({ clients, unseen, monday, days, now, shorts, onOpen }: ClientTableProps) {
  const words = useWords()
  const today = dayIn(words.wall.zone, now)
  const [curing, setCuring] = useState<{ id: string; name: string }>()
  const ids = useMemo(() => clients.map(client => client.clientId), [clients])
  const may = useMay()
  const seen = may('attendance.week-hours')
  const weekOf = useWeeksOf(ids, monday)
  const mayCure = may('attendance.make-ups') && plusDays(monday, 6) >= today
  const rows = useMemo(
    () =>
      clients.map(client => {
        const own = client.sessionIds.flatMap(id => shorts.get(id) ?? [])
        own.sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
        return {
          ...client,
          days: days.map(on => own.filter(session => session.onDay === on)),
          away: new Set(client.awayIn),
        }
      }),
    [clients, days, shorts],
  )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by the keyboard
    <section className="panel tt-wrap" aria-label="The week by client" tabIndex={0}>
      <table
        className={`ct days-${days.length}`}
        aria-label="Sessions of the week by client and day"
        onKeyDown={moveAlong}
        onClick={event => {
          const block = event.target instanceof Element ? event.target.closest('[data-session], [data-cure]') : null
          const cured = clients.find(client => client.clientId === block?.getAttribute('data-cure'))
          if (cured) setCuring({ id: cured.clientId, name: cured.name })
          else if (block) onOpen(block.getAttribute('data-session') ?? '')
        }}
      >
        <thead>
          <tr>
            <th scope="col">
              <span className="vh">Client</span>
            </th>
            {days.map(on => (
              <th key={on} scope="col" className={on === today ? 'today' : ''}>
                {words.day(on).split(' ').slice(0, 2).join(' ')}
                {on === today ? <span> today</span> : null}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ clientId, name, days: of, away }) => (
            <ClientRow
              key={clientId}
              clientId={clientId}
              name={name}
              days={of}
              away={away}
              week={seen ? (weekOf.get(clientId) ?? null) : undefined}
              mayCure={mayCure}
            />
          ))}
        </tbody>
      </table>
      {curing ? <MakeUpDrawer client={curing} monday={monday} onClose={() => setCuring(undefined)} /> : null}
      {unseen > 0 ? <p className="ct-foot small quiet">And {count(unseen, 'client')} whom you may not see.</p> : null}
    </section>
  )
}
