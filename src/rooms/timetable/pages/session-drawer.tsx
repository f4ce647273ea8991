import { useState } from 'react'
import { minutesBetween } from '#kernel/time.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { Form, TextField } from '#web/ui/field.tsx'
import { useHere, useMay, useWords } from '#web/ui/me.tsx'
import { Facts } from '#web/ui/page.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count, listWords, minutesWords } from '#web/words.ts'
import type { SessionLine, sessionOf } from '../queries.ts'
import type { cancelSession } from '../sessions.ts'
import { ScopeField } from './move-notice.tsx'
import { ChangeForm } from './session-change.tsx'
import { SessionTopic } from './session-topic.tsx'
import type { Scope } from './week-moving.ts'
import { zoneWords } from './week-plan.ts'

type Opened = SessionLine & { mine: boolean; now: string }

const chips = {
  planned: { kind: 'quiet', word: 'Planned' },
  running: { kind: 'info', word: 'Running now' },
  over: { kind: 'done', word: 'Over' },
  canceled: { kind: 'due', word: 'Canceled' },
} as const

/** Whether this person may change or cancel a session: a director any, the others what is booked by the hour. */
export function useMayChange(): (session: Pick<SessionLine, 'groupId' | 'state' | 'canceledKind'>) => boolean {
  const may = useMay()
  const { me } = useHere()
  const able = may('timetable.change-session')
  const director = me.roles.includes('director')
  return ({ groupId, state, canceledKind }) =>
    able && (director || groupId === null) && state !== 'over' && canceledKind !== 'ended'
}

function Cancel({ session, onDone }: { session: Opened; onDone: () => void }) {
  const [reason, setReason] = useState('')
  const [scope, setScope] = useState<Scope>('this')
  const cancel = useAct<typeof cancelSession>('timetable.cancel-session', {
    onDone: ({ sessionIds }) => {
      const what = sessionIds.length > 1 ? `${sessionIds.length} sessions are` : `${session.group} is`
      toast(`${what} canceled. Room, facilitators and clients are free again.`)
      onDone()
    },
  })
  const onwards = scope === 'from-here-on'
  return (
    <Form
      label="Cancel this session"
      onSend={() => void cancel.run({ sessionId: session.id, version: session.version, scope, reason })}
    >
      <ScopeField session={session} value={scope} onValue={setScope} />
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
          {onwards ? 'Cancel all from here on' : `Cancel for all ${session.expected}`}
        </Button>
      </div>
    </Form>
  )
}

function Ways({ session }: { session: Opened }) {
  const may = useMay()
  const begun = session.state === 'running' || session.state === 'over'
  const [lead] = session.facilitators
  if (session.state === 'canceled') return null
  return (
    <div className="row">
      {may('attendance.sheet') ? (
        <ButtonLink to={`/staff/attendance/${session.id}`} icon="present">
          {begun ? 'Attendance' : 'Who is expected'}
        </ButtonLink>
      ) : null}
      {session.mine && begun && session.groupId && may('notes.group-note') ? (
        <ButtonLink to={`/staff/notes/${session.id}`} icon="note">
          Group note
        </ButtonLink>
      ) : null}
      {session.groupId ? (
        <ButtonLink to={`/staff/groups/${session.groupId}`} kind="quiet">
          Group and roster
        </ButtonLink>
      ) : null}
      {lead && session.state !== 'over' && may('timetable.cover') ? (
        <ButtonLink to={`/staff/week/cover?staff=${lead.staffId}&day=${session.onDay}`} kind="quiet">
          {lead.name} is away
        </ButtonLink>
      ) : null}
    </div>
  )
}

const breakWords = { break: 'break', meal: 'meal' } as const

function leaderLine({ name, credential, forStaff }: SessionLine['facilitators'][number]): string {
  return `${name}${credential ? `, ${credential}` : ''}${forStaff ? `, for ${forStaff}` : ''}`
}

/** `2 h 45 min of 3 h, a person`: less than the whole when a break is no part of it. */
function countsWords({ counts, countedMinutes, startsAt, endsAt }: SessionLine): string {
  if (!counts) return 'not towards the weekly hours'
  const length = minutesBetween(startsAt, endsAt)
  const of = countedMinutes < length ? ` of ${minutesWords(length)}` : ''
  return `${minutesWords(countedMinutes)}${of} a person`
}

