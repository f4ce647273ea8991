import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import type { recordRemote, remotesOf } from '#rooms/timetable/absences.ts'
import type { catalog } from '#rooms/timetable/group-queries.ts'
import type { seatsOfClient } from '#rooms/timetable/queries.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { ConflictsNotice } from '#web/ui/conflicts-notice.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { Drawer } from '#web/ui/drawer.tsx'
import { CheckField, Form, TextField } from '#web/ui/field.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Link } from '#web/ui/route.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { Empty } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count } from '#web/words.ts'
import { type Front, mondayOf } from './chart-words.ts'
import { individualsIn } from './individual-words.ts'
import { SessionWhen } from './session-when.tsx'

type Session = OutputOf<typeof seatsOfClient>['sessions'][number]
type Remote = OutputOf<typeof remotesOf>['remotes'][number]

type RecordProps = { front: Front; session: Session; remote: Remote | undefined; onClose: () => void }

/** From where they join, and that they agreed: asked for before a session by video or phone. */
function RecordRemote({ front, session, remote, onClose }: RecordProps) {
  const words = useWords(session.zone)
  const [mode, setMode] = useState<Remote['mode']>(remote?.mode ?? (session.mode === 'phone' ? 'phone' : 'video'))
  const [location, setLocation] = useState(remote?.location ?? '')
  const [agreed, setAgreed] = useState(remote?.agreed ?? false)
  const record = useAct<typeof recordRemote>('timetable.record-remote', {
    refusals: 'quiet',
    onDone: () => {
      toast('Recorded.')
      onClose()
    },
  })
  const { sessionId } = session
  return (
    <Drawer open onClose={onClose} title="Where they are while they join">
      <Form
        label="Where they are while they join"
        onSend={() => void record.run({ sessionId, clientId: front.id, mode, location, agreed })}
      >
        <p>
          {session.group}, {words.day(session.startsAt)}, {words.span(session.startsAt, session.endsAt)}.
        </p>
        <Segmented
          label="They join by"
          options={[
            { value: 'video', label: 'Video' },
            { value: 'phone', label: 'Phone' },
          ]}
          value={mode}
          onValue={setMode}
        />
        <TextField
          label="Where they are"
          value={location}
          onValue={setLocation}
          help="An address that help could be sent to."
          error={record.saysOf('location')}
          maxLength={200}
          required
        />
        <CheckField
          label="They agreed to meet this way"
          help="Asked and answered, not assumed."
          checked={agreed}
          onChecked={setAgreed}
        />
        <ConflictsNotice problem={record.problem?.places.length ? null : record.problem} busy={record.busy} />
        <div>
          <Button kind="primary" submit busy={record.busy}>
            Record
          </Button>
        </div>
      </Form>
    </Drawer>
  )
}

type WhereProps = { session: Session; remote: Remote | undefined; onRecord: () => void }

function Where({ session, remote, onRecord }: WhereProps) {
  const may = useMay()
  const words = useWords(session.zone)
  if (session.mode === 'in-person')
    return (
      <>
        {session.room}, {session.site}
      </>
    )
  const said = `${session.group}, ${words.day(session.startsAt)}`
  return (
    <>
      {session.mode === 'phone' ? 'Phone' : 'Video'}
      {remote ? (
        <span className="sub">
          {remote.location}, {remote.agreed ? 'agreed' : <span className="t-risk">did not agree</span>}
        </span>
      ) : (
        <span className="sub t-due">Where they are is not recorded</span>
      )}
      {may('timetable.record-remote') ? (
        <Button small kind="quiet" label={`Record where they are: ${said}`} onPress={onRecord}>
          {remote ? 'Change' : 'Record'}
        </Button>
      ) : null}
    </>
  )
}

type ListProps = { front: Front; sessions: readonly Session[] }

function Sessions({ front, sessions }: ListProps) {
  const may = useMay()
  const [recording, setRecording] = useState<Session>()
  const afar = sessions.filter(session => session.mode !== 'in-person').map(session => session.sessionId)
  const asked = useAsk<typeof remotesOf>(
    'timetable.remotes',
    { clientId: front.id, sessionIds: afar },
    { enabled: afar.length > 0 && may('timetable.remotes') },
  )
  const remoteOf = new Map((asked.data?.remotes ?? []).map(remote => [remote.sessionId, remote]))
  return (
    <>
      <DataTable
        label="Coming sessions"
        tight
        rows={sessions}
        keyOf={session => session.sessionId}
        columns={[
          {
            head: 'When',
            width: 170,
            cell: session => <SessionWhen session={session} />,
          },
          {
            head: 'Session',
            cell: session => (
              <>
                {session.groupId ? (
                  <Link to={`/staff/groups/${session.groupId}`}>{session.group}</Link>
                ) : (
                  <b>{session.serviceName}</b>
                )}{' '}
                {session.away ? <Chip kind="info">Told: will not come</Chip> : null}
                {session.topic ? <span className="sub">{session.topic}</span> : null}
              </>
            ),
          },
          {
            head: 'Where',
            card: 'label',
            cell: session => (
              <Where
                session={session}
                remote={remoteOf.get(session.sessionId)}
                onRecord={() => setRecording(session)}
              />
            ),
          },
        ]}
      />
      {recording ? (
        <RecordRemote
          front={front}
          session={recording}
          remote={remoteOf.get(recording.sessionId)}
          onClose={() => setRecording(undefined)}
        />
      ) : null}
    </>
  )
}

/** Whether the weekly individual session is booked, and the way to book it. */
function Weekly({ front, sessions }: ListProps) {
  const may = useMay()
  const services = useAsk<typeof catalog>('timetable.services', {}, { enabled: may('timetable.services') })
  const least = services.data?.common.find(rule => rule.id === 'individual-sessions-weekly-least')?.value
  if (!front.stay || least === undefined) return null
  const booked = individualsIn(sessions, mondayOf(front.today))
  if (booked >= least) return null
  const says = booked === 0 ? 'No individual session this week.' : `${count(booked, 'individual session')} this week.`
  return (
    <Notice
      kind="due"
      actions={
        may('timetable.book-session') ? (
          <ButtonLink small to={`/staff/week/new?client=${front.id}`}>
            Book a session
          </ButtonLink>
        ) : null
      }
    >
      <b>{says}</b> The program asks for {least}.
    </Notice>
  )
}

/** A client's coming sessions, in groups and by the hour, with what is due. */
export function ChartComing({ front, sessions }: ListProps) {
  const may = useMay()
  const [all, setAll] = useState(false)
  const now = new Date().toISOString()
  const coming = sessions.filter(session => session.endsAt > now)
  const own = coming.filter(session => session.format !== 'group')
  const shown = all ? coming : coming.slice(0, 12)
  return (
    <>
      <Weekly front={front} sessions={sessions} />
      <Panel
        title="Coming sessions"
        sub={coming.length > 0 ? `four weeks, ${own.length} of them by the hour` : 'four weeks'}
        end={
          may('timetable.book-session') && front.stay ? (
            <ButtonLink small icon="plus" to={`/staff/week/new?client=${front.id}`}>
              Book a session
            </ButtonLink>
          ) : null
        }
        foot={
          coming.length > shown.length ? (
            <Button small kind="quiet" onPress={() => setAll(true)}>
              Show all {coming.length}
            </Button>
          ) : null
        }
      >
        {coming.length > 0 ? (
          <Sessions front={front} sessions={shown} />
        ) : (
          <Empty title="No session ahead">A seat in a group brings its sessions; others are booked by the hour.</Empty>
        )}
      </Panel>
    </>
  )
}
