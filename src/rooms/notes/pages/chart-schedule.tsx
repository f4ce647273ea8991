import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import type { seatsOfClient } from '#rooms/timetable/queries.ts'
import type { endSeat } from '#rooms/timetable/seating.ts'
import type { waitingOfClient } from '#rooms/timetable/waitlist.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { Drawer } from '#web/ui/drawer.tsx'
import { Form, TextField } from '#web/ui/field.tsx'
import { useHere, useMay, useWords } from '#web/ui/me.tsx'
import { Columns, Panel } from '#web/ui/page.tsx'
import { Link } from '#web/ui/route.tsx'
import { Empty } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { UnavailablePanel } from '#web/ui/unavailable.tsx'
import { count } from '#web/words.ts'
import { ChartAbsences } from './chart-absences.tsx'
import { ChartApart } from './chart-apart.tsx'
import { ChartComing } from './chart-coming.tsx'
import { MoveClient } from './chart-move.tsx'
import { GiveSeat, type Seat } from './chart-seats.tsx'
import { type Front, mondayOf, plusDays } from './chart-words.ts'

type Waiting = OutputOf<typeof waitingOfClient>['waiting'][number]

const days = (seat: Seat, day: (on: string) => string) =>
  `${day(seat.fromOn)}${seat.untilOn ? ` to ${day(seat.untilOn)}` : ', no end'}`

function Held({ seats, today, onEnd }: { seats: readonly Seat[]; today: string; onEnd: (seat: Seat) => void }) {
  const words = useWords()
  const may = useMay()
  return (
    <DataTable
      label="Seats in groups"
      tight
      rows={seats}
      keyOf={seat => seat.id}
      columns={[
        {
          head: 'Group',
          cell: seat => (
            <>
              <Link to={`/staff/groups/${seat.groupId}`}>{seat.group}</Link>{' '}
              {seat.fromOn > today ? <Chip kind="quiet">Not yet</Chip> : null}
            </>
          ),
        },
        { head: 'From', width: 240, card: 'label', cell: seat => days(seat, words.day) },
        {
          head: 'Action',
          headHidden: true,
          kind: 'act',
          cell: seat =>
            may('timetable.end-seat') && seat.untilOn === null ? (
              <Button small label={`End seat in ${seat.group}`} onPress={() => onEnd(seat)}>
                End seat
              </Button>
            ) : null,
        },
      ]}
    />
  )
}

function Past({ seats, held }: { seats: readonly Seat[]; held: readonly Seat[] }) {
  const words = useWords()
  const now = new Set(held.map(seat => seat.groupId))
  return (
    <details className="fold">
      <summary>
        {count(seats.length, 'seat that has ended', 'seats that have ended')}{' '}
        <span className="quiet">the history stays</span>
      </summary>
      <DataTable
        label="Seats that have ended"
        tight
        rows={seats}
        keyOf={seat => seat.id}
        columns={[
          { head: 'Group', cell: seat => <Link to={`/staff/groups/${seat.groupId}`}>{seat.group}</Link> },
          { head: 'Days', width: 240, card: 'label', cell: seat => days(seat, words.day) },
          {
            head: 'Why it ended',
            card: 'label',
            cell: seat => (
              <>
                {seat.endReason ?? <span className="quiet">Not said</span>}{' '}
                {now.has(seat.groupId) ? <Chip kind="done">Came back</Chip> : null}
              </>
            ),
          },
        ]}
      />
    </details>
  )
}

function EndSeat({ front, seat, onClose }: { front: Front; seat: Seat; onClose: () => void }) {
  const [untilOn, setUntil] = useState<string>([seat.fromOn, front.today].sort()[1] ?? front.today)
  const [reason, setReason] = useState('')
  const end = useAct<typeof endSeat>('timetable.end-seat', {
    onDone: () => {
      toast('The seat is ended, and its later sessions are free again.')
      onClose()
    },
  })
  const send = () =>
    void end.run({ seatId: seat.id, clientId: seat.clientId, untilOn, reason: reason.trim() ? reason : null })
  return (
    <Drawer open onClose={onClose} title={`End the seat in ${seat.group}`}>
      <Form label="End the seat" onSend={send}>
        <TextField label="Last day" type="date" value={untilOn} onValue={setUntil} error={end.saysOf('untilOn')} />
        <TextField label="Reason" optional value={reason} onValue={setReason} maxLength={200} />
        <div>
          <Button kind="danger" submit busy={end.busy}>
            End seat
          </Button>
        </div>
      </Form>
    </Drawer>
  )
}

