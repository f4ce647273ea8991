import { useState } from 'react'
import type { roomsOf } from '#rooms/calendar/queries.ts'
import type { houseOf } from '#rooms/people/queries.ts'
import { Button } from '#web/ui/button.tsx'
import { ConflictsNotice } from '#web/ui/conflicts-notice.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { CheckField, FieldRow, Form, SelectField, TextField } from '#web/ui/field.tsx'
import { useHere, useMay } from '#web/ui/me.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { catalog } from '../group-queries.ts'
import type { SessionLine } from '../queries.ts'
import type { changeSession } from '../sessions.ts'
import type { Mode } from '../timetable.ts'
import { countedSentence, countingIn } from './counted-words.ts'
import { ReasonField, ScopeField } from './move-notice.tsx'
import { changeOf, type Draft, draftOf, lengthOf, startOf } from './session-draft.ts'
import { type NameOf, type Scope, useDraftVerdict } from './week-moving.ts'

const modes = [
  { value: 'in-person', label: 'In person' },
  { value: 'video', label: 'Video' },
  { value: 'phone', label: 'Phone' },
] as const

type Known = {
  staff: readonly { id: string; name: string; credential: string | null }[]
  rooms: readonly { id: string; siteId: string; name: string; seats: number }[]
}

/** Names rooms and staff from what the house knows. */
function namesIn({ staff, rooms }: Known): NameOf {
  return ({ kind, id }) => (kind === 'room' ? rooms : kind === 'staff' ? staff : []).find(each => each.id === id)?.name
}

/** Everything that can be changed of a session; what would be in the way is told while it is written. */
export function ChangeForm({ session, onDone }: { session: SessionLine; onDone: () => void }) {
  const house = useAsk<typeof houseOf>('people.house', {})
  const rooms = useAsk<typeof roomsOf>('calendar.rooms', {})
  const known = { staff: house.data?.staff ?? [], rooms: rooms.data?.rooms ?? [] }
  const nameOf = namesIn(known)
  const [draft, setDraft] = useState(() => draftOf(session))
  const [scope, setScope] = useState<Scope>('this')
  const [reason, setReason] = useState('')
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const startsAt = startOf(session, draft)
  // A canceled session takes place after all when it is only saved as it was.
  const changed = changeOf(session, draft) ?? (session.state === 'canceled' && startsAt ? {} : null)
  const { words: verdict, kind, rooms: free } = useDraftVerdict(session, draft, nameOf)
  const change = useAct<typeof changeSession>('timetable.change-session', {
    refusals: 'quiet',
    onDone: ({ sessionIds }) => {
      toast(sessionIds.length > 1 ? `${sessionIds.length} sessions are changed.` : 'The session is changed.')
      onDone()
    },
  })
  const send = (override: Parameters<typeof change.run>[0]['override'] = null) => {
    if (!changed) return
    const { id: sessionId, version } = session
    void change.run({ sessionId, version, scope, reason: reason.trim(), ...changed, override })
  }
  return (
    <Form label="Change this session" onSend={() => send()}>
      <When draft={draft} set={set} />
      <Counted session={session} draft={draft} />
      <Segmented<Mode>
        label="How people meet"
        options={modes}
        value={draft.mode}
        onValue={mode => set({ mode, roomId: mode === 'in-person' ? (session.roomId ?? '') : '' })}
      />
      {draft.mode === 'in-person' ? (
        <RoomField
          session={session}
          rooms={known.rooms}
          free={free}
          value={draft.roomId}
          onValue={roomId => set({ roomId })}
        />
      ) : null}
      {draft.mode === 'video' ? (
        <TextField
          label="Link"
          optional
          help="Begins with https://. Clients see it on their own page."
          value={draft.link}
          onValue={link => set({ link })}
          error={change.saysOf('link')}
        />
      ) : null}
      <Leaders staff={known.staff} value={draft.staffIds} onValue={staffIds => set({ staffIds })} />
      <ScopeField session={session} value={scope} onValue={setScope} />
      <ReasonField value={reason} onValue={setReason} />
      {verdict && !change.problem ? (
        <p className={`move-verdict ${kind}`} role="status">
          {verdict}
        </p>
      ) : null}
      <ConflictsNotice
        problem={change.problem}
        nameOf={nameOf}
        title="Not saved."
        zone={session.zone}
        busy={change.busy}
        onOverride={send}
      />
      <div className="row">
        <Button
          submit
          kind="primary"
          busy={change.busy}
          reason={changed ? undefined : startsAt ? 'Nothing changed.' : 'Write a day, a time and a length.'}
        >
          {scope === 'this' ? 'Change this one' : 'Change all from here on'}
        </Button>
      </div>
    </Form>
  )
}

