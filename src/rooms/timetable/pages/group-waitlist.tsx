import { useEffect, useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { ClientHours } from '#web/ui/client-hours.tsx'
import type { OverrideAsked } from '#web/ui/conflicts.ts'
import { ConflictsNotice } from '#web/ui/conflicts-notice.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { Form, TextArea, TextField } from '#web/ui/field.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Link } from '#web/ui/route.tsx'
import { Empty } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count } from '#web/words.ts'
import type { answerOffer, offerSeat, withdrawOffer } from '../offers.ts'
import type { leaveWaitlist, waitlistOf } from '../waitlist.ts'
import type { Group } from './group-draft.ts'
import { JoinWaitlist } from './group-seat.tsx'

type Waitlist = OutputOf<typeof waitlistOf>
type Waiting = Waitlist['waiting'][number]
type Doing = { kind: 'offer' | 'answer' | 'leave'; entry: Waiting } | { kind: 'join' }

const halfMinute = 30_000

/** The clock, for how long an offer still holds. */
function useNow(): string {
  const [now, setNow] = useState(() => new Date().toISOString())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date().toISOString()), halfMinute)
    return () => clearInterval(timer)
  }, [])
  return now
}

type DrawerProps = { group: Group; waitlist: Waitlist; entry: Waiting; onClose: () => void }

/** Whether somebody asked earlier and has no offer yet. */
function isFirst(waitlist: Waitlist, entry: Waiting): boolean {
  return waitlist.waiting.every(each => each.place >= entry.place || each.offer !== null)
}

function Offer({ group, waitlist, entry, onClose }: DrawerProps) {
  const words = useWords(group.zone)
  const [fromOn, setFromOn] = useState<string>(waitlist.freeFrom ?? group.today)
  const [because, setBecause] = useState('')
  const offer = useAct<typeof offerSeat>('timetable.offer-seat', {
    refusals: 'quiet',
    onDone: ({ expiresAt }) => {
      toast(`The seat is held for ${entry.name} until ${words.day(expiresAt)}, ${words.time(expiresAt)}.`)
      onClose()
    },
  })
  const first = isFirst(waitlist, entry) && offer.problem?.code !== 'not-first'
  const send = () =>
    void offer.run({
      waitingId: entry.waitingId,
      clientId: entry.clientId,
      fromOn,
      outOfOrderBecause: because.trim().length > 0 ? because : null,
    })
  return (
    <Drawer open onClose={onClose} title={`Offer a seat to ${entry.name}`}>
      <Form label="Offer a seat" onSend={send}>
        <p>The seat is held until they answer, at most for the hours of the program’s rule.</p>
        <TextField
          label="Seat from"
          type="date"
          value={fromOn}
          onValue={setFromOn}
          error={offer.saysOf('fromOn')}
          help={
            waitlist.freeFrom && waitlist.freeFrom > group.today
              ? `The next seat is free from ${words.day(waitlist.freeFrom)}.`
              : undefined
          }
        />
        {first ? null : (
          <TextArea
            label="Before others because"
            rows={2}
            value={because}
            onValue={setBecause}
            help="Others asked earlier. What you write is kept with your name."
            error={offer.saysOf('outOfOrderBecause')}
            maxLength={300}
          />
        )}
        <ConflictsNotice problem={offer.problem} busy={offer.busy} />
        <div>
          <Button
            kind="primary"
            submit
            busy={offer.busy}
            reason={!first && because.trim().length < 3 ? 'Write why this client goes before others.' : undefined}
          >
            Offer the seat
          </Button>
        </div>
      </Form>
    </Drawer>
  )
}

function Answer({ group, entry, onClose }: DrawerProps) {
  const words = useWords(group.zone)
  const said = (answer: 'accepted' | 'declined') => {
    toast(answer === 'accepted' ? `${entry.name} has the seat.` : 'Declined. The seat is free for who is next.')
    onClose()
  }
  const give = useAct<typeof answerOffer>('timetable.answer-offer', {
    refusals: 'quiet',
    onDone: ({ answer }) => said(answer),
  })
  const back = useAct<typeof withdrawOffer>('timetable.withdraw-offer', {
    onDone: () => {
      toast(`The offer is taken back. ${entry.name} keeps the place in line.`)
      onClose()
    },
  })
  const { offer, clientId } = entry
  if (!offer) return null
  const { offerId } = offer
  const accept = (override: OverrideAsked | null) => void give.run({ offerId, clientId, answer: 'accepted', override })
  return (
    <Drawer open onClose={onClose} title={`The answer of ${entry.name}`}>
      <div className="stack">
        <p>
          A seat from {words.day(offer.fromOn)} is held until {words.day(offer.expiresAt)},{' '}
          {words.time(offer.expiresAt)}.
        </p>
        <ConflictsNotice
          problem={give.problem}
          title="No seat was given."
          zone={group.zone}
          busy={give.busy}
          onOverride={accept}
        />
        <div className="row">
          <Button kind="primary" icon="check" busy={give.busy} onPress={() => accept(null)}>
            They take the seat
          </Button>
          <Button busy={give.busy} onPress={() => void give.run({ offerId, clientId, answer: 'declined' })}>
            They decline
          </Button>
        </div>
        <div>
          <Button small kind="quiet" busy={back.busy} onPress={() => void back.run({ offerId, clientId })}>
            Take the offer back
          </Button>
        </div>
      </div>
    </Drawer>
  )
}

