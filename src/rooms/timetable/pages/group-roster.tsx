import { Button } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { ClientHours } from '#web/ui/client-hours.tsx'
import { useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Link } from '#web/ui/route.tsx'
import { count } from '#web/words.ts'
import type { rosterOf } from '../queries.ts'
import type { Group } from './group-draft.ts'

type Seat = Group['seats'][number]

/** Who said that they do not come to the next session, by their id. */
function useAway(group: Group) {
  const may = useMay()
  const roster = useAsk<typeof rosterOf>(
    'timetable.roster',
    { sessionId: group.next?.id ?? '' },
    { enabled: group.next !== null && may('timetable.roster') },
  )
  return new Map(
    (roster.data?.seats ?? []).flatMap(seat => (seat.absence ? [[seat.clientId, seat.absence] as const] : [])),
  )
}

/** Who has a seat now, with who said that they do not come next time. */
export function Roster({ group, onEnd }: { group: Group; onEnd: (seat: Seat) => void }) {
  const words = useWords(group.zone)
  const may = useMay()
  const away = useAway(group)
  const wasHere = new Set(group.past.map(seat => seat.clientId))
  return (
    <DataTable
      label="Who has a seat"
      rows={group.seats}
      keyOf={seat => seat.id}
      columns={[
        {
          head: 'Client',
          cell: seat => {
            const told = away.get(seat.clientId)
            return (
              <>
                <Link to={`/staff/clients/${seat.clientId}`}>{seat.name}</Link>
                {told && group.next ? (
                  <span className="sub t-info">
                    Does not come {words.day(group.next.startsAt)}: {told.reason}
                    {told.excused ? ', excused' : ''}
                  </span>
                ) : null}
              </>
            )
          },
        },
        ...(may('attendance.week-hours')
          ? [
              {
                head: 'Hours this week',
                width: 116,
                cell: (seat: Seat) => <ClientHours id={seat.clientId} name={seat.name} />,
              },
            ]
          : []),
        {
          head: 'From',
          card: 'label',
          cell: seat => (
            <>
              <time dateTime={seat.fromOn}>{words.day(seat.fromOn)}</time>{' '}
              {seat.fromOn === group.today ? <Chip kind="info">First day</Chip> : null}
              {seat.fromOn > group.today ? <Chip kind="quiet">Not yet</Chip> : null}
              {wasHere.has(seat.clientId) ? <span className="sub">was here before</span> : null}
            </>
          ),
        },
        { head: 'Until', card: 'label', cell: seat => (seat.untilOn ? words.day(seat.untilOn) : 'open') },
        {
          head: 'Action',
          headHidden: true,
          kind: 'act',
          cell: seat =>
            may('timetable.end-seat') && seat.untilOn === null ? (
              <Button small label={`End seat of ${seat.name}`} onPress={() => onEnd(seat)}>
                End seat
              </Button>
            ) : null,
        },
      ]}
    />
  )
}

/** Who had a seat: each period by itself, so that leaving and coming back is seen. */
export function PastSeats({ group }: { group: Group }) {
  const words = useWords(group.zone)
  if (group.past.length === 0) return null
  const now = new Set(group.seats.map(seat => seat.clientId))
  const latest = [...group.past].sort((a, b) => ((a.untilOn ?? '') > (b.untilOn ?? '') ? -1 : 1))
  return (
    <details className="panel fold">
      <summary>
        <b>{count(latest.length, 'seat that has ended', 'seats that have ended')}</b>{' '}
        <span className="quiet">Who came, left and came back</span>
      </summary>
      <DataTable
        label="Seats that have ended"
        tight
        rows={latest}
        keyOf={seat => seat.id}
        columns={[
          { head: 'Client', cell: seat => <Link to={`/staff/clients/${seat.clientId}`}>{seat.name}</Link> },
          {
            head: 'Days',
            card: 'label',
            cell: seat => `${words.day(seat.fromOn)} to ${seat.untilOn ? words.day(seat.untilOn) : 'now'}`,
          },
          {
            head: 'Why it ended',
            card: 'label',
            cell: seat => (
              <>
                {seat.endReason ?? <span className="quiet">Not said</span>}
                {now.has(seat.clientId) ? (
                  <>
                    {' '}
                    <Chip kind="done">Came back</Chip>
                  </>
                ) : null}
              </>
            ),
          },
        ]}
      />
    </details>
  )
}