/** What it would count at this length, with the breaks that it has. */
function Counted({ session, draft }: { session: SessionLine; draft: Draft }) {
  const may = useMay()
  const { me } = useHere()
  const asked = useAsk<typeof catalog>('timetable.services', {}, { enabled: may('timetable.services') })
  const lengthMinutes = lengthOf(draft)
  if (!asked.data || lengthMinutes === null) return null
  const time = { starts: draft.time, lengthMinutes, breaks: session.breaks }
  const says = countedSentence(time, countingIn(asked.data, session.service), me.organization.clock)
  return (
    <p className="small quiet" aria-live="polite">
      {says}
    </p>
  )
}

function When({ draft, set }: { draft: Draft; set: (part: Partial<Draft>) => void }) {
  return (
    <>
      <FieldRow>
        <TextField label="Day" type="date" value={draft.onDay} onValue={onDay => set({ onDay })} />
        <TextField label="Begins" type="time" value={draft.time} onValue={time => set({ time })} />
      </FieldRow>
      <TextField
        label="Minutes"
        inputMode="numeric"
        value={draft.minutes}
        onValue={minutes => set({ minutes })}
        help="From 10 to 480."
      />
    </>
  )
}

type RoomFieldProps = {
  session: SessionLine
  rooms: Known['rooms']
  free: readonly { id: string }[]
  value: string
  onValue: (roomId: string) => void
}

function RoomField({ session, rooms, free, value, onValue }: RoomFieldProps) {
  const own = rooms.filter(room => room.siteId === session.siteId)
  const says = (room: Known['rooms'][number]) => {
    const taken = free.length > 0 && !free.some(each => each.id === room.id) && room.id !== session.roomId
    return `${room.name}, ${room.seats} seats${taken ? ', taken then' : ''}`
  }
  return (
    <SelectField
      label="Room"
      value={value}
      onValue={onValue}
      options={[{ value: '', label: 'No room' }, ...own.map(room => ({ value: room.id, label: says(room) }))]}
    />
  )
}

type LeadersProps = { staff: Known['staff']; value: readonly string[]; onValue: (staffIds: string[]) => void }

/** The lead by name, and whoever leads with them. */
function Leaders({ staff, value, onValue }: LeadersProps) {
  const [lead = '', ...others] = value
  const [more, setMore] = useState(others.length > 0)
  const option = (each: Known['staff'][number]) => ({
    value: each.id,
    label: each.credential ? `${each.name}, ${each.credential}` : each.name,
  })
  return (
    <>
      <SelectField
        label="Lead"
        value={lead}
        onValue={id => onValue([...new Set([id, ...others])].filter(Boolean))}
        options={[{ value: '', label: 'Nobody yet' }, ...staff.map(option)]}
      />
      {more ? (
        <fieldset className="one">
          <legend>Leads with them</legend>
          <div className="pick-staff">
            {staff
              .filter(each => each.id !== lead)
              .map(each => (
                <CheckField
                  key={each.id}
                  label={each.name}
                  checked={others.includes(each.id)}
                  onChecked={on => {
                    const rest = others.filter(id => id !== each.id)
                    onValue([lead, ...rest, ...(on ? [each.id] : [])].filter(Boolean))
                  }}
                />
              ))}
          </div>
        </fieldset>
      ) : lead ? (
        <div>
          <Button kind="quiet" small onPress={() => setMore(true)}>
            Somebody leads with them
          </Button>
        </div>
      ) : null}
    </>
  )
}
