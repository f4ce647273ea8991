import { useState } from 'react'
import type { ChangePasswordDoor, EndSessionDoor, Session, SessionsDoor } from '../doors.ts'
import { Asked } from '../ui/asked.tsx'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/chip.tsx'
import { useAct, useAsk } from '../ui/data.ts'
import { DataTable } from '../ui/data-table.tsx'
import { Form, PasswordField } from '../ui/field.tsx'
import { useHere, useWords } from '../ui/me.tsx'
import { Columns, Page, Panel } from '../ui/page.tsx'
import { passwordSays } from '../ui/password-says.ts'
import { toast } from '../ui/toast.tsx'
import { UnavailablePanel } from '../ui/unavailable.tsx'
import { agoWords } from '../words.ts'
import { CalendarPanel } from './calendar-link.tsx'

function Sessions({ sessions }: { sessions: Session[] }) {
  const words = useWords()
  const now = new Date().toISOString()
  const end = useAct<EndSessionDoor>('sign-in.end-session', { onDone: () => toast('Signed out there.') })
  return (
    <DataTable
      label="Where you are signed in"
      rows={sessions}
      keyOf={session => session.id}
      columns={[
        {
          head: 'Device',
          cell: session => (
            <>
              <b>{session.device}</b> {session.current ? <Chip kind="done">This one</Chip> : null}
            </>
          ),
        },
        { head: 'Since', card: 'label', cell: session => words.when(session.startedAt, now) },
        { head: 'Last used', card: 'label', cell: session => agoWords(session.lastSeenAt, now) },
        {
          head: 'Action',
          headHidden: true,
          kind: 'act',
          cell: session =>
            session.current ? null : (
              <Button
                small
                label={`Sign out there: ${session.device}`}
                busy={end.busy}
                onPress={() => void end.run({ id: session.id })}
              >
                Sign out there
              </Button>
            ),
        },
      ]}
    />
  )
}

function ChangePassword() {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [short, setShort] = useState<string>()
  const change = useAct<ChangePasswordDoor>('sign-in.change-password', {
    refusals: 'quiet',
    onDone: () => location.assign('/staff'),
  })
  const wrong =
    change.problem && change.problem.places.length === 0 ? passwordSays(change.problem) : change.saysOf('current')
  function send() {
    const says = next.length < 12 ? 'Use at least 12 characters; a sentence is good' : undefined
    setShort(says)
    if (!says) void change.run({ current, next })
  }
  return (
    <Panel title="Change password" padded>
      <p className="quiet">Every sign-in ends, this one too; then sign in with the new one.</p>
      <Form onSend={send} label="Change password">
        <PasswordField label="Password now" value={current} onValue={setCurrent} error={wrong} />
        <PasswordField
          label="New password"
          fresh
          help="At least 12 characters. A sentence is good."
          value={next}
          onValue={setNext}
          error={short ?? change.saysOf('next')}
        />
        <div>
          <Button submit busy={change.busy} reason={current ? undefined : 'Write the password of now first.'}>
            Change password
          </Button>
        </div>
      </Form>
    </Panel>
  )
}

/** Where this person is signed in, and their password. */
export default function SignInsPage() {
  const { me, site } = useHere()
  const sessions = useAsk<SessionsDoor>('sign-in.sessions', {})
  return (
    <Page
      title="My sign-ins and devices"
      sub="A sign-in ends by itself after 12 hours. End at once one that you do not know."
    >
      <Columns aside={<ChangePassword />} asideLabel="Password">
        <Panel title="Where you are signed in">
          <Asked asked={sessions} what="The list">
            {data => <Sessions sessions={data.sessions} />}
          </Asked>
        </Panel>
        <CalendarPanel />
        {me.personId ? (
          <UnavailablePanel kind="staff" resourceId={me.personId} zone={site.zone} title="When you cannot come" />
        ) : null}
      </Columns>
    </Page>
  )
}
