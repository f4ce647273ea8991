import { useState } from 'react'
import type { findClients } from '#rooms/people/queries.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { Drawer } from '#web/ui/drawer.tsx'
import { Form, TextField } from '#web/ui/field.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Columns, Facts, Page, Panel } from '#web/ui/page.tsx'
import { Link, useParams } from '#web/ui/route.tsx'
import { Empty } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count } from '#web/words.ts'
import type { endSeat, giveSeat } from '../commands.ts'
import type { groupOf } from '../queries.ts'
import { kindWords, useMeetingWords } from './meeting-words.ts'
import { Seats } from './seats.tsx'
import './week.css'

type Group = NonNullable<ReturnType<typeof useAsk<typeof groupOf>>['data']>
type Seat = Group['seats'][number]
type Found = { id: string; name: string }

function Search({ onFound }: { onFound: (client: Found) => void }) {
  const [text, setText] = useState('')
  const words = text.trim()
  const found = useAsk<typeof findClients>(
    'people.find',
    { text: words },
    { private: true, enabled: words.length >= 2 },
  )
  return (
    <>
      <TextField
        label="Client"
        help="Part of any name, a phone number or a record number."
        type="search"
        value={text}
        onValue={setText}
        autoFocus
      />
      {found.data ? (
        <ul className="found" aria-label="Clients found">
          {found.data.clients.map(client => (
            <li key={client.id}>
              <button type="button" onClick={() => onFound({ id: client.id, name: client.name })}>
                <b>{client.name}</b>
                <span className="sub">
                  Record {client.recordNumber}, {client.track ?? 'in no track'}
                </span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {found.data?.clients.length === 0 ? (
        <p className="quiet">Nobody by these words whom you may see. Take a shorter part of the name.</p>
      ) : null}
    </>
  )
}

function GiveSeat({ group, onClose }: { group: Group; onClose: () => void }) {
  const [client, setClient] = useState<Found>()
  const [fromOn, setFromOn] = useState<string>(group.today)
  const [untilOn, setUntilOn] = useState('')
  const give = useAct<typeof giveSeat>('timetable.give-seat', {
    refusals: 'quiet',
    onDone: ({ sessions, seatsLeft }) => {
      const left = `${count(seatsLeft, 'seat')} left`
      toast(`${client?.name ?? 'The client'} has a seat: ${count(sessions, 'session')} ahead, ${left}.`)
      onClose()
    },
  })
  function send() {
    if (client) void give.run({ groupId: group.id, clientId: client.id, fromOn, untilOn: untilOn || null })
  }
  return (
    <Drawer open onClose={onClose} title={`Give a seat in ${group.name}`}>
      {client ? (
        <Form label="Give a seat" onSend={send}>
          <div className="row spread">
            <b>{client.name}</b>
            <Button kind="quiet" small onPress={() => setClient(undefined)}>
              Someone else
            </Button>
          </div>
          <TextField
            label="From"
            type="date"
            value={fromOn}
            onValue={setFromOn}
            error={give.saysOf('fromOn')}
            required
          />
          <TextField
            label="Until"
            optional
            type="date"
            help="Without a day the seat stays until it is ended."
            value={untilOn}
            onValue={setUntilOn}
            error={give.saysOf('untilOn')}
          />
          {give.problem && give.problem.places.length === 0 ? (
            <Notice kind="risk" live>
              {give.problem.message}
            </Notice>
          ) : null}
          <div>
            <Button kind="primary" submit busy={give.busy}>
              Give the seat
            </Button>
          </div>
        </Form>
      ) : (
        <Search onFound={setClient} />
      )}
    </Drawer>
  )
}

function EndSeat({ seat, group, onClose }: { seat: Seat; group: Group; onClose: () => void }) {
  const [untilOn, setUntilOn] = useState<string>(group.today)
  const end = useAct<typeof endSeat>('timetable.end-seat', {
    onDone: ({ freed }) => {
      toast(`The seat ends. ${count(freed, 'coming session')} freed.`)
      onClose()
    },
  })
  return (
    <Drawer open onClose={onClose} title={`End the seat of ${seat.name}`}>
      <Form label="End the seat" onSend={() => void end.run({ seatId: seat.id, clientId: seat.clientId, untilOn })}>
        <p className="quiet">The history stays. Coming back is a new seat.</p>
        <TextField
          label="Last day in this group"
          type="date"
          value={untilOn}
          onValue={setUntilOn}
          error={end.saysOf('untilOn')}
        />
        <div>
          <Button kind="danger" submit busy={end.busy}>
            End the seat
          </Button>
        </div>
      </Form>
    </Drawer>
  )
}

function Roster({ group, onEnd }: { group: Group; onEnd: (seat: Seat) => void }) {
  const words = useWords(group.zone)
  const may = useMay()
  return (
    <DataTable
      label="Who has a seat"
      rows={group.seats}
      keyOf={seat => seat.id}
      columns={[
        { head: 'Client', cell: seat => <Link to={`/staff/clients/${seat.clientId}`}>{seat.name}</Link> },
        {
          head: 'From',
          card: 'label',
          cell: seat => (
            <>
              <time dateTime={seat.fromOn}>{words.day(seat.fromOn)}</time>{' '}
              {seat.fromOn === group.today ? <Chip kind="info">First day</Chip> : null}
              {seat.fromOn > group.today ? <Chip kind="quiet">Not yet</Chip> : null}
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

function About({ group }: { group: Group }) {
  const meetingWords = useMeetingWords()
  const words = useWords(group.zone)
  return (
    <Panel title="This group">
      <Facts
        facts={[
          { word: 'Meets', value: meetingWords(group.meetings) },
          { word: 'Where', value: `${group.room}, ${group.site}` },
          {
            word: 'Led by',
            value: group.facilitators.length > 0 ? group.facilitators.map(each => each.name).join(', ') : 'nobody yet',
          },
          { word: 'Kind', value: kindWords[group.kind] ?? group.kind },
          {
            word: 'Next',
            value: group.next
              ? `${words.day(group.next.startsAt)}, ${words.span(group.next.startsAt, group.next.endsAt)}`
              : 'no session ahead',
          },
          { word: 'Since', value: words.day(group.startsOn) },
        ]}
      />
    </Panel>
  )
}

function Content({ group }: { group: Group }) {
  const may = useMay()
  const [giving, setGiving] = useState(false)
  const [ending, setEnding] = useState<Seat>()
  const full = group.taken >= group.capacity
  return (
    <>
      <Columns aside={<About group={group} />} asideLabel="This group">
        <Panel
          title="Who has a seat"
          sub={<Seats {...group} />}
          end={
            may('timetable.give-seat') ? (
              <Button
                kind="primary"
                icon="plus"
                reason={full ? 'Every seat is taken.' : undefined}
                onPress={() => setGiving(true)}
              >
                Give a seat
              </Button>
            ) : null
          }
          foot={
            group.unseen > 0 ? `${count(group.unseen, 'more person', 'more people')} outside your care teams.` : null
          }
        >
          {group.seats.length > 0 ? (
            <Roster group={group} onEnd={setEnding} />
          ) : (
            <Empty title={group.unseen > 0 ? 'Nobody here whom you may see' : 'Nobody has a seat yet'}>
              A seat books the client for every session of the group, so that nobody is booked twice.
            </Empty>
          )}
        </Panel>
      </Columns>
      {giving ? <GiveSeat group={group} onClose={() => setGiving(false)} /> : null}
      {ending ? <EndSeat seat={ending} group={group} onClose={() => setEnding(undefined)} /> : null}
    </>
  )
}

/** One group: when it meets, with whom, and who has a seat. */
export default function GroupPage() {
  const { id } = useParams()
  const group = useAsk<typeof groupOf>('timetable.group', { id: id ?? '' })
  const meetingWords = useMeetingWords()
  return (
    <Page
      title={group.data?.name ?? 'Group'}
      sub={group.data ? `${meetingWords(group.data.meetings)}, ${group.data.room}, ${group.data.site}.` : ' '}
    >
      <Asked asked={group} what="The group">
        {data => <Content group={data} />}
      </Asked>
    </Page>
  )
}
