import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import type { houseOf } from '#rooms/people/queries.ts'
import type { groupsOf } from '#rooms/timetable/group-queries.ts'
import type { moveClient } from '#rooms/timetable/seating.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import type { OverrideAsked } from '#web/ui/conflicts.ts'
import { ConflictsNotice } from '#web/ui/conflicts-notice.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { CheckField, FieldRow, Form, SelectField, TextField } from '#web/ui/field.tsx'
import { useWords } from '#web/ui/me.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count, hoursWords, listWords, meetingLines } from '#web/words.ts'
import type { Group, Seat } from './chart-seats.tsx'
import type { Front } from './chart-words.ts'
import { clashing, fitting, type MoveDraft, moveMissing, takeable, weekOf } from './move-draft.ts'

type House = OutputOf<typeof houseOf>
type MoveProps = { front: Front; seats: readonly Seat[]; groups: Group[]; house: House; onClose: () => void }

function toggled(list: readonly string[], id: string, on: boolean): string[] {
  return on ? [...list, id] : list.filter(each => each !== id)
}

type PickProps = { legend: string; draft: MoveDraft; change: (part: Partial<MoveDraft>) => void }

function Leaves({ seats, draft, change }: Omit<PickProps, 'legend'> & { seats: readonly Seat[] }) {
  if (seats.length === 0) return <p className="quiet">No seat to leave.</p>
  return (
    <fieldset className="one">
      <legend>Leaves</legend>
      <div className="stack tight">
        {seats.map(seat => (
          <CheckField
            key={seat.id}
            label={seat.group}
            checked={draft.leave.includes(seat.id)}
            onChecked={on => change({ leave: toggled(draft.leave, seat.id, on) })}
          />
        ))}
      </div>
    </fieldset>
  )
}

function Takes({ groups, draft, change }: Omit<PickProps, 'legend'> & { groups: readonly Group[] }) {
  const { wall } = useWords()
  if (groups.length === 0) return <p className="quiet">No group to take a seat in.</p>
  const more = (group: Group) =>
    [
      meetingLines(group.meetings, wall.clock).join('; '),
      group.cohortName ? `for ${group.cohortName.toLowerCase()}` : '',
      group.taken < group.capacity ? count(group.capacity - group.taken, 'free seat') : 'full',
    ]
      .filter(Boolean)
      .join(', ')
  return (
    <fieldset className="one">
      <legend>Takes a seat in</legend>
      <div className="stack tight">
        {groups.map(group => (
          <CheckField
            key={group.id}
            label={group.name}
            help={more(group)}
            checked={draft.take.includes(group.id)}
            onChecked={on => change({ take: toggled(draft.take, group.id, on) })}
          />
        ))}
      </div>
    </fieldset>
  )
}