function Waits({ waiting, today }: { waiting: readonly Waiting[]; today: string }) {
  const words = useWords()
  if (waiting.length === 0) return null
  const now = new Date().toISOString()
  return (
    <ul className="said-lines" aria-label="Groups they wait for">
      {waiting.map(entry => (
        <li key={entry.waitingId}>
          <span>
            Waits for <Link to={`/staff/groups/${entry.groupId}`}>{entry.group}</Link>, place {entry.place}
            <span className="sub">
              since {words.day(entry.askedAt)}
              {entry.aheadBecause ? `; ahead because: ${entry.aheadBecause}` : ''}
            </span>
          </span>
          {entry.offer ? (
            <Chip kind="due">
              Seat {entry.offer.fromOn <= today ? 'now' : `from ${words.day(entry.offer.fromOn)}`}, answer{' '}
              {words.due(entry.offer.expiresAt, now)}
            </Chip>
          ) : null}
        </li>
      ))}
    </ul>
  )
}

type GroupsProps = { front: Front; seats: readonly Seat[]; waiting: readonly Waiting[] }

function GroupsPanel({ front, seats, waiting }: GroupsProps) {
  const may = useMay()
  const [ending, setEnding] = useState<Seat>()
  const [moving, setMoving] = useState(false)
  const later = (seat: Seat) => Number(seat.fromOn > front.today)
  const held = seats
    .filter(seat => !seat.untilOn || seat.untilOn >= front.today)
    .sort((a, b) => later(a) - later(b) || a.group.localeCompare(b.group))
  const past = seats.filter(seat => !held.includes(seat))
  const open = held.filter(seat => !seat.untilOn)
  return (
    <Panel
      title="Groups"
      sub={count(held.length, 'seat')}
      end={
        may('timetable.move-client') && front.stay && (open.length > 0 || front.stay.trackId) ? (
          <Button small onPress={() => setMoving(true)}>
            Move to other groups
          </Button>
        ) : null
      }
    >
      {held.length > 0 ? (
        <Held seats={held} today={front.today} onEnd={setEnding} />
      ) : (
        <Empty title="No seat in a group">A seat books them for every session of a group.</Empty>
      )}
      <Waits waiting={waiting} today={front.today} />
      {past.length > 0 ? <Past seats={past} held={held} /> : null}
      {ending ? <EndSeat key={ending.id} front={front} seat={ending} onClose={() => setEnding(undefined)} /> : null}
      {moving ? <MoveClient front={front} seats={open} onClose={() => setMoving(false)} /> : null}
    </Panel>
  )
}

/** The clock of the site at which they are. */
function useZone(front: Front): string {
  const { me, site } = useHere()
  return me.sites.find(each => each.id === front.stay?.siteId)?.zone ?? site.zone
}

function Aside({ front }: { front: Front }) {
  const may = useMay()
  const zone = useZone(front)
  return (
    <>
      {may('timetable.absences') ? <ChartAbsences front={front} zone={zone} /> : null}
      {may('calendar.unavailable') ? (
        <UnavailablePanel title="When they cannot come" kind="client" resourceId={front.id} zone={zone} />
      ) : null}
      {may('timetable.keep-apart-of') ? <ChartApart front={front} /> : null}
    </>
  )
}

const fourWeeks = 27

/** Everything of a client’s week: groups, sessions, waitlists, and when they cannot come. */
export function ChartSchedule({ front }: { front: Front }) {
  const may = useMay()
  const span = { clientId: front.id, from: mondayOf(front.today), until: plusDays(front.today, fourWeeks) }
  const asked = useAsk<typeof seatsOfClient>('timetable.seats', span)
  const waits = useAsk<typeof waitingOfClient>(
    'timetable.waiting-of',
    { clientId: front.id },
    { enabled: may('timetable.waiting-of'), everySeconds: 60 },
  )
  const waiting = waits.data?.waiting ?? []
  const mayGive = may('timetable.give-seat') && may('timetable.groups')
  const coming = front.history.some(stay => stay.startsOn > front.today)
  return (
    <Columns asideLabel="When they cannot come" aside={<Aside front={front} />}>
      <Asked asked={asked} what="The schedule" rows={6}>
        {({ seats, sessions }) => (
          <div className="stack">
            <GroupsPanel front={front} seats={seats} waiting={waiting} />
            <ChartComing front={front} sessions={sessions} />
            {mayGive && (front.stay || coming) ? (
              <GiveSeat front={front} seats={seats} waitingFor={new Set(waiting.map(entry => entry.groupId))} />
            ) : null}
          </div>
        )}
      </Asked>
    </Columns>
  )
}
