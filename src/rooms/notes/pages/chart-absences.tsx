import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { instant } from '#kernel/time.ts'
import type { absencesOf, tellAbsence, withdrawAbsence } from '#rooms/timetable/absences.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { ConflictsNotice } from '#web/ui/conflicts-notice.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { CheckField, FieldRow, Form, SelectField, TextField } from '#web/ui/field.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { onceWords } from '#web/ui/unavailable-words.ts'
import { count } from '#web/words.ts'
import { type AbsenceDraft, absenceSpan } from './absence-draft.ts'
import type { Front } from './chart-words.ts'

type Absence = OutputOf<typeof absencesOf>['absences'][number]
type Reason = Absence['reason']
const reasons: Record<Reason, string> = {
  medical: 'Medical',
  court: 'Court',
  work: 'Work',
  school: 'School',
  family: 'Family',
  travel: 'Travel',
  other: 'Something else',
}
const isReason = (text: string): text is Reason => text in reasons

function Tell({ front, zone, onClose }: { front: Front; zone: string; onClose: () => void }) {
  const [draft, setDraft] = useState<AbsenceDraft>({
    fromOn: front.today,
    untilOn: front.today,
    hours: false,
    starts: '09:00',
    ends: '12:00',
  })
  const [reason, setReason] = useState<Reason>('medical')
  const [excused, setExcused] = useState(true)
  const change = (part: Partial<AbsenceDraft>) => setDraft(before => ({ ...before, ...part }))
  const tell = useAct<typeof tellAbsence>('timetable.tell-absence', {
    refusals: 'quiet',
    onDone: ({ sessions }) => {
      toast(
        sessions > 0 ? `Kept. They are not expected in ${count(sessions, 'session')}.` : 'Kept. No session is then.',
      )
      onClose()
    },
  })
  const span = absenceSpan(draft, zone)
  const send = () => {
    if (span) void tell.run({ clientId: front.id, ...span, reason, excused })
  }
  return (
    <Drawer open onClose={onClose} title="Say that they will not come">
      <Form label="Say that they will not come" onSend={send}>
        <FieldRow>
          <TextField
            label="From"
            type="date"
            value={draft.fromOn}
            onValue={fromOn => change({ fromOn, untilOn: [fromOn, draft.untilOn].sort()[1] ?? fromOn })}
          />
          <TextField label="Until" type="date" value={draft.untilOn} onValue={untilOn => change({ untilOn })} />
        </FieldRow>
        <CheckField label="Only some hours" checked={draft.hours} onChecked={hours => change({ hours })} />
        {draft.hours ? (
          <FieldRow>
            <TextField label="From time" type="time" value={draft.starts} onValue={starts => change({ starts })} />
            <TextField label="To time" type="time" value={draft.ends} onValue={ends => change({ ends })} />
          </FieldRow>
        ) : null}
        <SelectField
          label="Reason"
          value={reason}
          onValue={value => setReason(isReason(value) ? value : 'other')}
          options={Object.entries(reasons).map(([value, label]) => ({ value, label }))}
        />
        <CheckField
          label="Excused"
          help="The attendance sheet offers it; nothing is marked by itself."
          checked={excused}
          onChecked={setExcused}
        />
        <ConflictsNotice problem={tell.problem} busy={tell.busy} />
        <div>
          <Button
            kind="primary"
            submit
            busy={tell.busy}
            reason={span ? undefined : 'Choose an end after the beginning.'}
          >
            Keep the absence
          </Button>
        </div>
      </Form>
    </Drawer>
  )
}

function Line({ absence, front, zone, now }: { absence: Absence; front: Front; zone: string; now: string }) {
  const words = useWords(zone)
  const may = useMay()
  const back = useAct<typeof withdrawAbsence>('timetable.withdraw-absence', {
    onDone: () => toast('Taken back. They are expected again.'),
  })
  const coming = absence.untilAt > now && !absence.withdrawnAt
  const told = `told ${words.day(absence.toldAt)}${absence.toldTo ? ` to ${absence.toldTo}` : ''}`
  return (
    <li>
      <span>
        <b>{onceWords({ startsAt: absence.fromAt, endsAt: absence.untilAt }, words.wall)}</b>
        <span className="sub">
          {reasons[absence.reason]}
          {absence.excused ? ', excused' : ', not excused'}; {told}
        </span>
        {absence.withdrawnAt ? <Chip kind="quiet">Taken back {words.day(absence.withdrawnAt)}</Chip> : null}
      </span>
      {coming && may('timetable.withdraw-absence') ? (
        <Button
          small
          kind="quiet"
          busy={back.busy}
          label={`Take back the absence of ${words.day(absence.fromAt)}`}
          onPress={() => void back.run({ absenceId: absence.id, clientId: front.id })}
        >
          Take back
        </Button>
      ) : null}
    </li>
  )
}

const shown = 6

/** When a client said that they will not come; what is told is withdrawn, never deleted. */
export function ChartAbsences({ front, zone }: { front: Front; zone: string }) {
  const may = useMay()
  const [telling, setTelling] = useState(false)
  const asked = useAsk<typeof absencesOf>('timetable.absences', { clientId: front.id })
  const now = instant(new Date())
  return (
    <Panel
      title="Absences told ahead"
      end={
        may('timetable.tell-absence') ? (
          <Button small kind="quiet" icon="plus" onPress={() => setTelling(true)}>
            Tell
          </Button>
        ) : null
      }
    >
      <Asked asked={asked} what="The absences" rows={2}>
        {({ absences }) =>
          absences.length === 0 ? (
            <Empty title="None told">A day off for court or a doctor, said before it comes.</Empty>
          ) : (
            <ul className="said-lines">
              {absences.slice(0, shown).map(absence => (
                <Line key={absence.id} absence={absence} front={front} zone={zone} now={now} />
              ))}
            </ul>
          )
        }
      </Asked>
      {telling ? <Tell front={front} zone={zone} onClose={() => setTelling(false)} /> : null}
    </Panel>
  )
}
