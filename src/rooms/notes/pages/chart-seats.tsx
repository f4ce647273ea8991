import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import type { groupsOf } from '#rooms/timetable/group-queries.ts'
import type { seatsOfClient } from '#rooms/timetable/queries.ts'
import type { giveSeat } from '#rooms/timetable/seating.ts'
import type { joinWaitlist } from '#rooms/timetable/waitlist.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import type { OverrideAsked } from '#web/ui/conflicts.ts'
import { ConflictsNotice } from '#web/ui/conflicts-notice.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { TextField } from '#web/ui/field.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count, meetingLines, minutesWords } from '#web/words.ts'
import type { Front } from './chart-words.ts'

/** A group as the charts choose from it. */
export type Group = OutputOf<typeof groupsOf>['groups'][number]
export type Seat = OutputOf<typeof seatsOfClient>['seats'][number]

/** When a group meets, a line each, and how long that is in a week. */
export function Meets({ group }: { group: Group }) {
  const { wall } = useWords()
  return (
    <>
      {meetingLines(group.meetings, wall.clock).map(line => (
        <span key={line} className="block">
          {line}
        </span>
      ))}
      <span className="sub">
        {minutesWords(group.meetings.reduce((sum, meeting) => sum + meeting.lengthMinutes, 0))} a week
      </span>
    </>
  )
}

/** Whom a group is for and who leads it, where. */
function sayOf(group: Group): string {
  const led = group.facilitators.map(each => each.name).join(', ')
  return [group.cohortName ? `for ${group.cohortName.toLowerCase()}` : '', led, group.room].filter(Boolean).join('; ')
}

type FreeProps = { front: Front; groups: Group[]; fromOn: string; waitingFor: ReadonlySet<string> }

function Free({ front, groups, fromOn, waitingFor }: FreeProps) {
  const [tried, setTried] = useState<Group>()
  const give = useAct<typeof giveSeat>('timetable.give-seat', {
    refusals: 'quiet',
    onDone: seat =>
      toast(`The seat is given: ${count(seat.sessions, 'session')} booked, ${count(seat.seatsLeft, 'seat')} left.`),
  })
  const wait = useAct<typeof joinWaitlist>('timetable.join-waitlist', {
    onDone: () => toast('They are on the waitlist, behind those who asked earlier.'),
  })
  const ask = (group: Group, override: OverrideAsked | null) => {
    setTried(group)
    void give.run({ groupId: group.id, clientId: front.id, fromOn, override })
  }
  return (
    <>
      {tried && give.problem ? (
        <ConflictsNotice
          problem={give.problem}
          title={`No seat was given in ${tried.name}.`}
          zone={tried.zone}
          busy={give.busy}
          onOverride={override => ask(tried, override)}
        />
      ) : null}
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
                <span className="sub">{sayOf(group)}</span>
              </>
            ),
          },
          { head: 'Meets', width: 230, cell: group => <Meets group={group} /> },
          {
            head: 'Free',
            width: 110,
            cell: group =>
              group.taken < group.capacity ? (
                `${group.capacity - group.taken} of ${group.capacity} free`
              ) : (
                <span className="quiet">Full{group.waiting > 0 ? `, ${group.waiting} waiting` : ''}</span>
              ),
          },
          {
            head: 'Action',
            headHidden: true,
            kind: 'act',
            cell: group =>
              group.taken < group.capacity ? (
                <Button small label={`Give a seat in ${group.name}`} onPress={() => ask(group, null)}>
                  Give a seat
                </Button>
              ) : (
                <Button
                  small
                  label={`Wait for a seat in ${group.name}`}
                  reason={waitingFor.has(group.id) ? 'They wait already.' : undefined}
                  reasonHidden
                  onPress={() => void wait.run({ groupId: group.id, clientId: front.id })}
                >
                  Put on the waitlist
                </Button>
              ),
          },
        ]}
      />
    </>
  )
}

type GiveSeatProps = { front: Front; seats: readonly Seat[]; waitingFor?: ReadonlySet<string> }
/** How many groups stand there before the rest is asked for. */
const shown = 6
const nowhere: ReadonlySet<string> = new Set()

/** Gives a seat in a group, from a day on; in a full one a place on the waitlist. */
export function GiveSeat({ front, seats, waitingFor = nowhere }: GiveSeatProps) {
  const begins = front.stay?.startsOn ?? front.history[0]?.startsOn ?? front.today
  const [fromOn, setFrom] = useState<string>([begins, front.today].sort()[1] ?? front.today)
  const { stay } = front
  const asked = useAsk<typeof groupsOf>('timetable.groups', stay ? { siteId: stay.siteId } : {})
  const [all, setAll] = useState(seats.length === 0)
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
            <>
              <Free front={front} groups={all ? open : open.slice(0, shown)} fromOn={fromOn} waitingFor={waitingFor} />
              {open.length > shown && !all ? (
                <div className="panel-foot">
                  <Button small kind="quiet" onPress={() => setAll(true)}>
                    Show all {open.length} groups
                  </Button>
                </div>
              ) : null}
            </>
          ) : (
            <Empty title="No other group meets here">A director starts groups on the groups page.</Empty>
          )
        }}
      </Asked>
    </Panel>
  )
}

/** The step after a stay is opened: a first seat. Later the schedule holds all of it. */
export function ChartSeats({ front }: { front: Front }) {
  const may = useMay()
  const span = { clientId: front.id, from: front.today, until: front.today }
  const asked = useAsk<typeof seatsOfClient>('timetable.seats', span)
  const mayGive = may('timetable.give-seat') && may('timetable.groups')
  return (
    <Asked asked={asked} what="The seats" rows={3}>
      {({ seats }) => {
        const held = seats.filter(seat => !seat.untilOn || seat.untilOn >= front.today)
        if (held.length > 0)
          return (
            <Notice
              kind="done"
              actions={
                <ButtonLink small to={`/staff/clients/${front.id}/schedule`}>
                  Open the schedule
                </ButtonLink>
              }
            >
              <b>{count(held.length, 'seat')} in groups:</b> {held.map(seat => seat.group).join(', ')}.
            </Notice>
          )
        return mayGive ? (
          <div className="stack">
            <Notice kind="info">
              <b>The stay is open. Next: give a seat in a group,</b> so that they are expected and their hours count.
            </Notice>
            <GiveSeat front={front} seats={seats} />
          </div>
        ) : (
          <Notice kind="quiet">No seat in a group yet. Intake, a counselor or a director gives one.</Notice>
        )
      }}
    </Asked>
  )
}
