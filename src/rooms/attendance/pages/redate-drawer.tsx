import { useState } from 'react'
import { day, instantAt, minutesBetween, wallClock } from '#kernel/time.ts'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useAct } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { FieldRow, Form, TextArea, TextField } from '#web/ui/field.tsx'
import { useHere, useMay, useWords } from '#web/ui/me.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { redateSession } from '../commands.ts'
import type { Sheet } from './sheet-rows.ts'

/** Whether this session may still be given its true time here: it is over, and nobody is marked. */
export function useMayRedate(sheet: Sheet): boolean {
  const may = useMay()
  const { me } = useHere()
  const { session, people, closedAt } = sheet
  const unmarked = closedAt === null && people.every(person => person.mark === null)
  const theirs = session.mine || me.roles.includes('director')
  return may('attendance.redate-session') && theirs && unmarked && session.state === 'over'
}

/** The true time of a session that took place at another one than planned. */
export function RedateDrawer({ sheet, onClose }: { sheet: Sheet; onClose: () => void }) {
  const { session } = sheet
  const words = useWords(session.zone)
  const planned = wallClock(session.zone, session.startsAt)
  const [onDay, setOnDay] = useState(planned.slice(0, 10))
  const [starts, setStarts] = useState(planned.slice(11))
  const [length, setLength] = useState(String(minutesBetween(session.startsAt, session.endsAt)))
  const [reason, setReason] = useState('')
  const redate = useAct<typeof redateSession>('attendance.redate-session', {
    refusals: 'quiet',
    onDone: ({ startsAt, endsAt }) => {
      toast(`Now ${words.day(startsAt)}, ${words.span(startsAt, endsAt)}.`)
      onClose()
    },
  })
  const whole = /^\d{4}-\d\d-\d\d$/.test(onDay) && /^\d\d:\d\d$/.test(starts) && /^\d+$/.test(length)
  const send = () => {
    if (!whole || redate.busy) return
    const startsAt = instantAt(session.zone, day(onDay), starts)
    void redate.run({ sessionId: session.id, startsAt, lengthMinutes: Number(length), reason })
  }
  return (
    <Drawer
      open
      onClose={onClose}
      title="It took place at another time"
      foot={
        <div className="row end">
          <Button onPress={onClose}>Keep the planned time</Button>
          <Button
            kind="primary"
            busy={redate.busy}
            reason={whole ? undefined : 'Write the day, the start and the minutes.'}
            onPress={send}
          >
            Set the true time
          </Button>
        </div>
      }
    >
      <Form label="The true time" onSend={send}>
        <p>
          Planned for {words.day(session.startsAt)}, {words.span(session.startsAt, session.endsAt)}. Minutes are
          credited by the time that you set here.
        </p>
        {redate.problem && redate.problem.places.length === 0 ? (
          <Notice kind="risk" live>
            {redate.problem.message}
          </Notice>
        ) : null}
        <TextField label="Day" type="date" value={onDay} onValue={setOnDay} />
        <FieldRow>
          <TextField label="Start" type="time" value={starts} onValue={setStarts} />
          <TextField
            label="Minutes"
            inputMode="numeric"
            value={length}
            onValue={text => setLength(text.replace(/\D/g, '').slice(0, 3))}
            error={redate.saysOf('lengthMinutes')}
          />
        </FieldRow>
        <TextArea
          label="What happened"
          help="For example: began an hour late, the heating was off. No word about a client."
          value={reason}
          onValue={setReason}
          maxLength={300}
          error={redate.saysOf('reason')}
        />
      </Form>
    </Drawer>
  )
}