function MoveForm({ front, seats, groups, house, onClose }: MoveProps) {
  const { stay } = front
  const ofTrack = (seat: Seat) => groups.find(group => group.id === seat.groupId)?.trackId
  const [draft, setDraft] = useState<MoveDraft>({
    trackId: '',
    fromOn: [stay?.startsOn ?? front.today, front.today].sort()[1] ?? front.today,
    leave: [],
    take: [],
    reason: '',
  })
  const change = (part: Partial<MoveDraft>) => setDraft(before => ({ ...before, ...part }))
  const move = useAct<typeof moveClient>('timetable.move-client', {
    refusals: 'quiet',
    onDone: ({ seatIds, left }) => {
      toast(`Moved: ${count(left, 'seat')} left, ${count(seatIds.length, 'seat')} taken.`)
      onClose()
    },
  })
  const tracks = house.tracks.filter(track => track.programId === stay?.programId && track.id !== stay.trackId)
  const track = tracks.find(each => each.id === draft.trackId)
  const choices = takeable(groups, {
    siteId: track?.siteId ?? stay?.siteId ?? '',
    trackId: draft.trackId,
    seats,
    draft,
  })
  const staying = seats.filter(seat => !draft.leave.includes(seat.id)).map(seat => seat.groupId)
  const before = weekOf(
    groups,
    seats.map(seat => seat.groupId),
  )
  const after = weekOf(groups, [...staying, ...draft.take])
  const missing = moveMissing(draft)
  const clash = clashing(groups, [...staying, ...draft.take])
  const [seen, setSeen] = useState<OverrideAsked['conflicts']>([])
  function send(override: OverrideAsked | null) {
    if (missing.length > 0) return
    // The groups are taken one after the other: what was seen at the first is still in its way at the second.
    const conflicts = override ? [...new Set([...seen, ...override.conflicts])] : []
    setSeen(conflicts)
    const asked = override && { conflicts, reason: override.reason }
    void move.run({ ...draft, clientId: front.id, trackId: draft.trackId || null, override: asked })
  }
  function toTrack(trackId: string) {
    const fits = groups.filter(group => group.trackId === trackId && !group.cohort && group.taken < group.capacity)
    const kept = seats.filter(seat => ofTrack(seat) !== stay?.trackId)
    const beside = groups.filter(group => kept.some(seat => seat.groupId === group.id))
    const take = fitting(
      fits.filter(group => !beside.includes(group)),
      beside,
    ).map(group => group.id)
    const leave = seats.filter(seat => !kept.includes(seat)).map(seat => seat.id)
    change(trackId ? { trackId, take, leave } : { trackId, take: [], leave: [] })
  }
  return (
    <Form label="Move to other groups" onSend={() => send(null)}>
      <FieldRow>
        <SelectField
          label="Track"
          value={draft.trackId}
          onValue={toTrack}
          options={[
            { value: '', label: stay?.track ? `Stays in ${stay.track}` : 'No track' },
            ...tracks.map(each => ({ value: each.id, label: each.name })),
          ]}
        />
        <TextField
          label="From"
          type="date"
          value={draft.fromOn}
          onValue={fromOn => change({ fromOn })}
          error={move.saysOf('fromOn')}
        />
      </FieldRow>
      <div className="move-sides">
        <Leaves seats={seats} draft={draft} change={change} />
        <Takes groups={choices} draft={draft} change={change} />
      </div>
      <p className="small" aria-live="polite">
        <b>{hoursWords(after)}</b> a week in groups from then on, {hoursWords(before)} now.
      </p>
      {clash ? (
        <Notice kind="due" live>
          {listWords(clash)} meet at the same time. Choose one of them.
        </Notice>
      ) : null}
      <TextField
        label="Reason"
        value={draft.reason}
        onValue={reason => change({ reason })}
        help="Such as a new job during the day. It stays with the stay and the seats."
        error={move.saysOf('reason')}
        maxLength={200}
        required
      />
      <ConflictsNotice problem={move.problem} title="Nothing was moved." busy={move.busy} onOverride={send} />
      <div>
        <Button
          kind="primary"
          submit
          busy={move.busy}
          reason={missing.length > 0 ? `Still missing: ${listWords(missing)}.` : undefined}
        >
          Move
        </Button>
      </div>
    </Form>
  )
}

/** Moves a client to other groups, and to another track: all of it in one act, or nothing. */
export function MoveClient({ front, seats, onClose }: Omit<MoveProps, 'groups' | 'house'>) {
  const groups = useAsk<typeof groupsOf>('timetable.groups', {})
  const house = useAsk<typeof houseOf>('people.house', {})
  return (
    <Drawer open wide onClose={onClose} title="Move to other groups">
      <Asked asked={groups} what="The groups">
        {list => (
          <Asked asked={house} what="The tracks">
            {data => <MoveForm front={front} seats={seats} groups={list.groups} house={data} onClose={onClose} />}
          </Asked>
        )}
      </Asked>
    </Drawer>
  )
}
