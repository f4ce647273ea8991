import { useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { conflictsOf } from '#web/ui/conflicts.ts'
import { ConflictList, GoOn } from '#web/ui/conflicts-notice.tsx'
import { Drawer } from '#web/ui/drawer.tsx'
import { Form, TextField } from '#web/ui/field.tsx'
import { useWords } from '#web/ui/me.tsx'
import { Facts } from '#web/ui/page.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import type { SessionLine } from '../queries.ts'
import { usePlaceWords } from './move-mark.tsx'
import { holderOf, inTheWayWords, type Lifted, lift, ofPattern, spanAt } from './week-move.ts'
import type { NameOf, RefusedMove, Scope, Sent, Verdict } from './week-moving.ts'
import { weekdayName } from './week-plan.ts'

/** How far a change of a patterned session goes. */
export function ScopeField(props: { session: SessionLine; value: Scope; onValue: (scope: Scope) => void }) {
  const { session, value, onValue } = props
  if (!ofPattern(session)) return null
  return (
    <Segmented<Scope>
      label="How far it goes"
      options={[
        { value: 'this', label: 'This one' },
        { value: 'from-here-on', label: 'From here on' },
      ]}
      value={value}
      onValue={onValue}
    />
  )
}

/** Why a session changes, for everybody who opens the week. */
export function ReasonField({ value, onValue }: { value: string; onValue: (reason: string) => void }) {
  return (
    <TextField
      label="Why"
      optional
      help="Everyone who opens the week reads this. No client’s name."
      value={value}
      onValue={onValue}
      maxLength={300}
    />
  )
}

type MoveDrawerProps = {
  lifted: Lifted
  verdict: Verdict
  nameOf: NameOf
  onSave: (lifted: Lifted, sent: Sent) => void
  onBack: () => void
}

/** Asks how far a move goes before it is saved. */
export function MoveDrawer({ lifted, verdict, nameOf, onSave, onBack }: MoveDrawerProps) {
  const [scope, setScope] = useState<Scope>('this')
  const [reason, setReason] = useState('')
  const placeWords = usePlaceWords(nameOf)
  const { session, from, place } = lifted
  const onwards = scope === 'from-here-on'
  return (
    <Drawer open onClose={onBack} title={`Move ${session.group}`}>
      <Form label="Move this session" onSend={() => onSave(lifted, { scope, reason: reason.trim() })}>
        <Facts
          facts={[
            { word: 'From', value: placeWords(lift(session, from)) },
            { word: 'To', value: placeWords(lifted) },
          ]}
        />
        <p className={`move-verdict ${verdict.kind}`} role="status">
          {verdict.kind === 'looking' ? 'Looking whether it is free.' : verdict.words}
        </p>
        <ScopeField session={session} value={scope} onValue={setScope} />
        {onwards ? (
          <p className="sub">From now on it is on {weekdayName(place.onDay)}s. What was moved by hand stays there.</p>
        ) : null}
        <ReasonField value={reason} onValue={setReason} />
        <div className="row">
          <Button submit kind="primary">
            {onwards ? 'Move all from here on' : 'Move this one'}
          </Button>
          <Button onPress={onBack}>Put back</Button>
        </div>
      </Form>
    </Drawer>
  )
}

/** Of the rooms that are free, the smallest that has seats for everybody expected. */
export function roomFor(session: SessionLine, rooms: Verdict['rooms']): Verdict['rooms'][number] | undefined {
  return rooms.filter(room => room.seats >= session.expected).sort((a, b) => a.seats - b.seats)[0]
}

type RefusedNoticeProps = {
  refused: RefusedMove
  sessions: readonly SessionLine[]
  rooms: Verdict['rooms']
  nameOf: NameOf
  busy: boolean
  onSave: (lifted: Lifted, sent: Sent, override?: Parameters<Parameters<typeof GoOn>[0]['onOverride']>[0]) => void
  onBack: () => void
}

/** A move that was not saved: why, another room if one is free, and the way back. */
export function RefusedNotice(props: RefusedNoticeProps) {
  const { refused, sessions, rooms, nameOf, busy, onSave, onBack } = props
  const { lifted, sent, problem } = refused
  const { session, place } = lifted
  const words = useWords(session.zone)
  const span = { id: session.id, ...spanAt(session, place) }
  const conflicts = conflictsOf(problem.facts)
  const [first] = conflicts
  const holder = holderOf(sessions, place.roomId, span)?.group
  const roomTaken = conflicts.some(each => each.kind === 'double-booked' && each.subject?.kind === 'room')
  const other = roomTaken && conflicts.length === 1 ? roomFor(session, rooms) : undefined
  const says = first ? inTheWayWords(first, { of: nameOf, ...(holder ? { holder } : {}) }) : problem.message
  return (
    <Notice
      kind="risk"
      live
      actions={
        <>
          <Button small onPress={onBack}>
            Put back
          </Button>
          {other ? (
            <Button
              small
              busy={busy}
              onPress={() => onSave({ ...lifted, place: { ...place, roomId: other.id } }, sent)}
            >
              Use {other.name}
            </Button>
          ) : null}
        </>
      }
    >
      <b>One move is not saved.</b> {session.group}, {words.day(span.startsAt)}, {words.time(span.startsAt)}:{' '}
      {conflicts.length > 1 || (first?.times ?? 1) > 1 ? null : says}
      {other ? ` ${other.name} is free at that time.` : ''}
      {conflicts.length > 1 || (first?.times ?? 1) > 1 ? (
        <ConflictList conflicts={conflicts} nameOf={nameOf} zone={session.zone} />
      ) : null}
      {problem.code === 'may-not-override' ? null : (
        <GoOn conflicts={conflicts} busy={busy} onOverride={override => onSave(lifted, sent, override)} />
      )}
    </Notice>
  )
}