function Everything({ session, about }: { session: Opened; about: boolean }) {
  const words = useWords(session.zone)
  const here = useWords()
  const zone = here.wall.zone === session.zone ? '' : `, ${zoneWords(session.zone)}`
  const time = `${words.span(session.startsAt, session.endsAt)}${zone}`
  const breaks = session.breaks.map(each => `${each.minutes} min ${breakWords[each.kind]}`)
  const away =
    session.away > 0 ? `, ${count(session.away, 'more said that they do', 'more said that they do')} not come` : ''
  return (
    <Facts
      facts={[
        { word: 'When', value: `${words.day(session.startsAt)}, ${time}` },
        ...(session.moved && session.plannedOn ? [{ word: 'Moved from', value: words.day(session.plannedOn) }] : []),
        { word: 'Where', value: session.mode === 'in-person' ? `${session.room}, ${session.site}` : session.room },
        {
          word: 'Led by',
          value:
            session.facilitators.length > 0 ? (
              listWords(session.facilitators.map(leaderLine))
            ) : (
              <span className="t-due">nobody yet</span>
            ),
        },
        { word: 'Service', value: session.serviceName },
        {
          word: 'Counts',
          value: countsWords(session),
        },
        ...(breaks.length > 0 ? [{ word: 'Breaks', value: listWords(breaks) }] : []),
        ...(session.track ? [{ word: 'Track', value: session.track }] : []),
        { word: 'Expected', value: `${session.expected}${session.capacity ? ` of ${session.capacity}` : ''}${away}` },
        ...(about && session.topic ? [{ word: 'Topic', value: session.topic }] : []),
        ...(session.changeReason ? [{ word: 'Changed because', value: session.changeReason }] : []),
      ]}
    />
  )
}

type Part = 'look' | 'change' | 'cancel'

function Content({ session, first, onClose }: { session: Opened; first: Part; onClose: () => void }) {
  const may = useMay()
  const mayChange = useMayChange()
  const [part, setPart] = useState<Part>(first)
  const canceled = session.state === 'canceled'
  const changes = mayChange(session)
  const maySetTopic = !canceled && may('timetable.set-topic') && (session.mine || may('timetable.cover-plan'))
  return (
    <>
      <div className="row">
        <Chip kind={chips[session.state].kind}>{chips[session.state].word}</Chip>
        {session.link && !canceled ? <a href={session.link}>Join by video</a> : null}
      </div>
      {canceled ? <Notice kind="due">{session.cancelReason}</Notice> : null}
      <Everything session={session} about={!maySetTopic} />
      <Ways session={session} />
      {maySetTopic && part === 'look' ? <SessionTopic key={session.version} session={session} /> : null}
      {changes && part === 'look' ? (
        <div className="row">
          <Button onPress={() => setPart('change')}>{canceled ? 'Let it take place after all' : 'Change'}</Button>
          {canceled ? null : (
            <Button kind="danger" onPress={() => setPart('cancel')}>
              Cancel this session
            </Button>
          )}
        </div>
      ) : null}
      {part === 'look' ? null : (
        <>
          <h3>{part === 'change' ? 'Change this session' : 'Cancel this session'}</h3>
          {part === 'change' ? <ChangeForm session={session} onDone={onClose} /> : null}
          {part === 'cancel' ? <Cancel session={session} onDone={onClose} /> : null}
          <div>
            <Button kind="quiet" onPress={() => setPart('look')}>
              {part === 'change' ? 'Leave it as it is' : 'Keep it'}
            </Button>
          </div>
        </>
      )}
    </>
  )
}

type SessionDrawerProps = { session: SessionLine; onClose: () => void; first?: Part }

/** One session beside the week: everything about it, and what can be done with it. */
export function SessionDrawer({ session, onClose, first = 'look' }: SessionDrawerProps) {
  const asked = useAsk<typeof sessionOf>('timetable.session', { id: session.id })
  return (
    <Drawer open onClose={onClose} title={session.group}>
      <Asked asked={asked} what="The session">
        {data => <Content session={data} first={first} onClose={onClose} />}
      </Asked>
    </Drawer>
  )
}