function Leave({ group, entry, onClose }: Omit<DrawerProps, 'waitlist'>) {
  const leave = useAct<typeof leaveWaitlist>('timetable.leave-waitlist', {
    onDone: () => {
      toast(`${entry.name} waits no more.`)
      onClose()
    },
  })
  return (
    <Drawer open onClose={onClose} title={`Take ${entry.name} off the waitlist`}>
      <div className="stack">
        <p>
          They wait no more for {group.name}. What is offered to them is free again. Asking anew is a new place in line.
        </p>
        <div>
          <Button
            kind="danger"
            busy={leave.busy}
            onPress={() => void leave.run({ waitingId: entry.waitingId, clientId: entry.clientId })}
          >
            Take off the waitlist
          </Button>
        </div>
      </div>
    </Drawer>
  )
}

type LineProps = { group: Group; entry: Waiting; now: string; next: boolean; onDo: (doing: Doing) => void }

function Line({ group, entry, now, next, onDo }: LineProps) {
  const words = useWords(group.zone)
  const may = useMay()
  const { offer } = entry
  return (
    <li>
      <span className="place">{entry.place}.</span>
      <span>
        <Link to={`/staff/clients/${entry.clientId}`}>{entry.name}</Link>{' '}
        {offer ? (
          <Chip kind="due">
            Seat held, {offer.expiresAt > now ? `answer ${words.due(offer.expiresAt, now)}` : 'the time is over'}
          </Chip>
        ) : null}
        <span className="sub">
          waits since {words.day(entry.askedAt)}
          {offer ? `; seat from ${words.day(offer.fromOn)}` : ''}
        </span>
        {entry.aheadBecause ? <span className="sub">ahead because: {entry.aheadBecause}</span> : null}
      </span>
      <ClientHours id={entry.clientId} name={entry.name} />
      <span className="acts">
        {offer && may('timetable.answer-offer') ? (
          <Button small label={`Note the answer of ${entry.name}`} onPress={() => onDo({ kind: 'answer', entry })}>
            Note the answer
          </Button>
        ) : null}
        {!offer && may('timetable.offer-seat') ? (
          <Button
            small
            kind={next ? 'plain' : 'quiet'}
            label={`Offer a seat to ${entry.name}`}
            onPress={() => onDo({ kind: 'offer', entry })}
          >
            Offer a seat
          </Button>
        ) : null}
        {may('timetable.leave-waitlist') ? (
          <Button
            small
            kind="quiet"
            label={`Take ${entry.name} off the waitlist`}
            onPress={() => onDo({ kind: 'leave', entry })}
          >
            Take off
          </Button>
        ) : null}
      </span>
    </li>
  )
}

function Doings({ doing, group, waitlist, onClose }: Omit<DrawerProps, 'entry'> & { doing: Doing }) {
  if (doing.kind === 'join') return <JoinWaitlist group={group} onClose={onClose} />
  const own = { group, waitlist, entry: doing.entry, onClose }
  if (doing.kind === 'offer') return <Offer {...own} />
  return doing.kind === 'answer' ? <Answer {...own} /> : <Leave {...own} />
}

function Content({ group, waitlist, onDo }: { group: Group; waitlist: Waitlist; onDo: (doing: Doing) => void }) {
  const words = useWords(group.zone)
  const now = useNow()
  const { waiting, free } = waitlist
  const next = waiting.find(each => !each.offer)
  return (
    <>
      {next && free > 0 ? (
        <Notice kind="due">
          <b>{count(free, 'seat is', 'seats are')} free.</b> Offer it to {next.name}, who is first in line.
        </Notice>
      ) : null}
      {waiting.length > 0 ? (
        <ol className="waiting" aria-label="Who waits, in order">
          {waiting.map(entry => (
            <Line key={entry.waitingId} group={group} entry={entry} now={now} next={entry === next} onDo={onDo} />
          ))}
        </ol>
      ) : (
        <Empty title={waitlist.unseen > 0 ? 'Nobody waits whom you may see' : 'Nobody waits'}>
          {free > 0
            ? 'There are free seats: give one at once.'
            : waitlist.freeFrom
              ? `A seat is free from ${words.day(waitlist.freeFrom)}.`
              : 'When every seat is taken, people wait here in the order in which they asked.'}
        </Empty>
      )}
    </>
  )
}

/** Who waits for a seat, in order, with what is offered to whom. */
export function WaitlistPanel({ group }: { group: Group }) {
  const may = useMay()
  const [doing, setDoing] = useState<Doing>()
  const asked = useAsk<typeof waitlistOf>('timetable.waitlist', { groupId: group.id }, { everySeconds: 60 })
  const { data } = asked
  return (
    <>
      <Panel
        title="Waitlist"
        sub={
          data && (data.waiting.length + data.unseen > 0 || data.held > 0)
            ? `${data.waiting.length + data.unseen} waiting${data.held > 0 ? `, ${count(data.held, 'seat')} held` : ''}`
            : null
        }
        end={
          may('timetable.join-waitlist') && !group.endsOn ? (
            <Button small icon="plus" onPress={() => setDoing({ kind: 'join' })}>
              Put someone on it
            </Button>
          ) : null
        }
        foot={
          data && data.unseen > 0
            ? `${count(data.unseen, 'more person', 'more people')} outside your care teams.`
            : null
        }
      >
        <Asked asked={asked} what="The waitlist" rows={2}>
          {waitlist => <Content group={group} waitlist={waitlist} onDo={setDoing} />}
        </Asked>
      </Panel>
      {doing && data ? (
        <Doings doing={doing} group={group} waitlist={data} onClose={() => setDoing(undefined)} />
      ) : null}
    </>
  )
}
