import { useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { ClientSearch, type Found } from '#web/ui/client-search.tsx'
import { conflictsOf, type OverrideAsked } from '#web/ui/conflicts.ts'
import { ConflictsNotice } from '#web/ui/conflicts-notice.tsx'
import { useAct } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { FieldRow, Form, TextArea, TextField } from '#web/ui/field.tsx'
import { useMay } from '#web/ui/me.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count } from '#web/words.ts'
import type { endSeat, giveSeat } from '../seating.ts'
import type { joinWaitlist } from '../waitlist.ts'
import type { Group } from './group-draft.ts'

type ForOne = { group: Group; client: Found; onClose: () => void }

/** Puts somebody on the waitlist, behind those who asked earlier; ahead of them only with a reason. */
function Waits({ group, client, onClose }: ForOne) {
  const [because, setBecause] = useState('')
  const join = useAct<typeof joinWaitlist>('timetable.join-waitlist', {
    onDone: () => {
      toast(`${client.name} waits for ${group.name}.`)
      onClose()
    },
  })
  const put = () =>
    void join.run({ groupId: group.id, clientId: client.id, aheadBecause: because.trim().length > 0 ? because : null })
  return (
    <div className="stack tight">
      <TextArea
        label="Ahead of others because"
        optional
        rows={2}
        value={because}
        onValue={setBecause}
        help="Only with a reason that is kept. Without one the order of asking holds."
        error={join.saysOf('aheadBecause')}
        maxLength={300}
      />
      <div>
        <Button onPress={put} busy={join.busy}>
          Put on the waitlist
        </Button>
      </div>
    </div>
  )
}

function Give({ group, client, onClose }: ForOne) {
  const may = useMay()
  const [fromOn, setFromOn] = useState<string>(group.today)
  const [untilOn, setUntilOn] = useState('')
  const give = useAct<typeof giveSeat>('timetable.give-seat', {
    refusals: 'quiet',
    onDone: ({ sessions, seatsLeft }) => {
      toast(`${client.name} has a seat: ${count(sessions, 'session')} ahead, ${count(seatsLeft, 'seat')} left.`)
      onClose()
    },
  })
  const send = (override: OverrideAsked | null) =>
    void give.run({ groupId: group.id, clientId: client.id, fromOn, untilOn: untilOn || null, override })
  const met = conflictsOf(give.problem?.facts ?? {}).map(each => each.kind)
  const full = group.taken >= group.capacity || met.some(kind => ['group-full', 'over-limit'].includes(kind))
  // Whom the group is not for would wait in vain.
  const mayWait = full && !met.includes('not-in-cohort') && may('timetable.join-waitlist')
  return (
    <Form label="Give a seat" onSend={() => send(null)}>
      {full ? (
        <Notice kind="due">
          <b>All {group.capacity} seats are taken.</b> {mayWait ? 'They can wait for one in a fair order.' : null}
        </Notice>
      ) : null}
      <FieldRow>
        <TextField label="From" type="date" value={fromOn} onValue={setFromOn} error={give.saysOf('fromOn')} required />
        <TextField
          label="Until"
          optional
          type="date"
          help="Without a day the seat stays until it is ended."
          value={untilOn}
          onValue={setUntilOn}
          error={give.saysOf('untilOn')}
        />
      </FieldRow>
      <ConflictsNotice
        problem={give.problem}
        title="No seat was given."
        zone={group.zone}
        busy={give.busy}
        onOverride={send}
      />
      <div>
        <Button kind={full ? 'plain' : 'primary'} submit busy={give.busy}>
          Give the seat
        </Button>
      </div>
      {mayWait ? <Waits group={group} client={client} onClose={onClose} /> : null}
    </Form>
  )
}

/** Gives a client a seat, or a place on the waitlist when every seat is taken. */
export function GiveSeat({ group, onClose }: { group: Group; onClose: () => void }) {
  const [client, setClient] = useState<Found>()
  return (
    <Drawer open onClose={onClose} title={`Give a seat in ${group.name}`}>
      {client ? (
        <div className="stack">
          <div className="row spread">
            <b>{client.name}</b>
            <Button kind="quiet" small onPress={() => setClient(undefined)}>
              Someone else
            </Button>
          </div>
          <Give key={client.id} group={group} client={client} onClose={onClose} />
        </div>
      ) : (
        <ClientSearch onFound={setClient} />
      )}
    </Drawer>
  )
}

/** Puts a client on the waitlist at once. */
export function JoinWaitlist({ group, onClose }: { group: Group; onClose: () => void }) {
  const [client, setClient] = useState<Found>()
  return (
    <Drawer open onClose={onClose} title={`Wait for a seat in ${group.name}`}>
      {client ? (
        <div className="stack">
          <b>{client.name}</b>
          <Waits group={group} client={client} onClose={onClose} />
        </div>
      ) : (
        <ClientSearch onFound={setClient} />
      )}
    </Drawer>
  )
}

type EndSeatProps = { seat: Group['seats'][number]; group: Group; onClose: () => void }

/** Ends a seat after a day, with the reason when there is one to keep. */
export function EndSeat({ seat, group, onClose }: EndSeatProps) {
  const [untilOn, setUntilOn] = useState<string>([seat.fromOn, group.today].sort()[1] ?? group.today)
  const [reason, setReason] = useState('')
  const end = useAct<typeof endSeat>('timetable.end-seat', {
    onDone: ({ freed }) => {
      toast(`The seat ends. ${count(freed, 'coming session')} freed.`)
      onClose()
    },
  })
  const send = () =>
    void end.run({ seatId: seat.id, clientId: seat.clientId, untilOn, reason: reason.trim() ? reason : null })
  return (
    <Drawer open onClose={onClose} title={`End the seat of ${seat.name}`}>
      <Form label="End the seat" onSend={send}>
        <p className="quiet">The history stays. Coming back is a new seat.</p>
        <TextField
          label="Last day in this group"
          type="date"
          value={untilOn}
          onValue={setUntilOn}
          error={end.saysOf('untilOn')}
        />
        <TextField label="Reason" optional value={reason} onValue={setReason} maxLength={200} />
        <div>
          <Button kind="danger" submit busy={end.busy}>
            End the seat
          </Button>
        </div>
      </Form>
    </Drawer>
  )
}
