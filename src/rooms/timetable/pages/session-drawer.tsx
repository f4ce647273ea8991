import { useState } from 'react'
import { Asked } from '#web/ui/asked.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { Form, TextField } from '#web/ui/field.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Facts } from '#web/ui/page.tsx'
import { toast } from '#web/ui/toast.tsx'
import { listWords } from '#web/words.ts'
import type { cancelSession, setTopic } from '../commands.ts'
import type { SessionLine, sessionOf } from '../queries.ts'

type Opened = SessionLine & { mine: boolean; now: string }

const chips = {
  planned: { kind: 'quiet', word: 'Planned' },
  running: { kind: 'info', word: 'Running now' },
  over: { kind: 'done', word: 'Over' },
  canceled: { kind: 'due', word: 'Canceled' },
} as const

function Topic({ session }: { session: Opened }) {
  const [topic, setText] = useState(session.topic ?? '')
  const set = useAct<typeof setTopic>('timetable.set-topic', { onDone: () => toast('Topic kept.') })
  return (
    <Form
      label="Topic"
      onSend={() => void set.run({ sessionId: session.id, version: session.version, topic: topic.trim() })}
    >
      <TextField
        label="Topic"
        help="What this session is about. No names: everyone who plans reads it."
        value={topic}
        onValue={setText}
        maxLength={200}
        error={set.saysOf('topic')}
      />
      <div>
        <Button submit busy={set.busy} reason={topic.trim() === (session.topic ?? '') ? 'Nothing changed.' : undefined}>
          Keep topic
        </Button>
      </div>
    </Form>
  )
}

function Cancel({ session, onDone }: { session: Opened; onDone: () => void }) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const cancel = useAct<typeof cancelSession>('timetable.cancel-session', {
    onDone: () => {
      toast(`${session.group} is canceled. Room, facilitators and clients are free again.`)
      onDone()
    },
  })
  if (!open) {
    return (
      <div>
        <Button kind="danger" onPress={() => setOpen(true)}>
          Cancel this session
        </Button>
      </div>
    )
  }
  return (
    <Form
      label="Cancel this session"
      onSend={() => void cancel.run({ sessionId: session.id, version: session.version, reason })}
    >
      <TextField
        label="Why it is canceled"
        help="Everyone who opens the week reads this. No client’s name."
        value={reason}
        onValue={setReason}
        maxLength={200}
        autoFocus
        error={cancel.saysOf('reason')}
      />
      <div className="row">
        <Button kind="danger" submit busy={cancel.busy} reason={reason.trim().length < 2 ? 'Write why.' : undefined}>
          Cancel for all {session.expected}
        </Button>
        <Button kind="quiet" onPress={() => setOpen(false)}>
          Keep it
        </Button>
      </div>
    </Form>
  )
}

function Ways({ session }: { session: Opened }) {
  const may = useMay()
  const begun = session.state === 'running' || session.state === 'over'
  if (session.state === 'canceled') return null
  return (
    <div className="row">
      {may('attendance.sheet') ? (
        <ButtonLink to={`/staff/attendance/${session.id}`} icon="present">
          Attendance
        </ButtonLink>
      ) : null}
      {session.mine && begun && may('notes.group-note') ? (
        <ButtonLink to={`/staff/notes/${session.id}`} icon="note">
          Group note
        </ButtonLink>
      ) : null}
      <ButtonLink to={`/staff/groups/${session.groupId}`} kind="quiet">
        The whole group
      </ButtonLink>
    </div>
  )
}

function Content({ session, onClose }: { session: Opened; onClose: () => void }) {
  const may = useMay()
  const words = useWords(session.zone)
  const coming = session.state === 'planned' || session.state === 'running'
  const maySetTopic = may('timetable.set-topic') && (session.mine || may('timetable.cancel-session'))
  const leaders = session.facilitators.map(each => (each.credential ? `${each.name}, ${each.credential}` : each.name))
  return (
    <>
      <p>
        <Chip kind={chips[session.state].kind}>{chips[session.state].word}</Chip>
      </p>
      {session.state === 'canceled' ? <Notice kind="due">{session.cancelReason}</Notice> : null}
      <Facts
        facts={[
          { word: 'When', value: `${words.day(session.startsAt)}, ${words.span(session.startsAt, session.endsAt)}` },
          { word: 'Where', value: `${session.room}, ${session.site}` },
          {
            word: 'Led by',
            value: leaders.length > 0 ? listWords(leaders) : <span className="t-risk">nobody yet</span>,
          },
          { word: 'Track', value: session.track ?? 'none' },
          { word: 'Expected', value: session.expected },
          ...(session.topic && !maySetTopic ? [{ word: 'Topic', value: session.topic }] : []),
        ]}
      />
      <Ways session={session} />
      {maySetTopic && session.state !== 'canceled' ? <Topic key={session.version} session={session} /> : null}
      {coming && may('timetable.cancel-session') ? <Cancel session={session} onDone={onClose} /> : null}
    </>
  )
}

/** One session beside the week: its facts, the ways on, its topic, and calling it off. */
export function SessionDrawer({ session, onClose }: { session: SessionLine; onClose: () => void }) {
  const asked = useAsk<typeof sessionOf>('timetable.session', { id: session.id })
  return (
    <Drawer open onClose={onClose} title={session.group}>
      <Asked asked={asked} what="The session">
        {data => <Content session={data} onClose={onClose} />}
      </Asked>
    </Drawer>
  )
}
