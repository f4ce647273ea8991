import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import type { endSeat, giveSeat } from '#rooms/timetable/commands.ts'
import type { groupsOf, seatsOfClient } from '#rooms/timetable/queries.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { Drawer } from '#web/ui/drawer.tsx'
import { Form, TextField } from '#web/ui/field.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count, meetingLines, minutesWords } from '#web/words.ts'
import type { Front } from './chart-words.ts'

type Group = OutputOf<typeof groupsOf>['groups'][number]
type Seat = OutputOf<typeof seatsOfClient>['seats'][number]

function Held({ seats, today, onEnd }: { seats: Seat[]; today: string; onEnd: (seat: Seat) => void }) {
  const words = useWords()
  const may = useMay()
  const mayEnd = may('timetable.end-seat')
  return (
    <DataTable
      label="Seats in groups"
      tight
      rows={seats}
      keyOf={seat => seat.id}
      columns={[
        { head: 'Group', cell: seat => <b>{seat.group}</b> },
        {
          head: 'From',
          width: 240,
          cell: seat => `${words.day(seat.fromOn)}${seat.untilOn ? ` to ${words.day(seat.untilOn)}` : ', no end'}`,
        },
        {
          head: 'Action',
          headHidden: true,
          kind: 'act',
          cell: seat =>
            seat.untilOn && seat.untilOn < today ? (
              <Chip kind="quiet">Ended</Chip>
            ) : mayEnd ? (
              <Button small label={`End seat in ${seat.group}`} onPress={() => onEnd(seat)}>
                End seat
              </Button>
            ) : null,
        },
      ]}
    />
  )
}

function EndSeat({ front, seat, onClose }: { front: Front; seat: Seat | null; onClose: () => void }) {
  const [untilOn, setUntil] = useState<string>(front.today)
  const end = useAct<typeof endSeat>('timetable.end-seat', {
    onDone: () => {
      toast('The seat is ended, and its later sessions are free again.')
      onClose()
    },
  })
  return (
    <Drawer open={seat !== null} onClose={onClose} title={`End the seat in ${seat?.group ?? ''}`}>
      <Form label="End the seat" onSend={() => void end.run({ seatId: seat?.id ?? '', clientId: front.id, untilOn })}>
        <TextField label="Last day" type="date" value={untilOn} onValue={setUntil} error={end.saysOf('untilOn')} />
        <Button kind="danger" submit busy={end.busy}>
          End seat
        </Button>
      </Form>
    </Drawer>
  )
}

function Free({ front, groups, fromOn }: { front: Front; groups: Group[]; fromOn: string }) {
  const { wall } = useWords()
  const give = useAct<typeof giveSeat>('timetable.give-seat', {
    onDone: seat =>
      toast(`The seat is given: ${count(seat.sessions, 'session')} booked, ${count(seat.seatsLeft, 'seat')} left.`),
  })
  return (
    <DataTable
      label="Groups with seats"
      rows={groups}
      keyOf={group => group.id}
      columns={[
        {
          head: 'Group',
          cell: group => (
            <>
              <b>{group.name}</b>
              <span className="sub">
                {[group.facilitators.map(each => each.name).join(', '), group.room].filter(Boolean).join('; ')}
              </span>
            </>
          ),
        },
        {
          head: 'Meets',
          width: 230,
          cell: group => (
            <>
              {meetingLines(group.meetings, wall.clock).map(line => (
                <div key={line}>{line}</div>
              ))}
              <span className="sub">
                {minutesWords(group.meetings.reduce((sum, meeting) => sum + meeting.lengthMinutes, 0))} a week
              </span>
            </>
          ),
        },
        {
          head: 'Free',
          width: 110,
          cell: group =>
            group.taken < group.capacity ? (
              `${group.capacity - group.taken} of ${group.capacity} free`
            ) : (
              <span className="quiet">Full</span>
            ),
        },
        {
          head: 'Action',
          headHidden: true,
          kind: 'act',
          cell: group => (
            <Button
              small
              label={`Give a seat in ${group.name}`}
              reason={group.taken >= group.capacity ? 'No seat is free.' : undefined}
              reasonHidden
              onPress={() => void give.run({ groupId: group.id, clientId: front.id, fromOn })}
            >
              Give a seat
            </Button>
          ),
        },
      ]}
    />
  )
}

function GiveSeat({ front, seats }: { front: Front; seats: Seat[] }) {
  const begins = front.stay?.startsOn ?? front.history[0]?.startsOn ?? front.today
  const [fromOn, setFrom] = useState<string>([begins, front.today].sort()[1] ?? front.today)
  const { stay } = front
  const asked = useAsk<typeof groupsOf>('timetable.groups', stay ? { siteId: stay.siteId } : {})
  const seated = new Set(seats.filter(seat => !seat.untilOn || seat.untilOn >= fromOn).map(seat => seat.groupId))
  return (
    <Panel title="Give a seat" sub={stay?.track ? `groups of ${stay.track} first` : 'groups of this site'}>
      <div className="in-line">
        <TextField label="From" type="date" value={fromOn} onValue={setFrom} />
      </div>
      <Asked asked={asked} what="The groups">
        {({ groups }) => {
          const rank = (group: Group) =>
            Number(group.trackId === stay?.trackId) * 2 + Number(group.taken < group.capacity)
          const open = groups.filter(group => !seated.has(group.id)).sort((a, b) => rank(b) - rank(a))
          return open.length > 0 ? (
            <Free front={front} groups={open} fromOn={fromOn} />
          ) : (
            <Empty title="No other group meets here">A director starts groups on the week page.</Empty>
          )
        }}
      </Asked>
    </Panel>
  )
}

/** Seats they have, and the groups in which one can be given. */
export function ChartSeats({ front }: { front: Front }) {
  const may = useMay()
  const [ending, setEnding] = useState<Seat | null>(null)
  const asked = useAsk<typeof seatsOfClient>('timetable.seats', {
    clientId: front.id,
    from: front.today,
    until: front.today,
  })
  const mayGive = may('timetable.give-seat') && may('timetable.groups')
  return (
    <Asked asked={asked} what="The seats" rows={3}>
      {({ seats }) => {
        const held = seats.some(seat => !seat.untilOn || seat.untilOn >= front.today)
        return (
          <div className="stack">
            {!held && mayGive ? (
              <Notice kind="info">
                <b>The stay is open. Next: give a seat in a group,</b> so that they are expected and their hours count.
              </Notice>
            ) : null}
            {seats.length > 0 ? (
              <Panel title="Seats">
                <Held seats={seats} today={front.today} onEnd={setEnding} />
              </Panel>
            ) : null}
            {mayGive ? <GiveSeat front={front} seats={seats} /> : null}
            <EndSeat key={ending?.id} front={front} seat={ending} onClose={() => setEnding(null)} />
          </div>
        )
      }}
    </Asked>
  )
}
